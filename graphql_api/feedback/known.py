"""What the database's tallies tell of criteria, before a row is looked at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from graphql_api.feedback.criteria import Criteria
from graphql_api.tallies import PARTS, Subject, Tallies, read_tallies

# The criteria that each subject's parts know of, in the order of the parts.
CRITERIA = {
    Subject.STANDING: ("categories", "is_read", "is_archived"),
    Subject.FINDING: ("sentiments", "topics", "confidences", "methods", "alerted", "prompt_versions"),
}
FEW = 1_000


@dataclass(frozen=True)
class Known:
    """What is known of a list without looking at it.

    Args:
        most: it has no more than these; None where nothing is known.
        is_exact: it has as many as that.
        are_tags_rare: few feedbacks have any of the tags that it asks for.
    """

    most: int | None
    is_exact: bool = False
    are_tags_rare: bool = False


async def know(criteria: Criteria, *, in_background: bool = False) -> Known:
    """Ask the tallies about a list."""
    asked = criteria.asked
    subjects = {subject: found for subject in Subject if (found := _asked_of(subject, asked))}
    if not asked:
        subjects = {Subject.STANDING: frozenset()}
    if not subjects:
        return Known(most=None)
    tallies = await read_tallies(*subjects, in_background=in_background)
    counts = {subject: _count(tallies, subject, asked) for subject in subjects}
    told = frozenset[str]().union(*subjects.values())
    return Known(
        most=min(counts.values()),
        is_exact=len(subjects) == 1 and told == asked.keys() and not _overlap(asked),
        are_tags_rare=counts.get(Subject.TAG, FEW + 1) <= FEW,
    )


def _asked_of(subject: Subject, asked: Mapping[str, object]) -> frozenset[str]:
    """The criteria among those asked that a subject knows of."""
    names = {**CRITERIA, Subject.RATING: ("ratings",), Subject.TAG: ("tags",)}.get(subject, ())
    return frozenset(names) & asked.keys()


def _overlap(asked: Mapping[str, object]) -> bool:
    """Whether one feedback may be counted under several of the values asked for."""
    return "tags" in asked and len(_texts(asked["tags"])) > 1


def _count(tallies: Tallies, subject: Subject, asked: Mapping[str, object]) -> int:
    if subject in CRITERIA:
        wanted = {
            part: _texts(asked[name])
            for part, name in zip(PARTS[subject], CRITERIA[subject], strict=True)
            if name in asked
        }
        return sum(
            number
            for parts, number in tallies.by_part(subject)
            if all(parts.get(part) in texts for part, texts in wanted.items())
        )
    texts = _texts(asked["ratings" if subject is Subject.RATING else "tags"])
    return sum(number for value, number in tallies.by_value(subject).items() if value in texts)


def _texts(asked: object) -> Collection[str]:
    """The values asked for, as tallies name them."""
    if isinstance(asked, bool):
        return {str(asked).lower()}
    return {str(value) for value in asked} if isinstance(asked, list) else {str(asked)}
