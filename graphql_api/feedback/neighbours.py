"""Reading what stands beside the feedbacks of a page, in one statement, before its fields ask for it one by one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode, Visitor, visit

from graphql_api.analysis.types import Analysis
from graphql_api.columns import columns_of
from graphql_api.context import ContextInfo
from graphql_api.jobs.queue import JobKind
from graphql_api.postgres.connect import fetch

# From a list to its feedbacks.
WAY = ("edges", "node")
# What is shown of a finding, by its names in GraphQL: a list seldom asks for more than some of it.
FINDING = columns_of(Analysis)
# What is shown of an alert, in the order of its rows here.
ALERT = (
    "id",
    "rule",
    "severity",
    "danger",
    "status",
    "count",
    "people",
    "feedback_id",
    "created_at",
    "closed_at",
)
# For each field of a feedback, what of a row shows it. No two of them share a name.
SHOWN = {
    # Whoever failed to read is looked for once, and only where a finding is missing.
    "analysis": "analysis.is_current, {finding} CASE WHEN analysis.is_current IS NULL THEN "
    "(SELECT updated FROM failed WHERE failed.payload = uuid_send(page.id) LIMIT 1) END AS failed_at",
    "answer": "rated.message_id, rated.question, rated.answer, rated.rating, rated.sources, "
    "rated.response_time_seconds, rated.token_count, rated.conversation_id, rated.explanation, rated.issues",
    "screenshot": "screenshot.status, screenshot.reason, screenshot.width, screenshot.height, screenshot.size_bytes, "
    "screenshot.annotations",
    "alerts": "ARRAY(SELECT ROW({alert}) FROM alert_feedback JOIN alert ON alert.id = alert_feedback.alert_id "
    "WHERE alert_feedback.feedback_id = page.id ORDER BY alert.created_at, alert.id) AS alerts",
}
# Each feedback's row is looked up by itself: joined as tables, the smaller ones would be read from end to end.
TABLES = {
    "analysis": "(SELECT * FROM analysis WHERE feedback_id = page.id AND is_current OFFSET 0) AS analysis",
    "answer": "(SELECT * FROM answer_rating WHERE feedback_id = page.id OFFSET 0) AS rated",
    "screenshot": "(SELECT * FROM screenshot WHERE feedback_id = page.id OFFSET 0) AS screenshot",
}
FAILED = f"""WITH failed AS MATERIALIZED (
    SELECT payload, updated FROM pgqueuer WHERE status = 'failed' AND entrypoint = '{JobKind.ANALYZE.value}'
)
"""  # noqa: S608 - a fixed name


async def read_neighbours(info: ContextInfo, feedback_ids: Sequence[UUID]) -> None:
    """Read those neighbours of the feedbacks that the list's selection may ask for."""
    notes, key = info.context.notes, f"neighbours of {info.path.key}"
    if key not in notes:
        fields = fields_asked(info)
        asked = [field for field in SHOWN if field in fields]
        notes[key] = asked, statement(asked, _names(info))
    asked, sql = notes[key]
    if asked and feedback_ids:
        rows = {row["feedback_id"]: row for row in await fetch(sql, feedback_ids)}
        beside = info.context.loaders.beside
        for field in asked:
            beside[field] = {**beside.get(field, {}), **rows}


def statement(asked: Sequence[str], names: frozenset[str]) -> str:
    """What reads a row for each of some feedbacks.

    Args:
        asked: fields of a feedback, of those in SHOWN.
        names: of all fields that may be asked of findings.
    """
    finding = "".join(f"analysis.{column}, " for name, column in FINDING.items() if name in names)
    alert = ", ".join(f"alert.{column}" for column in ALERT)
    shown = ", ".join(SHOWN[field].format(finding=finding, alert=alert) for field in asked)
    tables = "".join(f" LEFT JOIN LATERAL {TABLES[field]} ON true" for field in asked if field in TABLES)
    failed = FAILED if "analysis" in asked else ""
    return f"{failed}SELECT page.id AS feedback_id, {shown} FROM unnest($1::uuid[]) AS page (id){tables}"  # noqa: S608


def fields_asked(info: ContextInfo) -> set[str]:
    """The fields of a list's feedbacks that its selection names, whether or not a directive leaves them out."""
    selections = [node.selection_set for node in info._raw_info.field_nodes]  # noqa: SLF001 - no public name
    for step in WAY:
        selections = [node.selection_set for node in _fields(info, selections) if node.name.value == step]
    return {node.name.value for node in _fields(info, selections)}


def _fields(info: ContextInfo, selections: Iterable[SelectionSetNode | None]) -> Iterable[FieldNode]:
    for selection in selections:
        for node in selection.selections if selection else ():
            if isinstance(node, FieldNode):
                yield node
            elif isinstance(node, InlineFragmentNode):
                yield from _fields(info, [node.selection_set])
            elif isinstance(node, FragmentSpreadNode):
                yield from _fields(info, [info._raw_info.fragments[node.name.value].selection_set])  # noqa: SLF001


class _Names(Visitor):
    """Gathers the names of fields that may be asked of findings."""

    def __init__(self, *, is_inside: bool) -> None:
        super().__init__()
        self.found: set[str] = set()
        self._levels = int(is_inside)

    def enter_field(self, node: FieldNode, *_: object) -> None:
        if self._levels:
            self.found.add(node.name.value)
        self._levels += node.name.value == "analysis"

    def leave_field(self, node: FieldNode, *_: object) -> None:
        self._levels -= node.name.value == "analysis"


def _names(info: ContextInfo) -> frozenset[str]:
    """The names of all fields that the document asks of findings anywhere: its lists may show the same feedbacks.

    Fragments are taken to be spread inside of one.
    """
    looks = [(info.operation, False), *((each, True) for each in info._raw_info.fragments.values())]  # noqa: SLF001
    names: set[str] = set()
    for node, is_inside in looks:
        looking = _Names(is_inside=is_inside)
        visit(node, looking)
        names |= looking.found
    return frozenset(names)
