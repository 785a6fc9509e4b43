"""Restoring: everything proved before anything stays."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from attachments.rules import FileRefused
from attachments.shelf import Shelf
from kernel.clock import Clock, SystemClock
from kernel.version import VERSION
from ledger import triggers
from ledger.verify import Walk, verify
from office.actions.sessions import end_what_was_restored
from operations.backup.archive import Reader, opened
from operations.backup.files import put
from operations.backup.loading import load
from operations.backup.making import DRAFTS, OnStep, silent
from operations.backup.manifest import Manifest
from operations.backup.shapes import BOOKKEEPING
from operations.backup.trouble import BackupTrouble, Damaged
from storage import migrate
from storage.session import Storage


@dataclass(frozen=True)
class Restored:
    """What was restored: into which database version, rows loaded, and where the record ends now.

    ``sessions`` and ``codes``: how many came back open and were ended.
    """

    manifest: Manifest
    revision: str
    rows: int
    replaced: int
    erased: int
    leaf: int
    hash: str
    sessions: int = 0
    codes: int = 0
    new_attachments: int = 0


MACHINE: Final = SystemClock()
"""For callers without a clock of their own."""

Again = Callable[[Session], int]
"""Erases what came back although it had been erased after the backup; how many cases."""


def nothing_again(_session: Session) -> int:
    """For a backup nobody erased anything after."""
    return 0


def restore(
    storage: Storage,
    source: Path,
    *,
    shelf: Shelf | None,
    clock: Clock = MACHINE,
    again: Again = nothing_again,
    on_step: OnStep = silent,
) -> Restored:
    """Bring a backup back into an empty database, all of it or nothing, and migrate it to this program's version.

    ``shelf``: where attachments go; None: they are only verified. Sessions and one-time codes end with it. Raises
    BackupTrouble with the reason; then the database is as empty as before.
    """
    with _whole(source) as reader:
        _check_revision(reader.manifest)
        on_step("checksums")
        reader.verify()
        added: list[Path] = []
        try:
            with storage.engine.execution_options(writing=True).begin() as connection:
                restored = _into(connection, reader, clock, again, on_step)
                if shelf is not None:
                    _put_attachments(reader, shelf, added)
        except BaseException:
            for path in added:
                path.unlink(missing_ok=True)
            raise
    return Restored(**{**vars(restored), "new_attachments": len(added)})


def check(
    source: Path, *, scratch: Path | None = None, again: Again = nothing_again, on_step: OnStep = silent
) -> Restored:
    """The same into a database that is thrown away: whether this backup could be restored.

    ``scratch``: a folder with room for it; None: the system's folder for passing things. Raises BackupTrouble.
    """
    with tempfile.TemporaryDirectory(prefix=DRAFTS, dir=scratch) as folder:
        database = Storage(f"sqlite:///{Path(folder) / 'scratch.sqlite'}")
        try:
            return restore(database, source, shelf=None, again=again, on_step=on_step)
        finally:
            database.close()


@contextmanager
def _whole(source: Path) -> Iterator[Reader]:
    """The backup for reading; what goes wrong with it or with the database becomes one sentence."""
    try:
        with opened(source) as reader:
            yield reader
    except Damaged as damage:
        raise Damaged(f"{source} is no whole backup: {damage}.") from None
    except OSError as error:
        raise BackupTrouble(
            f"{error.filename or source} cannot be read or written: {error.strerror or error}."
        ) from None
    except FileRefused:
        raise BackupTrouble("There is no room on the disk for the attachments; make room and restore again.") from None
    except DBAPIError as error:
        raise BackupTrouble(f"The database refuses: {str(error.orig).splitlines()[0]}.") from None


def _check_revision(manifest: Manifest) -> None:
    if manifest.revision not in migrate.known():
        raise BackupTrouble(
            f"This backup has database version {manifest.revision}, made by program version {manifest.program}; this "
            f"one is {VERSION} and knows database versions up to {migrate.newest()}. Install program version "
            f"{manifest.program} or a newer one and restore with it."
        )


def _into(connection: Connection, reader: Reader, clock: Clock, again: Again, on_step: OnStep) -> Restored:
    manifest = reader.manifest
    _make_room(connection)
    on_step(f"tables of database version {manifest.revision}")
    migrate.upgrade_within(connection, manifest.revision)
    loaded = load(connection, reader)
    on_step(f"{loaded.rows} rows loaded")
    migrate.upgrade_within(connection)
    if absent := triggers.missing(connection):
        raise BackupTrouble(f"The locks on the record are missing after the migration: {', '.join(absent)}.")
    with Session(connection) as session:
        on_step("the record")
        end = _proved(session, manifest)
        erased = again(session)
        if erased:
            on_step(f"cases erased again: {erased}")
            end = verify(session)
        sessions, codes = end_what_was_restored(session, clock)
    return Restored(
        manifest=manifest,
        revision=migrate.newest(),
        rows=loaded.rows,
        replaced=loaded.replaced,
        erased=erased,
        leaf=end.entries,
        hash=end.last_hash,
        sessions=sessions,
        codes=codes,
    )


def _proved(session: Session, manifest: Manifest) -> Walk:
    walk = verify(session)
    if walk.broken is not None:
        raise Damaged(f"its record is broken at entry {walk.broken.leaf}: {walk.broken.why}")
    if (walk.entries, walk.last_hash) != (manifest.leaf, manifest.hash):
        raise Damaged("its record does not end where the manifest says")
    return walk


def _make_room(connection: Connection) -> None:
    """Take empty tables away; refuse a database that holds anything."""
    names = set(inspect(connection).get_table_names())
    if not names:
        return
    revision = migrate.current_within(connection)
    if BOOKKEEPING not in names or (revision is not None and revision not in migrate.known()):
        shown = ", ".join(sorted(names)[:5])
        raise BackupTrouble(f"The database is not empty: it holds tables this program does not know ({shown}).")
    if revision is not None:
        office = connection.execute(text("SELECT name FROM office")).scalar()
        if office is not None or connection.execute(text("SELECT count(*) FROM ledger_entry")).scalar_one():
            raise BackupTrouble(
                f"There is an office in this database already ({office}), and a backup goes only into an empty one: "
                "name a new database in INTERESANT_DATABASE_URL."
            )
        migrate.downgrade_within(connection, "base")


def _put_attachments(reader: Reader, shelf: Shelf, added: list[Path]) -> None:
    for digest in reader.manifest.attachments:
        if put(shelf, digest, reader.chunks(f"attachments/{digest}")):
            added.append(shelf.path_of(digest))  # noqa: PERF401 - what is there must be known when the next one fails
