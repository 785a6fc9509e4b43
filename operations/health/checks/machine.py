"""Checks of the machine: room on its disks, its clock, who may read the files."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import select, text

from ledger.models import LedgerHead
from operations.health.finding import Finding, Look, fine, late, soon
from storage.engine import normalised

MEGABYTE: Final = 1024 * 1024
FULL_MEGABYTES: Final = 200
"""Ours: below it a day's backup or a large attachment may no longer fit, and PostgreSQL stops when its log does not."""

SHORT_MEGABYTES: Final = 2_000
"""Ours: several backups of a middle town's office; weeks to act."""

APART: Final = dt.timedelta(seconds=30)
"""Ours: clocks that are kept by the network differ by milliseconds; half a minute means that one is not."""


def disk(look: Look) -> Finding:
    """There is room where data and database lie. Megabytes of the fuller disk."""
    free = min(shutil.disk_usage(folder).free for folder in _folders(look)) // MEGABYTE
    if free < FULL_MEGABYTES:
        return late("disk.full", megabytes=free)
    return soon("disk.short", megabytes=free) if free < SHORT_MEGABYTES else fine("disk.fine", megabytes=free)


def files(look: Look) -> Finding:
    """The data folder can be written, and nobody else can read it or a SQLite database."""
    folder = Path(look.settings.data_folder)
    if not folder.is_dir():
        return late("files.none", folder=str(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        return late("files.unwritable", folder=str(folder))
    for path in _private(look, folder):
        if os.name != "nt" and path.stat().st_mode & 0o007:
            return late("files.open", path=str(path))
    return fine("files.fine", folder=str(folder))


def clock(look: Look) -> Finding:
    """The clock is not behind the last entry of the record, and agrees with the database's own."""
    now = look.clock.now()
    with look.reading() as session:
        last = session.scalar(select(LedgerHead.recorded_at))
        is_postgresql = session.get_bind().dialect.name == "postgresql"
        theirs = session.scalar(text("SELECT clock_timestamp()")) if is_postgresql else now
    if last is not None and last > now:
        return late("clock.behind", minutes=int((last - now).total_seconds() // 60))
    if theirs is not None and abs(theirs - now) > APART:
        return late("clock.apart", seconds=int(abs(theirs - now).total_seconds()))
    return fine("clock.fine")


def _folders(look: Look) -> Iterator[Path]:
    """The data folder, and the folder of a SQLite database; of each the nearest one that exists."""
    wanted = [Path(look.settings.data_folder).resolve()]
    file = sqlite_file(look)
    wanted += [file.parent] if file else []
    for folder in wanted:
        yield next(place for place in (folder, *folder.parents) if place.exists())


def _private(look: Look, folder: Path) -> Iterator[Path]:
    yield folder
    yield from (place for place in (folder / "attachments", folder / "backups") if place.exists())
    file = sqlite_file(look)
    if file is not None and file.exists():
        yield file


def sqlite_file(look: Look) -> Path | None:
    """The file of a SQLite database."""
    url = normalised(look.settings.database_url)
    return Path(url.database).resolve() if url.get_backend_name() == "sqlite" and url.database else None
