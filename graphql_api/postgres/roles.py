"""What the database lets whom do: the owner migrates, the app reads and writes, analysts read."""

import asyncpg

from graphql_api.postgres.outage import is_outage

CONNECT_SECONDS = 5
# What analysts may read. A new table is in neither list until somebody decides, and a test asks for that.
FOR_ANALYSTS = (
    "ai_spend",
    "alert",
    "alert_delivery",
    "alert_feedback",
    "alert_notice",
    "alert_tally",
    "analysis",
    "analysis_tally",
    "answer_rating",
    "answer_rating_change",
    "cleanup_run",
    "feedback",
    "reanalysis",
    "screenshot",
    "session",
    "tally",
    "tally_change",
    "triage_change",
    "upkeep",
)
NOT_FOR_ANALYSTS = (
    "aerich",
    "alert_attempt",
    "alert_channel",
    "analysis_retry",
    "api_key",
    "audit_record",
    "erased_session",
    "export",
    "login",
    "object_deletion",
    "part_state",
    "pgqueuer",
    "pgqueuer_log",
    "pgqueuer_schedules",
    "pgqueuer_statistics",
    "tombstone",
)


# To grant what is somebody else's is no error for PostgreSQL: it warns, and grants nothing.
IS_OWNER = "SELECT bool_and(pg_has_role(tableowner, 'USAGE')) FROM pg_tables WHERE schemaname = 'public'"


class RolesError(Exception):
    """The roles cannot be given their rights; the message is one line that says what to do."""


def grants(*, app: str | None, analytics: str | None) -> list[str]:
    """The statements that give each role its rights and no others, safe to run again after every migration."""
    statements = []
    if app is not None:
        role = _quoted(app)
        statements += [
            f"GRANT USAGE ON SCHEMA public TO {role}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            f"REVOKE INSERT, UPDATE, DELETE ON aerich FROM {role}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        ]
    if analytics is not None:
        role = _quoted(analytics)
        statements += [
            f"GRANT USAGE ON SCHEMA public TO {role}",
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
            f"GRANT SELECT ON {', '.join(FOR_ANALYSTS)} TO {role}",
        ]
    return statements


async def give_rights(url: str, *, app: str | None, analytics: str | None) -> None:
    """Run `grants` as the tables' owner, in one transaction.

    Raises:
        RolesError: the database does not answer, a role or table is not there, or the tables are somebody else's.
    """
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_SECONDS)
    except Exception as error:
        if not is_outage(error) and not isinstance(error, asyncpg.PostgresError):
            raise
        raise RolesError(f"the database cannot be reached ({type(error).__name__})") from error
    try:
        if await connection.fetchval(IS_OWNER) is False:
            raise RolesError("this user does not own the tables: use the DATABASE_URL of their owner")
        async with connection.transaction():
            for statement in grants(app=app, analytics=analytics):
                await connection.execute(statement)
    except asyncpg.UndefinedObjectError as error:
        raise RolesError("one of the roles does not exist: CREATE ROLE … LOGIN PASSWORD … first") from error
    except asyncpg.UndefinedTableError as error:
        raise RolesError("the schema is not at head: run `feedback migrate` first") from error
    finally:
        await connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
