"""Reading what stands beside the feedbacks of a page, in one go, before its fields ask for it one by one."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from graphql_api.context import ContextInfo
from graphql_api.loaders import know

# From a list to its feedbacks.
WAY = ("edges", "node")
# A field of a feedback, and the loader that it reads from.
LOADERS = {"analysis": "analysis", "answer": "answer", "screenshot": "screenshot", "alerts": "alerts"}


async def read_neighbours(info: ContextInfo, feedback_ids: Sequence[UUID]) -> None:
    """Read those neighbours of the feedbacks that the list's selection may ask for."""
    notes, key = info.context.notes, f"neighbours of {info.path.key}"
    if key not in notes:
        notes[key] = [loader for field, loader in LOADERS.items() if field in fields_asked(info)]
    loaders, ids = info.context.loaders, list(feedback_ids)
    asked = [getattr(loaders, name) for name in notes[key]]
    if ids and asked:
        await know(ids, asked)
    if loaders.analysis in asked and (unread := [each for each in ids if loaders.analysis.known[each] is None]):
        await know(unread, [loaders.failed_analysis])


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
