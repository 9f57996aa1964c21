"""Criteria as SQL, such that every list can walk an index in its order."""

from collections.abc import Sequence

from graphql_api.feedback.criteria import Criteria, Range
from graphql_api.feedback.marks import ARCHIVED, UNREAD
from graphql_api.feedback.stretch import Stretch
from graphql_api.intake.checks import in_utc

# The column that each criterion asks about. `$` stands for the value's parameter.
CONDITIONS = {
    # Words without meaning ("the", "who") are none to English; a search for nothing else takes them as they are.
    "search": "feedback.search_vector @@ CASE numnode(websearch_to_tsquery('english', $))"
    " WHEN 0 THEN websearch_to_tsquery('simple', $) ELSE websearch_to_tsquery('english', $) END",
    "categories": "feedback.category = ANY($)",
    "tags": "feedback.tags && $",
    "session_id": "feedback.session_id = $",
    "is_read": "feedback.is_read = $",
    "is_archived": "feedback.is_archived = $",
    "sentiments": "analysis.sentiment = ANY($)",
    "topics": "analysis.topic = ANY($)",
    "confidences": "analysis.confidence = ANY($)",
    "methods": "analysis.method = ANY($)",
    "prompt_versions": "analysis.prompt_version = ANY($)",
    "alerted": "analysis.alert_triggered = $",
    "ratings": "answer_rating.rating = ANY($)",
}
# PostgreSQL takes a tag that its statistics have not seen for one of every 200; told so, it looks these few up first.
RARE_TAGS = "feedback.id = ANY(ARRAY(SELECT tagged.id FROM feedback AS tagged WHERE tagged.tags && $))"
# What the index of words and tags looks up besides, to skip all else.
MARKS = "feedback_marks(feedback.created_at, feedback.is_read, feedback.is_archived) && $"
MARKED = ("search", "tags")
# With a screenshot is what joins that table; without one, the feedback is looked up there.
WITHOUT_SCREENSHOT = "NOT EXISTS (SELECT FROM screenshot AS theirs WHERE theirs.feedback_id = feedback.id)"

ANY = "= ANY($)"
# Each of these tables repeats the feedback's moment, and has its own indexes that end in it.
IDS = {
    "feedback": "feedback.id",
    "analysis": "analysis.feedback_id",
    "answer_rating": "answer_rating.feedback_id",
    "screenshot": "screenshot.feedback_id",
}
MOMENTS = {
    "feedback": "feedback.created_at",
    "analysis": "analysis.feedback_created_at",
    "answer_rating": "answer_rating.feedback_created_at",
    "screenshot": "screenshot.feedback_created_at",
}


class Query:
    """Tables and conditions that criteria come to.

    Args:
        lead: the table by whose moment the list is ordered, so that it may be walked by an index of that table; one of
            `leads`.
        are_tags_rare: few feedbacks have any of the tags.
        by_moment: tables are joined by moment as well as by id, so that rows of a stretch of time, which lie together
            in every index, are all that is looked at, and words and tags are looked up by marks. The database then
            expects next to nothing.

    Attributes:
        is_narrowed: it asks for more than the criteria come to, which leaves out nothing or what is not in a stretch.
    """

    def __init__(self, criteria: Criteria, lead: str, *, are_tags_rare: bool = False, by_moment: bool = False) -> None:
        self.values: list[object] = []
        self.conditions: list[str] = []
        self.moment, self.id = MOMENTS[lead], IDS[lead]
        self._asked = leads(criteria)
        self._by_moment = by_moment
        self._by_marks = by_moment and any(name in criteria.asked for name in MARKED)
        self.is_narrowed = False
        conditions = CONDITIONS | {"tags": RARE_TAGS} if are_tags_rare else CONDITIONS
        for name, value in criteria.asked.items():
            if name in conditions:
                self._meet(conditions[name], value)
        if criteria.has_screenshot is False:
            self.conditions.append(WITHOUT_SCREENSHOT)
        if "analysis" in self._asked:
            self.conditions.append("analysis.is_current")
        if criteria.created_at is not None:
            self.between(criteria.created_at)
        for mark, is_asked in ((UNREAD, criteria.is_read is False), (ARCHIVED, criteria.is_archived is True)):
            if is_asked:
                self._meet_mark([mark])

    @property
    def has_one_table(self) -> bool:
        """Whether all conditions are about the same table."""
        return len(self._asked) == 1

    @property
    def tables(self) -> str:
        """The feedback, and what its conditions are about."""
        tables = ["feedback", *(table for table in self._asked if table != "feedback")]
        return _joined(tables, by_moment=self._by_moment)

    @property
    def tables_asked(self) -> str:
        """Only what the conditions are about."""
        return _joined(self._asked, by_moment=self._by_moment)

    @property
    def where(self) -> str:
        """The conditions as a clause."""
        return " WHERE " + " AND ".join(self.conditions) if self.conditions else ""

    def value(self, value: object) -> str:
        """A parameter for the value."""
        self.values.append(value)
        return f"${len(self.values)}"

    def _meet(self, condition: str, value: object) -> None:
        if isinstance(value, list) and len(value) == 1 and ANY in condition:
            # PostgreSQL walks an index in order for one value, not for a list of one.
            condition, value = condition.replace(ANY, "= $"), value[0]
        self.conditions.append(condition.replace("$", self.value(value)))

    def within(self, stretch: Stretch) -> None:
        """Ask for this stretch of time as well."""
        if stretch.range != Range(None, None):
            self.between(stretch.range)
            self.is_narrowed = True
        if stretch.days is not None:
            self._meet_mark(stretch.days)

    def _meet_mark(self, marks: Sequence[int]) -> None:
        if self._by_marks:
            self._meet(MARKS, marks)
            self.is_narrowed = True

    def between(self, range_: Range) -> None:
        """Ask for this time as well."""
        columns = [MOMENTS[table] for table in self._asked] if self._by_moment else [self.moment]
        for operator, moment in ((">=", range_.start), ("<", range_.end)):
            if moment is not None:
                value = self.value(in_utc(moment))
                self.conditions += [f"{column} {operator} {value}" for column in columns]


def leads(criteria: Criteria) -> list[str]:
    """The tables that criteria are about: any of them may lead to the feedback."""
    tables = {CONDITIONS[name].split(".")[0] for name in criteria.asked if name in CONDITIONS}
    if criteria.has_screenshot is not None:
        tables.add("screenshot" if criteria.has_screenshot else "feedback")
    return sorted(tables) or ["feedback"]


def _joined(tables: Sequence[str], *, by_moment: bool) -> str:
    first, *others = tables
    same = [f"{IDS[table]} = {IDS[first]}" for table in others]
    if by_moment:
        same = [f"{each} AND {MOMENTS[table]} = {MOMENTS[first]}" for each, table in zip(same, others, strict=True)]
    return first + "".join(f" JOIN {table} ON {each}" for table, each in zip(others, same, strict=True))
