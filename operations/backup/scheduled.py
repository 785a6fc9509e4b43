"""What the worker does by itself: a backup every day, the rotation, a trial restore every week."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from kernel.clock import Clock
from ledger.models import LedgerEntry
from ledger.queries import head
from operations import queries
from operations.backup.making import DRAFTS, Made, make_backup
from operations.backup.manifest import Manifest
from operations.backup.restoring import check
from operations.backup.rotation import kept
from operations.backup.trouble import BackupTrouble
from operations.models import BackupRun
from storage.session import Storage

NAME: Final = re.compile(r"interesant-(\d{4}-\d{2}-\d{2})\.zip")
"""What a daily backup is called; the rotation touches nothing else in the folder."""

FORGOTTEN: Final = dt.timedelta(days=1)
"""After so long a draft belongs to a backup that was killed; none takes a day."""


@dataclass(frozen=True)
class Place:
    """Where daily backups are kept, and where the attachments lie that go into them."""

    folder: Path
    shelf: Shelf

    def daily(self) -> dict[dt.date, Path]:
        """The daily backups that are there, by their day."""
        found = {path: NAME.fullmatch(path.name) for path in self.folder.glob("interesant-*.zip")}
        return {dt.date.fromisoformat(match[1]): path for path, match in sorted(found.items()) if match}


def daily_backup(storage: Storage, clock: Clock, place: Place) -> str:
    """Make today's backup unless there is a good one, and let the rotation take old ones away; what happened, in words.

    Raises BackupTrouble, after noting it for the status page; then no old backup is touched.
    """
    today, started_at = clock.today(), clock.now()
    with storage.reading() as session:
        if head(session) is None:
            return "no office yet, nothing to back up"
        if queries.is_done_on(session, "daily", today):
            return "there is a backup of today already"
    target = place.folder / f"interesant-{today}.zip"
    try:
        _prepare(place.folder, started_at)
        _step_aside(target, started_at)
        made = make_backup(storage, clock, target, shelf=place.shelf, force=True)
    except (BackupTrouble, OSError) as trouble:
        note_failure(storage, clock, "daily", started_at, target.name, str(trouble))
        raise BackupTrouble(str(trouble)) from None
    note_backup(storage, clock, "daily", started_at, made)
    gone = _rotate(storage, place)
    return f"{made.size} bytes, {made.manifest.rows} rows; {gone} old backups taken away"


def weekly_check(storage: Storage, clock: Clock, place: Place) -> str:
    """Restore the newest daily backup into a database that is thrown away, once a week; what happened, in words.

    Raises BackupTrouble, after noting it for the status page.
    """
    started_at = clock.now()
    with storage.reading() as session:
        if head(session) is None:
            return "no office yet, nothing to check"
        last = queries.last_check(session, ok=True)
    if last is not None and last.day_on.isocalendar()[:2] == clock.today().isocalendar()[:2]:
        return "a backup was checked this week already"
    newest = max(place.daily().items(), default=None)
    name = newest[1].name if newest else ""
    try:
        if newest is None:
            raise BackupTrouble(f"There is no backup in {place.folder} to be checked.")
        manifest = check(newest[1], scratch=place.folder).manifest
        with storage.reading() as session:
            _check_is_ours(session, manifest)
    except BackupTrouble as trouble:
        note_failure(storage, clock, "check", started_at, name, str(trouble))
        raise
    note_backup(storage, clock, "check", started_at, Made(newest[1], newest[1].stat().st_size, manifest))
    return f"{name} can be restored: {manifest.rows} rows, {manifest.leaf} entries"


def note_failure(storage: Storage, clock: Clock, kind: str, started_at: dt.datetime, name: str, words: str) -> None:
    """Write down what went wrong, for whoever looks at the status page."""
    _write(storage, clock, BackupRun(kind=kind, started_at=started_at, is_ok=False, file_name=name, words=words))


def note_backup(storage: Storage, clock: Clock, kind: str, started_at: dt.datetime, made: Made) -> None:
    """Write down a backup that went well."""
    manifest = made.manifest
    lost = len(manifest.missing_attachments)
    run = BackupRun(
        kind=kind,
        started_at=started_at,
        is_ok=True,
        file_name=made.path.name,
        size_bytes=made.size,
        leaf=manifest.leaf,
        revision=manifest.revision,
        words=f"{lost} attachments are missing or damaged" if lost else "",
    )
    _write(storage, clock, run)


def _write(storage: Storage, clock: Clock, run: BackupRun) -> None:
    run.day_on, run.finished_at = clock.today(), clock.now()
    with storage.writing() as session:
        session.add(run)


def _prepare(folder: Path, now: dt.datetime) -> None:
    """Make the folder, readable by its owner only, and clear away what killed backups left in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for draft in folder.glob(f"{DRAFTS}*"):
        if now.timestamp() - draft.stat().st_mtime > FORGOTTEN.total_seconds():
            shutil.rmtree(draft, ignore_errors=True)


def _step_aside(target: Path, now: dt.datetime) -> None:
    """A file of today that this database knows nothing of: it was restored meanwhile, perhaps by mistake. Keep it."""
    if target.exists():
        target.rename(target.with_name(f"{target.stem}.kept-{now:%H%M%S}.zip"))


def _rotate(storage: Storage, place: Place) -> int:
    """Take away the daily backups whose time has passed; how many."""
    with storage.reading() as session:
        checked = queries.last_check(session, ok=True)
    match = NAME.fullmatch(checked.file_name) if checked else None
    there = place.daily()
    stay = kept(there.keys(), dt.date.fromisoformat(match[1]) if match else None)
    gone = [path for day, path in there.items() if day not in stay]
    for path in gone:
        path.unlink(missing_ok=True)
    return len(gone)


def _check_is_ours(session: Session, manifest: Manifest) -> None:
    """Whether the backup's last entry is one of this office's own record."""
    query = select(LedgerEntry.hash).where(LedgerEntry.leaf == manifest.leaf)
    if session.scalars(query).one_or_none() != manifest.hash:
        raise BackupTrouble("The newest backup is whole, but its record is not that of this office.")
