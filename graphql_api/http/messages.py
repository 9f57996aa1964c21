"""What a client is told of its own mistakes, without the values that graphql-core would repeat."""

import re

LONGEST = 300

# graphql-core quotes the offending value at the end of its messages; each rule keeps what comes before it.
_RULES = [
    (re.compile(r",? but encountered error .*$", re.DOTALL), "."),
    (re.compile(r"unknown field '.*?'(?=[,.] ?[Ff]ound)", re.DOTALL), "unknown fields"),
    (re.compile(r"[,.;]? [Ff]ound:? .*$", re.DOTALL), "."),
    (re.compile(r"Value '.*' does not exist in '(\w+)' enum.*$", re.DOTALL), r"The value is none of the enum \1."),
    (re.compile(r"cannot represent [\w -]*value:? .*$", re.DOTALL), "cannot represent this value."),
    (re.compile(r"^(Syntax Error: [^\"':]*?)[\s]*[\"':].*$", re.DOTALL), r"\1."),
]


def without_values(message: str) -> str:
    """The message without the values it quotes, at most 300 characters long."""
    for pattern, replacement in _RULES:
        message = pattern.sub(replacement, message)
    return message[:LONGEST].encode("utf-8", "replace").decode()
