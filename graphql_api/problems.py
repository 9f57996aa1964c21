"""Failures that a person can act on, as members of a mutation's result union."""

import strawberry

from graphql_api.intake.submission import BrokenRule


@strawberry.interface(description="An expected failure. Ask for `message` here to handle problems added later.")
class Problem:
    message: str = strawberry.field(description="A sentence fit to show to a person.")


@strawberry.type(description="One thing wrong with one field of the input.")
class FieldProblem:
    path: list[str] = strawberry.field(
        description='Where it is in the input, by field names and list positions: ["page", "url"] or ["tags", "0"].'
    )
    code: str = strawberry.field(
        description="What is wrong, for programs: REQUIRED, TOO_LONG, TOO_MANY, TOO_LARGE, TOO_DEEP, TOO_EARLY, "
        "NOT_AN_OBJECT, NOT_BASE64, UNKNOWN_TAG, INVALID_URL, INVALID_NUMBER, INVALID_CHARACTERS, IN_THE_FUTURE, "
        "OUT_OF_RANGE, IN_THE_PAST, PERSONAL_DATA or KEY_REUSED. More may be added."
    )
    message: str = strawberry.field(description="What would be right, for people. Never repeats the value.")


@strawberry.type(description="The input broke rules; all of them are listed, and nothing was stored.")
class InvalidInput(Problem):
    fields: list[FieldProblem] = strawberry.field(description="Every broken rule, in the input's order.")

    @classmethod
    def from_broken(cls, broken: list[BrokenRule]) -> "InvalidInput":
        """The problem that names these rules."""
        number = "One field needs" if len(broken) == 1 else f"{len(broken)} fields need"
        return cls(
            message=f"{number} another value.",
            fields=[FieldProblem(path=list(rule.path), code=rule.code, message=rule.message) for rule in broken],
        )


@strawberry.type(description="Too many submissions, or failed logins, from one place. Nothing was stored or changed.")
class RateLimited(Problem):
    retry_after_seconds: int = strawberry.field(description="Whole seconds until the next is let in.")


@strawberry.type(
    description="The submission could not be confirmed: it may or may not have been kept. Keep it, and send it again "
    "with the same `submissionKey`; that never stores it twice."
)
class IntakeUnavailable(Problem):
    retry_after_seconds: int = strawberry.field(description="Whole seconds to wait before trying again.")
