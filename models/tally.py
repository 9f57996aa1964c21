"""Figures that the database counts along: sums by subject, value and time, exact at every moment.

Each statement that changes what is counted appends its differences to `tally_change`, in its own transaction, and so
waits for nobody; now and then they are added up into `tally` (graphql_api/tallies.py). What holds is the sum of both,
which the view `tallied` shows. `recount_tallies()` counts anew, for a database that was filled with triggers off.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

TABLES = [
    """
CREATE TABLE tally (
    subject text, moment timestamptz, value text, number bigint NOT NULL, amount numeric NOT NULL,
    PRIMARY KEY (subject, moment, value)
);""",
    """
CREATE TABLE tally_change (
    subject text NOT NULL, moment timestamptz NOT NULL, value text NOT NULL, number bigint NOT NULL,
    amount numeric NOT NULL
);""",
    "CREATE VIEW tallied AS SELECT * FROM tally UNION ALL SELECT * FROM tally_change;",
]

_FACETS = " UNION ALL\n            SELECT "
HOUR, DAY, EVER = "hour", "day", "'epoch'::timestamptz"

# Milliseconds to two significant digits, so that a day has some hundred of them at most.
_TWO_DIGITS = "round(latency_ms, least(0, 1 - floor(log(greatest(latency_ms, 1)))::int))"


def _of_prompt(value: str) -> str:
    """The value, of what the AI read now, with a version of the prompt."""
    return f"CASE WHEN method = 'AI' AND NOT cached AND prompt_version IS NOT NULL THEN {value} END"


@dataclass(frozen=True)
class Facet:
    """What a row adds under a subject on the day of another moment than its table's; all as SQL.

    Args:
        value: no value, nothing is added.
    """

    moment: str
    value: str
    number: str = "0"
    amount: str = "0"


@dataclass(frozen=True)
class Counted:
    """A table of which rows are counted.

    Args:
        moment: the column by which rows belong to an hour or a day, in UTC.
        counts: whether a row counts, as SQL; amounts are summed of all rows.
        subjects: for each, the value that a row has, and since when: an hour, a day, or ever. No value, no count.
        amounts: for each, what is summed of a row.
        facets: what is counted in a way of its own, of all rows.
    """

    table: str
    moment: str
    subjects: Mapping[str, tuple[str, str]]
    amounts: Mapping[str, str]
    counts: str = "true"
    facets: Mapping[str, Facet] = field(default_factory=dict)

    @property
    def function(self) -> str:
        """What the triggers of the table call."""
        return f"""
CREATE FUNCTION tally_{self.table}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        {self._append("SELECT 1 AS sign, * FROM after")};
    ELSIF TG_OP = 'DELETE' THEN
        {self._append("SELECT -1 AS sign, * FROM before")};
    ELSE
        {self._append("SELECT -1 AS sign, * FROM before UNION ALL SELECT 1, * FROM after")};
    END IF;
    RETURN NULL;
