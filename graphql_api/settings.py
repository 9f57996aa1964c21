"""Every setting, from the environment or `.env`; `.env.example` lists them for people."""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from graphql_api.errors import StartupError
from graphql_api.setting_files import SettingFiles

DEFAULT_TAGS = (
    "account,accessibility,billing,bug,chat,crash,data,design,docs,export,feature,import,integration,login,mobile,"
    "notifications,performance,praise,pricing,search,security,support,ui,ux,web"
)
SECRETS = {"database_url", "api_key", "secret_key", "redis_url"}


class Settings(BaseSettings):
    """What the operator chose. Each description says what the setting takes, for the error line."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    database_url: str | None = Field(
        default=None, description="an address like postgresql://user:password@host:5432/database; empty: embedded"
    )
    database_pool_size: int = Field(default=10, ge=2, le=100, description="a whole number from 2 to 100")
    allow_unsafe_database: bool = Field(default=False, description="true or false")
    feedback_data_dir: Path = Field(default=Path(".data"), description="a folder")
    backup_dir: Path | None = Field(default=None, description="a folder; empty: backups in FEEDBACK_DATA_DIR")
    backup_public_key: str | None = Field(
        default=None, pattern="^age1[a-z0-9]+$", description="an age public key, age1…; empty: not encrypted"
    )
    host: str = Field(default="127.0.0.1", description="an address to listen on")
    port: int = Field(default=8000, ge=1, le=65535, description="a whole number from 1 to 65535")
    workers: int = Field(default=1, ge=1, le=64, description="a whole number of processes, from 1 to 64")
    worker_in_process: bool = Field(default=True, description="true or false")
    drain_seconds: float = Field(default=2, ge=0, le=8, description="seconds, from 0 to 8")
    trusted_proxy_hops: int = Field(default=0, ge=0, le=10, description="how many proxies are yours, from 0 to 10")
    api_key: SecretStr | None = Field(default=None, min_length=16, description="a key of 16 characters or more")
    secret_key: SecretStr | None = Field(default=None, min_length=32, description="a secret of 32 characters or more")
    allowed_tags: str = Field(default=DEFAULT_TAGS, description="tags with commas between them")
    submissions_per_hour: int = Field(default=5, ge=1, description="a whole number, 1 or more")
    answer_ratings_per_hour: int = Field(default=100, ge=1, description="a whole number, 1 or more")
    requests_per_minute_per_key: int = Field(default=100, ge=1, description="a whole number, 1 or more")
    redis_url: str | None = Field(
        default=None, description="an address like redis://host:6379/0; empty: on this machine"
    )
    spool_max_bytes: int = Field(default=1024**3, ge=1024**2, description="a number of bytes, 1048576 or more")
    max_screenshot_bytes: int = Field(
        default=5 * 1024 * 1024, ge=1024, le=100 * 1024 * 1024, description="a number of bytes, at most 104857600"
    )
    ml_enabled: bool = Field(default=True, description="true or false")
    analysis_wait_ms: int = Field(default=450, ge=0, le=60_000, description="milliseconds, from 0 to 60000")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="DEBUG, INFO, WARNING or ERROR"
    )
    log_format: Literal["json", "console"] = Field(default="json", description="json or console")
    otel_exporter_otlp_endpoint: str | None = Field(
        default=None, description="an address like http://collector:4318; empty: no traces"
    )
    development: bool = Field(default=False, description="true or false")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment, then files that it names, then `.env`."""
        return init_settings, env_settings, SettingFiles(settings_cls), dotenv_settings

    @field_validator("database_url")
    @classmethod
    def _is_postgres(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgres://")):
            raise ValueError("not a PostgreSQL address")
        return value

    @field_validator("redis_url")
    @classmethod
    def _is_redis(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            # Reading the port raises ValueError where it is none.
            if parts.scheme not in {"redis", "rediss"} or not parts.hostname or parts.port == 0:
                raise ValueError("not a Redis address")
        return value

    @property
    def tags(self) -> frozenset[str]:
        """The tags that a submission may carry."""
        return frozenset(tag.strip() for tag in self.allowed_tags.split(",") if tag.strip())

    @property
    def backup_folder(self) -> Path:
        """Where backups go, and are looked for."""
        return self.backup_dir or self.feedback_data_dir / "backups"

    @property
    def max_body_bytes(self) -> int:
        """The largest request body: a screenshot as base64, and a quarter of a mebibyte of words around it."""
        return self.max_screenshot_bytes * 4 // 3 + 256 * 1024


def read_settings(**overrides: Any) -> Settings:
    """Read the environment and `.env`.

    Raises:
        StartupError: one line that names the first wrong setting, its value (never a secret's) and what it takes.
    """
    try:
        return Settings(**overrides)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        name = str(wrong["loc"][0])
        shown = "" if name in SECRETS else f"={wrong['input']}"
        raise StartupError(f"{name.upper()}{shown} is wrong: it takes {_takes(name)}.") from None


def _takes(name: str) -> str:
    field = Settings.model_fields.get(name)
    return field.description or "another value" if field else "another value"
