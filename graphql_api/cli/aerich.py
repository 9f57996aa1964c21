"""What plain `aerich` needs to know, by [tool.aerich] in pyproject.toml: which database it works on.

Nothing else imports this: without a DATABASE_URL it starts the embedded PostgreSQL, for the life of the process.
"""

import atexit
import sys
from typing import Any

from graphql_api.errors import StartupError
from graphql_api.postgres.connect import tortoise_config
from graphql_api.postgres.embedded import EmbeddedPostgres, EmbeddedPostgresError
from graphql_api.settings import read_settings

# With --offline aerich compares the models with the last migration file, and connects to nothing.
NOWHERE = "postgresql:///offline"


def _config(arguments: list[str]) -> dict[str, Any]:
    try:
        settings = read_settings()
        if settings.database_url is not None:
            return tortoise_config(settings.database_url)
        if "--offline" in arguments:
            return tortoise_config(NOWHERE)
        postgres = EmbeddedPostgres(settings.feedback_data_dir / "postgres")
        url = postgres.start()
    except (StartupError, EmbeddedPostgresError) as error:
        sys.stderr.write(f"aerich: {error}\n")
        raise SystemExit(1) from None
    atexit.register(postgres.stop)
    return tortoise_config(url)


TORTOISE_ORM = _config(sys.argv)
