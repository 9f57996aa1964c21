"""What a client is told of its own mistakes, without the values that graphql-core would repeat."""

import re

LONGEST = 300

# The variable at fault, and where in it: names of ours and places in lists, no values.
_VARIABLE = re.compile(r"Variable '\$\w+' has invalid (?:default )?value(?: at [\w.\[\]]+)?: ")

# graphql-core's sentences about values: what each begins with, and what is shown of it.
_SENTENCES = [
    (r"Expected value of type '([\w!\[\]]+)' not to include unknown field", r"Expected no unknown fields in '\1'."),
    (r"(Expected value of type '[\w!\[\]]+' to (?:be an object|include required field '\w+'))", r"\1."),
    (r"Expected value of non-null type '([\w!\[\]]+)' not to be None", r"Expected a value of type '\1', not null."),
    (r"Expected value of type '([\w!\[\]]+)'", r"Expected a value of type '\1'."),
    (r"Value cannot represent an? (\w+)", r"Expected a value of type '\1'."),
    (r"(String|Int|Float|Boolean|ID) cannot represent", r"Expected a value of type '\1'."),
    (r"Enum '(\w+)' cannot represent", r"Expected a value of the enum '\1'."),
    (r"Value '.*' does not exist in '(\w+)' enum", r"Expected a value of the enum '\1'."),
    (r"(Syntax Error: [^\"':]*[^\"':\s])", r"\1."),
    # Suggestions tell the schema to those who may not see it.
    (r"(.*?) Did you mean", r"\1"),
]
_SHOWN = [(re.compile(begins, re.DOTALL), shown) for begins, shown in _SENTENCES]


def without_values(message: str) -> str:
    """The message without the values it quotes, at most 300 characters long."""
    variable = _VARIABLE.match(message)
    place = variable.group() if variable else ""
    sentence = message[len(place) :]
    for begins, shown in _SHOWN:
        if found := begins.match(sentence):
            sentence = found.expand(shown).replace("..", ".")
            break
    return (place + sentence)[:LONGEST].encode("utf-8", "replace").decode()
