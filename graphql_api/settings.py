"""Every setting, from the environment or `.env`; `.env.example` lists them for people."""

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

from croniter import croniter
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from graphql_api.errors import StartupError
from graphql_api.setting_files import SettingFiles

DEFAULT_TAGS = (
    "account,accessibility,billing,bug,chat,crash,data,design,docs,export,feature,import,integration,login,mobile,"
    "notifications,performance,praise,pricing,search,security,support,ui,ux,web"
)
# As browsers write them: lower case, no path, no port that goes without saying. `*` is none.
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:\d{1,5})?|https?://\[[0-9a-f:]+\](:\d{1,5})?")
SECRETS = {
    "database_url",
    "api_key",
    "secret_key",
    "redis_url",
    "slack_webhook_url",
    "alert_urls",
    "alert_signing_secret",
    "openai_api_key",
    "openai_base_url",
}
# An address, wherever one begins: those of notification services may hold commas.
ALERT_URL = re.compile(r"(?:^|[\s,]+)(?=[A-Za-z][A-Za-z0-9+.-]*://)")
STORAGE_URL_TAKES = "file:///a/folder, or s3://bucket/prefix?endpoint=https://host&region=name"
S3_OPTIONS = {"region", "endpoint", "virtual_hosted_style_request"}


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
    public_url: str | None = Field(
        default=None, description="an address like https://feedback.example.com; empty: http://HOST:PORT"
    )
    workers: int = Field(default=1, ge=1, le=64, description="a whole number of processes, from 1 to 64")
    worker_in_process: bool = Field(default=True, description="true or false")
    drain_seconds: float = Field(default=2, ge=0, le=8, description="seconds, from 0 to 8")
    trusted_proxy_hops: int = Field(default=0, ge=0, le=10, description="how many proxies are yours, from 0 to 10")
    api_key: SecretStr | None = Field(default=None, min_length=16, description="a key of 16 characters or more")
    secret_key: SecretStr | None = Field(default=None, min_length=32, description="a secret of 32 characters or more")
    cors_origins: str = Field(
        default="", description="origins like https://shop.example with commas between them; empty: none"
    )
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
    storage_url: str | None = Field(
        default=None, description=f"{STORAGE_URL_TAKES}; empty: a folder in FEEDBACK_DATA_DIR"
    )
    openai_api_key: SecretStr | None = Field(default=None, description="a key of the AI provider; empty: no AI")
    openai_base_url: str | None = Field(
        default=None, description="an address like https://host/v1; empty: OpenAI's own"
    )
    openai_model: str = Field(default="gpt-4.1-mini", min_length=1, max_length=200, description="a model's name")
    ai_provider_enabled: bool = Field(default=True, description="true or false")
    ai_timeout_seconds: float = Field(default=5, gt=0, le=120, description="seconds, above 0 and up to 120")
    ai_monthly_budget_usd: float = Field(default=100, ge=0, description="US dollars, 0 or more")
    ai_prices: str = Field(
        default="", description="US dollars per million tokens in and out, as in model=0.40/1.60, with commas between"
    )
    active_prompt_version: str = Field(default="v2", description="a version of graphql_api/analysis/prompts.py")
    canary_prompt_version: str | None = Field(
        default=None, description="a version of graphql_api/analysis/prompts.py; empty: none"
    )
    canary_percent: float = Field(default=0, ge=0, le=100, description="a percentage from 0 to 100")
    ml_model: str = Field(
        default="siebert/sentiment-roberta-large-english",
        min_length=1,
        description="the name or the folder of a transformers model",
    )
    ml_enabled: bool = Field(default=True, description="true or false")
    analysis_wait_ms: int = Field(default=450, ge=0, le=60_000, description="milliseconds, from 0 to 60000")
    cache_max_size: int = Field(default=1000, ge=0, description="a whole number of findings; 0 turns the cache off")
    cache_ttl_seconds: int = Field(default=3600, ge=1, description="whole seconds, 1 or more")
    slack_webhook_url: SecretStr | None = Field(
        default=None, description="an address like https://hooks.slack.com/services/…; empty: none"
    )
    alert_urls: SecretStr | None = Field(
        default=None, description="addresses like https://host/path or discord://id/token, with blanks between them"
    )
    alert_signing_secret: SecretStr | None = Field(
        default=None, min_length=24, description="a secret of 24 characters or more"
    )
    alert_allow_private_networks: bool = Field(default=False, description="true or false")
    silence_alert_hours: int = Field(default=0, ge=0, le=168, description="whole hours, from 0 (off) to 168")
    retention_days: int = Field(default=90, ge=1, le=36_500, description="whole days, from 1 to 36500")
    retention_cron: str = Field(
        default="",
        description="a schedule in UTC of five fields, like 30 3 * * *; empty: nothing is cleaned up by itself",
    )
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

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: str) -> str:
        if not all(ORIGIN.fullmatch(origin) for origin in _split(value)):
            raise ValueError("not origins")
        return value

    @property
    def origins(self) -> frozenset[str]:
        """The origins of other sites whose pages may submit."""
        return frozenset(_split(self.cors_origins))

    @field_validator("slack_webhook_url", "public_url")
    @classmethod
    def _is_web_address(cls, value: SecretStr | str | None) -> SecretStr | str | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value() if isinstance(value, SecretStr) else value)
            # Reading the port raises ValueError where it is none.
            if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
                raise ValueError("not a web address")
        return value

    @field_validator("alert_urls")
    @classmethod
    def _are_addresses(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and ALERT_URL.split(value.get_secret_value().strip())[0]:
            raise ValueError("not addresses")
        return value

    @property
    def alert_addresses(self) -> tuple[str, ...]:
        """The addresses of ALERT_URLS, in order."""
        text = self.alert_urls.get_secret_value().strip() if self.alert_urls else ""
        return tuple(address for address in ALERT_URL.split(text) if address)

    @property
    def links_to(self) -> str:
        """Where people reach the service, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @field_validator("storage_url")
    @classmethod
    def _is_storage(cls, value: str | None) -> str | None:
        if value is not None:
            parts = urlsplit(value)
            options = parse_qs(parts.query, strict_parsing=bool(parts.query))
            is_file = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/") and not options
            is_s3 = parts.scheme == "s3" and bool(parts.hostname) and "@" not in parts.netloc
            if not is_file and not (is_s3 and options.keys() <= S3_OPTIONS):
                raise ValueError("not a storage address")
        return value

    @property
    def storage_address(self) -> str:
        """Where pictures, archives and exports are kept."""
        return self.storage_url or (self.feedback_data_dir.absolute() / "storage").as_uri()

    @field_validator("retention_cron")
    @classmethod
    def _is_schedule(cls, value: str) -> str:
        if value and (len(value.split()) != 5 or not croniter.is_valid(value)):
            raise ValueError("not a schedule")
        return value

    @field_validator("openai_base_url")
    @classmethod
    def _is_http(cls, value: str | None) -> str | None:
        if value is not None and (urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname):
            raise ValueError("not an HTTP address")
        return value

    @property
    def tags(self) -> frozenset[str]:
        """The tags that a submission may carry."""
        return frozenset(_split(self.allowed_tags))

    @property
    def backup_folder(self) -> Path:
        """Where backups go, and are looked for."""
        return self.backup_dir or self.feedback_data_dir / "backups"

    @property
    def max_body_bytes(self) -> int:
        """The largest request body: a screenshot as base64, and a quarter of a mebibyte of words around it."""
        return self.max_screenshot_bytes * 4 // 3 + 256 * 1024


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


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
