"""Variants of the sentences for tuning: what people do to sentences that we, writing them, did not.

Two sentences in one text, as reviews have them; slips of the keyboard; no full stop at the end.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from graphql_api.analysis.embedded.corpus import Example
from models.enums import Sentiment, Topic

JOINED_SHARE = 0.2
MISTYPED_SHARE = 0.15
UNPUNCTUATED_SHARE = 0.1
LONGEST_JOINED = 300
CHARACTERS_PER_SLIP = 25
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def vary(examples: Sequence[Example], random: Random) -> list[Example]:
    """As many examples, in order, some of them changed as above, with the labels of what they now say."""
    by_topic = {topic: [one for one in examples if one.topic is topic] for topic in Topic}
    varied = []
    for example in examples:
        one = example
        if random.random() < JOINED_SHARE:
            of_its_topic = random.random() < 0.7
            one = joined(one, by_topic[one.topic if of_its_topic else Topic.GENERAL], random)
        text = mistyped(one.text, random) if random.random() < MISTYPED_SHARE else one.text
        text = text.rstrip(".!?") if random.random() < UNPUNCTUATED_SHARE else text
        varied.append(replace(one, text=text))
    return varied


def joined(example: Example, others: Sequence[Example], random: Random) -> Example:
    """The example with another before or after it; mostly one that leaves its sentiment as it is, for else every
    longer text would be MIXED. The topic is the example's own: `others` have the same or GENERAL."""
    for _ in range(7):
        other = random.choice(others)
        sentiment = combined(example.sentiment, other.sentiment)
        if sentiment is example.sentiment or random.random() < 0.25:
            break
    if len(example.text) + len(other.text) > LONGEST_JOINED:
        return example
    first, second = (example.text, other.text) if random.random() < 0.5 else (other.text, example.text)
    first = first.rstrip()
    stop = "" if first.endswith((".", "!", "?", ")")) else "."
    return replace(example, text=f"{first}{stop} {second}", sentiment=sentiment)


def combined(first: Sentiment, second: Sentiment) -> Sentiment:
    """What two sentences say together: neutral ones add nothing, opposite ones are MIXED."""
    if Sentiment.NEUTRAL in {first, second}:
        return second if first is Sentiment.NEUTRAL else first
    return first if first is second else Sentiment.MIXED


def mistyped(text: str, random: Random) -> str:
    """The text with at least one slip: letters swapped, dropped, doubled or wrong. Short texts stay as they are."""
    letters = list(text)
    for _ in range(random.randint(1, max(1, len(letters) // CHARACTERS_PER_SLIP))):
        if len(letters) < 5:
            break
        place, kind = random.randrange(1, len(letters) - 1), random.random()
        if kind < 0.35:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif kind < 0.6:
            del letters[place]
        else:
            letters.insert(place, letters[place] if kind < 0.8 else random.choice(LETTERS))
    return "".join(letters)
