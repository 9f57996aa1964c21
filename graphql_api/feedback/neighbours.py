"""Reading what stands beside the feedbacks of a page, in one go, before its fields ask for it one by one."""

import asyncio
from collections.abc import Iterable, Sequence
from uuid import UUID

from graphql import FieldNode, FragmentSpreadNode, InlineFragmentNode, SelectionSetNode

from graphql_api.context import ContextInfo
from graphql_api.loaders import Loaders

# From a list to its feedbacks.
WAY = ("edges", "node")
# A field of a feedback, and the loader that it reads from.
LOADERS = {"analysis": "analysis", "answer": "answer", "screenshot": "screenshot", "alerts": "alerts"}


async def read_neighbours(info: ContextInfo, feedback_ids: Sequence[UUID]) -> None:
    """Read those neighbours of the feedbacks that the list's selection may ask for."""
    fields = fields_asked(info) if feedback_ids else set()
    loaders: Loaders = info.context.loaders
    await asyncio.gather(
        *(getattr(loaders, loader).know(list(feedback_ids)) for field, loader in LOADERS.items() if field in fields)
    )
    if unread := [each for each in feedback_ids if loaders.analysis.known.get(each, each) is None]:
        await loaders.failed_analysis.know(unread)


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
