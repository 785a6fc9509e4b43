"""Checks of what the program was told: its address, its key, its time zone data."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from kernel.clock import WARSAW
from office.queries import the_office
from operations.health.finding import Finding, Look, fine, late, neutral, soon
from storage.engine import normalised

FEWEST_CHARACTERS: Final = 10
"""Ours: 32 random hexadecimal digits hold fewer than ten different ones once in a million keys; typed ones often do."""

HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def address(look: Look) -> Finding:
    """Public address, HTTPS, cookies and proxies say the same."""
    settings = look.settings
    parts = urlsplit(settings.public_url)
    if not settings.public_url:
        return soon("address.none")
    if parts.scheme == "http":
        return fine("address.here") if parts.hostname in HERE else late("address.plain", url=settings.public_url)
    if not settings.secure_cookies:
        return late("address.cookies", url=settings.public_url)
    if not settings.trusted_proxies:
        return soon("address.proxies", url=settings.public_url)
    return fine("address.fine", url=settings.public_url)


def key(look: Look) -> Finding:
    """The secret key cannot be guessed, and where it is a file nobody else reads it."""
    if len(set(look.settings.secret_key)) < FEWEST_CHARACTERS:
        return late("key.weak")
    file = _key_file(look)
    if file is not None and file.stat().st_mode & 0o077:
        return late("key.open", file=str(file))
    return fine("key.fine")


def zones(_look: Look) -> Finding:
    """The machine knows when it is summer in Warsaw: last days of cases depend on it."""
    summer = dt.datetime(2026, 7, 1, 12, tzinfo=WARSAW).utcoffset()
    winter = dt.datetime(2026, 12, 1, 12, tzinfo=WARSAW).utcoffset()
    right = (summer, winter) == (dt.timedelta(hours=2), dt.timedelta(hours=1))
    return fine("zones.fine") if right else late("zones.wrong")


def sample(look: Look) -> Finding:
    """The sample office, whose passwords everybody knows, is not where others can reach it."""
    with look.reading() as session:
        office = the_office(session)
    if office is None or not office.is_sample:
        return fine("sample.none")
    host = urlsplit(look.settings.public_url).hostname
    return late("sample.public", url=look.settings.public_url) if host and host not in HERE else neutral("sample.here")


def _key_file(look: Look) -> Path | None:
    """The key beside a local SQLite file, if it is from there that the key comes."""
    url = normalised(look.settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    file = Path(url.database).resolve().parent / "secret_key"
    return file if file.is_file() else None