END $$;"""  # noqa: S608 - of fixed parts

    @property
    def triggers(self) -> list[str]:
        """One for each way in which rows change."""
        seen = {
            "insert": "NEW TABLE AS after",
            "update": "OLD TABLE AS before NEW TABLE AS after",
            "delete": "OLD TABLE AS before",
        }
        return [
            f"CREATE TRIGGER {self.table}_tallied_{way} AFTER {way.upper()} ON {self.table} REFERENCING {rows}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION tally_{self.table}();"
            for way, rows in seen.items()
        ]

    @property
    def recount(self) -> str:
        """Appends the table as it stands."""
        return self._append(f"SELECT 1 AS sign, * FROM {self.table}")  # noqa: S608 - of fixed parts

    def _append(self, rows: str) -> str:
        starts = {
            HOUR: f"date_trunc('hour', {self.moment}, 'UTC')",
            DAY: f"date_trunc('day', {self.moment}, 'UTC')",
            EVER: EVER,
        }
        facets = [
            *(f"'{name}', {starts[since]}, {value}, counts, 0" for name, (value, since) in self.subjects.items()),
            *(f"'{name}', {starts[DAY]}, '', 0, {amount}" for name, amount in self.amounts.items()),
            *(
                f"'{name}', date_trunc('day', {each.moment}, 'UTC'), {each.value}, {each.number}, {each.amount}"
                for name, each in self.facets.items()
            ),
        ]
        return f"""INSERT INTO tally_change
        SELECT subject, moment, value, sum(sign * number), sum(sign * amount)
        FROM (SELECT *, ({self.counts})::int AS counts FROM ({rows}) AS changed) AS changed,
        LATERAL (
            SELECT {_FACETS.join(facets)}
        ) AS facet (subject, moment, value, number, amount)
        WHERE value IS NOT NULL
        GROUP BY subject, moment, value HAVING sum(sign * number) <> 0 OR sum(sign * amount) <> 0"""  # noqa: S608 - of fixed parts


COUNTED = [
    Counted(
        "feedback",
        moment="created_at",
        subjects={
            "submission": ("''", HOUR),
            "standing": ("concat_ws('|', category, is_read::text, is_archived::text)", EVER),
            "tag": ("unnest(tags)", EVER),
        },
        amounts={"submission_bytes": "size_bytes::numeric"},
    ),
    Counted(
        "answer_rating",
        moment="feedback_created_at",
        subjects={"rating": ("rating", DAY)},
        amounts={"submission_bytes": "size_bytes::numeric"},
    ),
    Counted(
        "analysis",
        moment="feedback_created_at",
        counts="is_current",
        subjects={
            "finding": (
                "concat_ws('|', sentiment, topic, confidence, method, alert_triggered::text, prompt_version)",
                EVER,
            ),
            **{name: (name, DAY) for name in ("sentiment", "topic", "confidence", "method", "prompt_version")},
            "fallback_reason": ("fallback_reason", DAY),
            "alerted": ("alert_triggered::text", DAY),
            "cached": ("cached::text", DAY),
            "latency_ms": (f"CASE WHEN NOT cached THEN ({_TWO_DIGITS})::text END", DAY),
        },
        amounts={
            "input_tokens": "input_tokens::numeric",
            "output_tokens": "output_tokens::numeric",
            "cost_usd": "cost_usd::numeric",
        },
        facets={
            "prompt_finding": Facet(
                "created_at",
                _of_prompt("concat_ws('|', sentiment, topic, confidence, alert_triggered::text, prompt_version)"),
                number="1",
            ),
            "prompt_latency_ms": Facet(
                "created_at",
                _of_prompt(f"concat_ws('|', {_TWO_DIGITS}, prompt_version)"),
                number="1",
            ),
            "prompt_total_ms": Facet("created_at", _of_prompt("prompt_version"), amount="latency_ms"),
            "prompt_input_tokens": Facet("created_at", _of_prompt("prompt_version"), amount="input_tokens"),
            "prompt_output_tokens": Facet("created_at", _of_prompt("prompt_version"), amount="output_tokens"),
            "prompt_cost_usd": Facet("created_at", _of_prompt("prompt_version"), amount="cost_usd::numeric"),
        },
    ),
    Counted(
        "screenshot",
        moment="feedback_created_at",
        counts="status <> 'REJECTED'",
        subjects={
            "screenshot": ("''", HOUR),
            "screenshot_stored": ("CASE WHEN status = 'STORED' THEN '' END", EVER),
        },
        amounts={"screenshot_bytes": "CASE WHEN status = 'STORED' THEN size_bytes ELSE 0 END::numeric"},
    ),
]

_RECOUNTS = ";\n        ".join(counted.recount for counted in COUNTED)

RECOUNT = f"""
CREATE FUNCTION recount_tallies() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    LOCK TABLE {", ".join(counted.table for counted in COUNTED)} IN SHARE MODE;
    DELETE FROM tally;
    DELETE FROM tally_change;
    {_RECOUNTS};
END $$;"""  # noqa: S608 - of fixed parts

TALLIES = [
    *TABLES,
    *(counted.function for counted in COUNTED),
    *(trigger for counted in COUNTED for trigger in counted.triggers),
    RECOUNT,
]
