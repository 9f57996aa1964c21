"""What one part of the service has workers do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from graphql_api.jobs.queue import JobKind
from graphql_api.worker import Do, Recurring


@dataclass(frozen=True)
class Part:
    """Its kinds of jobs with what does them, and what it does on schedule."""

    jobs: Mapping[JobKind, Do] = field(default_factory=dict)
    recurring: Sequence[Recurring] = ()
