"""Every setting of the program, typed, in one place. They come from the environment and from nowhere else."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.headerregistry import Address
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from sqlalchemy.exc import ArgumentError

from storage.engine import normalised
from web.logs import FORMATS
from web.mail_settings import ADDRESS, BadMail, MailServer, sender_of, server_of
from web.openid_settings import BadOpenId, OpenIdClient, check_local, client_of

PREFIX: Final = "INTERESANT_"
SHORTEST_SECRET: Final = 32
"""Characters; 32 of a random text are more than 128 bits."""
INSTANCE: Final = Path(__file__).resolve().parent.parent / "instance"

_ENVIRONMENT_ONLY: Final = frozenset(
    {"INTERESANT_REFERENCE_DATA", "INTERESANT_TEST_POSTGRES_URL", "INTERESANT_TEST_INSTALL", "INTERESANT_TEST_FUZZ"}
)
"""Read by the tests, not by the program."""


class BadSetting(Exception):
    """A setting is unknown or has an impossible value; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class Settings:
    """The settings with their defaults. A field ``x_y`` is read from ``INTERESANT_X_Y``."""

    database_url: str = f"sqlite:///{INSTANCE / 'interesant.sqlite'}"
    secret_key: str = ""
    data_folder: str = str(INSTANCE)
    backup_folder: str = ""
    mail_url: str = ""
    mail_from: str = ""
    mail_password_file: str = ""
    mail_ca_file: str = ""
    clamd: str = ""
    attachment_megabytes: int = 10
    metrics_token: str = ""
    public_url: str = ""
    secure_cookies: bool = False
    sign_in_hours: int = 10
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret_file: str = ""
    oidc_trusted: str = ""
    local_sign_in: str = "everybody"
    idle_minutes: int = 0
    seal_seconds: int = 60
    seal_key_file: str = ""
    follow_up_days: int = 7
    anchor_folder: str = ""
    anchor_mail: str = ""
    silence_hours: int = 2
    filings_per_hour: int = 60
    filings_per_day: int = 300
    voices_per_day: int = 3_000
    trusted_proxies: int = 0
    log_format: str = "json"
    testing: bool = False

    def __post_init__(self) -> None:
        """Check every value; raises BadSetting."""
        _check_database(self.database_url)
        _check_public_url(self.public_url)
        _check_mail(self)
        _check_openid(self)
        _check_scanner(self.clamd)
        _check_range("ATTACHMENT_MEGABYTES", self.attachment_megabytes, 1, 100)
        _check_range("SIGN_IN_HOURS", self.sign_in_hours, 1, 24)
        _check_range("IDLE_MINUTES", self.idle_minutes, 0, 24 * 60)
        _check_range("SEAL_SECONDS", self.seal_seconds, 0, 60)
        _check_range("FOLLOW_UP_DAYS", self.follow_up_days, 0, 45)
        if self.anchor_mail and not ADDRESS.fullmatch(self.anchor_mail):
            raise BadSetting(f"{PREFIX}ANCHOR_MAIL must be one e-mail address, not {self.anchor_mail!r}")
        _check_range("SILENCE_HOURS", self.silence_hours, 1, 24)
        for name in ("filings_per_hour", "filings_per_day", "voices_per_day"):
            _check_range(name.upper(), getattr(self, name), 0, 1_000_000)
        _check_range("TRUSTED_PROXIES", self.trusted_proxies, 0, 5)
        if self.log_format not in FORMATS:
            raise BadSetting(f"{PREFIX}LOG_FORMAT must be json or text, not {self.log_format!r}")
        if self.secret_key and len(self.secret_key) < SHORTEST_SECRET:
            raise BadSetting(
                f"{PREFIX}SECRET_KEY is shorter than {SHORTEST_SECRET} characters; "
                'make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
            )

    @cached_property
    def mail_sender(self) -> Address:
        """Who sends all mail."""
        return sender_of(self.mail_from, self.mail_url)

    @cached_property
    def openid(self) -> OpenIdClient | None:
        """The office's identity provider, None where nobody signs in through one."""
        return client_of(self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret_file, self.oidc_trusted)

    @cached_property
    def mail_server(self) -> MailServer | None:
        """The mail server, None when mail goes into files of the data folder."""
        return server_of(self.mail_url, self.mail_sender, self.mail_password_file, self.mail_ca_file)


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment. Raises BadSetting for an unknown name or a bad value."""
    environment = os.environ if environment is None else environment
    given = {key: value for key, value in environment.items() if key.startswith(PREFIX)}
    known = {PREFIX + field.name.upper(): field for field in fields(Settings) if field.name != "testing"}
    unknown = sorted(given.keys() - known.keys() - _ENVIRONMENT_ONLY)
    if unknown:
        raise BadSetting(f"{unknown[0]} is not a setting of this program; the settings are: {', '.join(sorted(known))}")
    values: dict[str, Any] = {
        field.name: _typed(name, given[name], str(field.type)) for name, field in known.items() if name in given
    }
    if "secure_cookies" not in values:
        values["secure_cookies"] = values.get("public_url", "").startswith("https://")
    if not values.get("secret_key"):
        values["secret_key"] = _local_secret(values.get("database_url", Settings.database_url))
    return Settings(**values)


def _typed(name: str, text: str, kind: str) -> Any:
    if kind == "int":
        try:
            return int(text)
        except ValueError:
            raise BadSetting(f"{name} must be a whole number, not {text!r}") from None
    if kind == "bool":
        words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}
        if text.lower() not in words:
            raise BadSetting(f"{name} must be yes or no, not {text!r}")
        return words[text.lower()]
    return text


def _check_database(url: str) -> None:
    try:
        driver = normalised(url).drivername
    except (ArgumentError, ValueError):
        driver = ""
    if driver not in {"sqlite", "postgresql+psycopg"}:
        raise BadSetting(
            f"{PREFIX}DATABASE_URL must begin with sqlite:/// or postgresql://, for example "
            "postgresql://interesant:PASSWORD@localhost/interesant"
        )


def _check_public_url(url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    is_address = parts.scheme in {"http", "https"} and parts.netloc and parts.path in {"", "/"}
    if url and not (is_address and not parts.query and not parts.fragment):
        raise BadSetting(f"{PREFIX}PUBLIC_URL must look like https://opinie.example.pl, without a path; it is {url!r}")


def _check_mail(settings: Settings) -> None:
    try:
        settings.mail_server  # noqa: B018 - reading it is the check
        settings.mail_sender  # noqa: B018
    except BadMail as bad:
        raise BadSetting(f"{PREFIX}{bad}") from None


def _check_openid(settings: Settings) -> None:
    try:
        check_local(settings.local_sign_in, has_client=settings.openid is not None)
    except BadOpenId as bad:
        raise BadSetting(f"{PREFIX}{bad}") from None


def _check_scanner(address: str) -> None:
    if address and not re.fullmatch(r"unix:/.+|tcp:[^:/\s]+:[0-9]{1,5}", address):
        raise BadSetting(
            f"{PREFIX}CLAMD must look like unix:/run/clamav/clamd.ctl or tcp:127.0.0.1:3310, not {address!r}"
        )


def _check_range(name: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise BadSetting(f"{PREFIX}{name} must be from {low} to {high}, not {value}")


def _local_secret(database_url: str) -> str:
    """A key made once beside a local SQLite file, readable by its owner only. Elsewhere the key must be given."""
    url = normalised(database_url) if database_url else None
    if url is None or url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise BadSetting(
            f'{PREFIX}SECRET_KEY is not set; make one with: python3 -c "import secrets; print(secrets.token_hex(32))"'
        )
    path = Path(url.database).resolve().parent / "secret_key"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _make_secret(path)
        secret = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise BadSetting(
            f"the folder {path.parent} cannot be written ({error.strerror}); set {PREFIX}DATABASE_URL"
        ) from None
    if len(secret) < SHORTEST_SECRET:
        raise BadSetting(f"the key in {path} is damaged: bring it back from a backup, or set {PREFIX}SECRET_KEY")
    return secret


def _make_secret(path: Path) -> None:
    """Make the key, whole or not at all; where two programs start at once, the first one's key stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
