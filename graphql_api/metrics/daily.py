"""Figures day by day."""

from datetime import date, datetime, timedelta

import strawberry

from graphql_api.analysis.types import SentimentCount, TopicCount
from graphql_api.metrics.counts import count_each
from graphql_api.tallies import Subject, Tallies, first_day, read_tallies_by_day
from models import enums

NOTHING = Tallies(counts={}, amounts={})


@strawberry.type(description="What was accepted in one day (UTC), and what was found in it. Exact as of now.")
class DailyMetrics:
    day: date = strawberry.field(description="The day, in UTC.")
    submissions: int = strawberry.field(description="Submissions accepted.")
    ratings_up: int = strawberry.field(description="Of these, ratings that are UP by now.")
    ratings_down: int = strawberry.field(description="Of these, ratings that are DOWN by now.")
    analysed: int = strawberry.field(description="Of the submissions, those with a finding.")
    alerted: int = strawberry.field(description="Of the findings, those that say that someone should look.")
    sentiments: list[SentimentCount] = strawberry.field(description="The findings by sentiment; all four.")
    topics: list[TopicCount] = strawberry.field(description="The findings by topic; all six.")

    @classmethod
    def from_tallies(cls, day: datetime, tallies: Tallies) -> "DailyMetrics":
        """A day's figures as GraphQL shows them."""
        ratings = tallies.by_value(Subject.RATING)
        return cls(
            day=day.date(),
            submissions=tallies.total(Subject.SUBMISSION),
            ratings_up=ratings.get(enums.Rating.UP, 0),
            ratings_down=ratings.get(enums.Rating.DOWN, 0),
            analysed=tallies.total(Subject.SENTIMENT),
            alerted=tallies.by_value(Subject.ALERTED).get("true", 0),
            sentiments=count_each(SentimentCount, "sentiment", enums.Sentiment, tallies.by_value(Subject.SENTIMENT)),
            topics=count_each(TopicCount, "topic", enums.Topic, tallies.by_value(Subject.TOPIC)),
        )


async def count_days(now: datetime, days: int) -> list[DailyMetrics]:
    """The figures of so many days, today included, oldest first; days in which nothing happened have zeros."""
    first = first_day(now, days)
    subjects = (Subject.SUBMISSION, Subject.RATING, Subject.SENTIMENT, Subject.TOPIC, Subject.ALERTED)
    found = await read_tallies_by_day(*subjects, since=first)
    return [
        DailyMetrics.from_tallies(day, found.get(day, NOTHING))
        for day in (first + timedelta(days=number) for number in range(days))
    ]
