"""Every setting, read once from the environment; a wrong one stops the start with one plain sentence."""

import os
import re
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from tempfile import NamedTemporaryFile
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from core.errors import WrongSetting

_A_DATABASE = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
_LAST_PORT = 65_535


class Settings(BaseSettings):
    """What this process was told; see the table in README.md for what each variable does."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite:///textbank.db", repr=False)
    broker_url: str = Field(default="", repr=False)
    public_url: str = "http://localhost:8000"
    secret_key: SecretStr = SecretStr("")
    link_base_url: str = ""
    port: int = 8000
    log_level: str = "info"
    sentry_dsn: SecretStr = SecretStr("")
    metrics_token: SecretStr = SecretStr("")
    smtp_url: SecretStr = SecretStr("")

    slack_bot_token: SecretStr = SecretStr("")
    slack_signing_secret: SecretStr = SecretStr("")
    slack_app_token: SecretStr = SecretStr("")
    slack_client_id: str = ""
    slack_client_secret: SecretStr = SecretStr("")
    slack_api_base_url: str = "https://slack.com/api/"

    twilio_account_sid: str = ""
    twilio_auth_token: SecretStr = SecretStr("")
    twilio_api_key: str = ""
    twilio_api_secret: SecretStr = SecretStr("")
    twilio_messaging_service_sid: str = ""
    twilio_from_number: str = ""
    twilio_api_base_url: str = "https://api.twilio.com"

    @field_validator("port", mode="before")
    @classmethod
    def _is_a_port(cls, value: str | int) -> int:
        if not str(value).isdecimal() or not 1 <= int(value) <= _LAST_PORT:
            raise ValueError(f"a number from 1 to {_LAST_PORT}")
        return int(value)

    @field_validator("public_url", "link_base_url", "twilio_api_base_url", "slack_api_base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if value and not value.startswith(("http://", "https://")):
            raise ValueError("an address that begins with http:// or https://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_a_known_database(cls, value: str) -> str:
        value = value.replace("postgres://", "postgresql://", 1)
        if not value.startswith(("sqlite://", "postgresql://")):
            raise ValueError(_A_DATABASE)
        return _parsed(value)

    @field_validator("broker_url")
    @classmethod
    def _is_a_known_broker(cls, value: str) -> str:
        if value and not value.startswith(("redis://", "rediss://", "amqp://", "amqps://")):
            raise ValueError("empty (in-process), redis://HOST or amqp://HOST")
        return value

    @field_validator("log_level")
    @classmethod
    def _is_a_known_level(cls, value: str) -> str:
        if value.lower() not in {"debug", "info", "warning", "error"}:
            raise ValueError("debug, info, warning or error")
        return value.lower()

    @model_validator(mode="after")
    def _https_needs_a_key(self) -> Self:
        if self.public_url.startswith("https://") and not self.secret_key.get_secret_value():
            raise WrongSetting(
                "SECRET_KEY", given="nothing", expected="a long random text, because PUBLIC_URL is https"
            )
        return self

    @model_validator(mode="after")
    def _one_way_into_slack(self) -> Self:
        secret = self.slack_client_secret.get_secret_value()
        if bool(self.slack_client_id) != bool(secret):
            missing = "SLACK_CLIENT_SECRET" if self.slack_client_id else "SLACK_CLIENT_ID"
            raise WrongSetting(
                missing, given="nothing", expected="the one of the pair that is set: both or none"
            )
        if secret and self.slack_bot_token.get_secret_value():
            raise WrongSetting(
                "SLACK_BOT_TOKEN",
                given="(hidden)",
                expected="nothing, because SLACK_CLIENT_ID is set and each workspace brings its own token; "
                "for one workspace alone, drop SLACK_CLIENT_ID and SLACK_CLIENT_SECRET",
            )
        return self

    @property
    def many_workspaces(self) -> bool:
        """Whether each workspace installs the app by OAuth; else there is one, by its token."""
        return bool(self.slack_client_id)

    @property
    def embedded(self) -> bool:
        """Whether the engine and the clock live in the web process (one machine, no broker)."""
        return not self.broker_url

    @property
    def links_url(self) -> str:
        """The base of tracked links, without a closing slash."""
        return self.link_base_url or f"{self.public_url}/l"

    @property
    def sends_texts(self) -> bool:
        """Whether Twilio's account and a sender are known."""
        sender = self.twilio_messaging_service_sid or self.twilio_from_number
        return bool(self.twilio_account_sid and self.twilio_auth_tokens and sender)

    @property
    def twilio_auth_tokens(self) -> list[str]:
        """The tokens that Twilio may sign with: one, or two parted by a comma while they are being changed.

        The first one is ours to call with.
        """
        given = self.twilio_auth_token.get_secret_value().split(",")
        return [token.strip() for token in given if token.strip()]

    def signing_key(self) -> str:
        """Return the key that signs sessions and links; made once and kept beside an SQLite database."""
        given = self.secret_key.get_secret_value()
        return given or _kept_key(self.database_url)


def read_settings(**given: Any) -> Settings:
    """Read the environment.

    Args:
        given: values that win over the environment, by field name; for tests and the demo.

    Raises:
        WrongSetting: a variable cannot be used; says which, what was given and what is expected.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        problem = error.errors()[0]
        name = "_".join(str(part) for part in problem["loc"]).upper()
        reason = problem.get("ctx", {}).get("error") or problem["msg"]
        secret = any(word in name for word in ("TOKEN", "SECRET", "KEY", "DSN", "SMTP"))
        raise WrongSetting(
            name,
            given="(hidden)" if secret else _without_password(str(problem["input"])),
            expected=str(reason),
        ) from None


def _without_password(value: str) -> str:
    return re.sub(r"(//[^:/@]*):.*@", r"\1:***@", value)


def _parsed(database_url: str) -> str:
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        name = make_url(database_url).database
    except (ArgumentError, ValueError):  # they quote the address, password and all
        raise ValueError(_A_DATABASE) from None
    if not name or name == ":memory:":  # each connection would see a database of its own
        raise ValueError(_A_DATABASE)
    return database_url


def _kept_key(database_url: str) -> str:
    place = (
        Path(database_url.removeprefix("sqlite:///"))
        if database_url.startswith("sqlite")
        else Path("textbank")
    )
    file = place.with_name(".secret-key")
    try:
        if not file.exists():
            _make_key(file)
        return file.read_text().strip()
    except OSError as problem:
        expected = f"a long random text, because none can be kept in {file.parent}: {problem.strerror}"
        raise WrongSetting("SECRET_KEY", given="nothing", expected=expected) from None


def _make_key(file: Path) -> None:
    """Write a new key that is whole when it gets its name, since others may look for it at this moment."""
    with NamedTemporaryFile("w", dir=file.parent, prefix=".secret-key-") as new:
        new.write(token_urlsafe(48))
        new.flush()
        with suppress(FileExistsError):  # another process was first; its key is the one
            os.link(new.name, file)
