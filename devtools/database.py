"""Which database a local start uses, and whether sample data may go there."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from devtools.environment import writable
from devtools.places import INSTANCE

SQLITE = "sqlite:///"
DEVELOPMENT_KEY = "development_seal_key.pem"
"""The key of seals on this machine; an office of its own has one elsewhere, and the setting names it."""


def settings(database: str | None, *, instance: Path = INSTANCE) -> dict[str, str]:
    """The environment of the program: what is set already stays, the rest gets its local value.

    An option wins over INTERESANT_DATABASE_URL, which wins over SQLite in instance/.
    """
    writable(instance)
    _private(instance)
    environment = dict(os.environ)
    default = SQLITE + (instance / "interesant.sqlite").as_posix()
    chosen = database or environment.get("INTERESANT_DATABASE_URL") or default
    environment["INTERESANT_DATABASE_URL"] = _from_here(chosen)
    environment.setdefault("INTERESANT_SECRET_KEY", _secret(instance / "secret_key"))
    environment.setdefault("INTERESANT_SEAL_KEY_FILE", str(instance / DEVELOPMENT_KEY))
    environment.setdefault("INTERESANT_LOG_FORMAT", "text")
    environment.setdefault("PYTHONUTF8", "1")
    return environment


def sqlite_file(url: str) -> Path | None:
    """The file behind a SQLite address; None for PostgreSQL and for a database in memory."""
    if not url.startswith(SQLITE):
        return None
    name = url[len(SQLITE) :].partition("?")[0]
    return Path(name) if name and name != ":memory:" else None


def _private(folder: Path) -> None:
    """What residents wrote lies in here: other users of the machine cannot read it, as far as it is ours to say."""
    with contextlib.suppress(OSError):
        folder.chmod(0o700)


def _from_here(url: str) -> str:
    """A relative SQLite file belongs to the folder the command was typed in, wherever the program then runs."""
    file = sqlite_file(url)
    if file is None or file.is_absolute():
        return url
    return SQLITE + url[len(SQLITE) :].replace(str(file), file.absolute().as_posix(), 1)


def missing_seal_key(environment: dict[str, str]) -> Path | None:
    """The file of the development key, where it is to be used and is not there yet."""
    file = Path(environment.get("INTERESANT_SEAL_KEY_FILE", ""))
    return file if file.name == DEVELOPMENT_KEY and not file.exists() else None


def remove(file: Path) -> None:
    """Take away a database this start made itself and could not fill, with its write-ahead log."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{file}{suffix}").unlink(missing_ok=True)


def _secret(file: Path) -> str:
    """The secret of this machine, made at the first start and readable by its owner only."""
    if not file.exists():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as target:
            target.write(secrets.token_urlsafe(48))
    return file.read_text(encoding="ascii").strip()
