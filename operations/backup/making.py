"""Making a backup: a snapshot, read table by table into a file that appears whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select, text
from sqlalchemy.exc import DBAPIError

from attachments.shelf import Shelf
from kernel.clock import Clock
from kernel.version import VERSION
from ledger.actions import moment_text
from operations.backup.archive import Writer
from operations.backup.files import chunks_of, is_whole, named_in
from operations.backup.kinds import KINDS
from operations.backup.manifest import Manifest, Rows, member_of
from operations.backup.shapes import Shape, shapes
from operations.backup.snapshot import snapshot
from operations.backup.trouble import BackupTrouble
from storage import migrate
from storage.session import Storage

BATCH: Final = 200
"""Rows in memory at a time: with the longest letters a few megabytes."""

DRAFTS: Final = ".interesant-backup-"
"""How the private folders begin in which backups are made, beside the finished file."""

OnStep = Callable[[str], None]


@dataclass(frozen=True)
class Made:
    """A finished backup."""

    path: Path
    size: int
    manifest: Manifest


def silent(_words: str) -> None:
    """For those who do not want to see how far one is."""


def make_backup(
    storage: Storage, clock: Clock, target: Path, *, shelf: Shelf, force: bool = False, on_step: OnStep = silent
) -> Made:
    """Write a backup of the whole office to ``target``, readable by its owner only, while others go on writing.

    Every change acknowledged before it began is in it. Raises BackupTrouble when the file is there already (unless
    ``force``), the disk is full, or there is no office; then nothing is left behind.
    """
    _check_target(target, force=force)
    try:
        private = Path(tempfile.mkdtemp(prefix=DRAFTS, dir=target.parent))
        try:
            manifest = _write(storage, clock, private, shelf, on_step)
            _publish(private / "backup.zip", target, force=force)
        finally:
            shutil.rmtree(private, ignore_errors=True)
        return Made(target, target.stat().st_size, manifest)
    except OSError as error:
        raise BackupTrouble(f"The backup could not be written to {target}: {_reason(error)}.") from None
    except sqlite3.Error as error:
        raise BackupTrouble(f"The database could not be copied: {error}; nothing was left half-written.") from None
    except DBAPIError as error:
        raise BackupTrouble(f"The database could not be read: {str(error.orig).splitlines()[0]}.") from None


def _write(storage: Storage, clock: Clock, private: Path, shelf: Shelf, on_step: OnStep) -> Manifest:
    made_at = clock.now()
    with snapshot(storage.engine, private) as connection:
        head = _one(connection, "SELECT leaf, hash FROM ledger_head")
        office = _one(connection, "SELECT name FROM office")
        revision = migrate.current_within(connection)
        if head is None or office is None or revision is None:
            raise BackupTrouble("There is no office in this database yet, so there is nothing to back up.")
        writer = Writer(private / "backup.zip")
        try:
            here = shapes(connection)
            tables = {name: _table(connection, shape, writer, on_step) for name, shape in here.items()}
            missing = _attachments(named_in(connection, here), shelf, writer, on_step)
            manifest = Manifest(
                revision=revision,
                program=VERSION,
                made_at=moment_text(made_at),
                database=storage.engine.dialect.name,
                office_id=_office_id(connection, here["office"]),
                office_name=office[0],
                leaf=head[0],
                hash=head[1],
                tables=tables,
                members=writer.members,
                missing_attachments=missing,
            )
            writer.finish(manifest)
        finally:
            writer.abandon()
    return manifest


def _one(connection: Connection, query: str) -> Any:
    try:
        return connection.execute(text(query)).one_or_none()
    except DBAPIError:
        raise BackupTrouble("This database is empty or not one of this program; run first: flask db upgrade") from None


def _office_id(connection: Connection, office: Shape) -> str:
    found = office.table()
    return str(connection.execute(select(found.c.id)).scalar_one())


def _table(connection: Connection, shape: Shape, writer: Writer, on_step: OnStep) -> Rows:
    count = _Count()
    writer.add(member_of(shape.name), _lines(connection, shape, count))
    on_step(f"{shape.name}: {count.rows} rows")
    return Rows(count.rows, shape.kinds)


class _Count:
    rows = 0


def _lines(connection: Connection, shape: Shape, count: _Count) -> Iterator[bytes]:
    """The rows of a table in the order of its key, so that the same content gives the same bytes."""
    table = shape.table()
    query = select(*table.c).order_by(*(table.c[name] for name in shape.key))
    writes = [(place, KINDS[kind].write) for place, kind in enumerate(shape.kinds.values()) if KINDS[kind].write]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    found = connection.execute(query, execution_options={"stream_results": True, "yield_per": BATCH})
    for rows in found.partitions():
        lines = []
        for row in rows:
            values = list(row)
            for place, write in writes:
                if values[place] is not None and write:
                    values[place] = write(values[place])
            lines.append(encode(values))
        count.rows += len(lines)
        yield ("\n".join(lines) + "\n").encode()


def _attachments(digests: list[str], shelf: Shelf, writer: Writer, on_step: OnStep) -> list[str]:
    """Add the files the database names; those that are missing or damaged are given back.

    They are no reason to have no backup at all: whoever reads the report learns of them.
    """
    missing = []
    for digest in digests:
        if is_whole(shelf, digest):
            writer.add(f"attachments/{digest}", chunks_of(shelf.path_of(digest)), packed=False)
        else:
            missing.append(digest)
    on_step(f"attachments: {len(digests) - len(missing)} files")
    if missing:
        on_step(f"attachments missing or damaged: {len(missing)}")
    return missing


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise BackupTrouble(f"{target} is a folder; name a file, for example {target / 'interesant.zip'}.")
    if target.exists() and not force:
        raise BackupTrouble(f"{target} is there already; choose another name, or say --force to replace it.")
    if not target.parent.is_dir():
        raise BackupTrouble(f"There is no folder {target.parent}; make it first, or choose another place.")


def _publish(draft: Path, target: Path, *, force: bool) -> None:
    """Give the finished file its name; what stood there before is replaced only with ``force``."""
    if force:
        draft.replace(target)
    else:
        try:
            os.link(draft, target)
        except FileExistsError:
            raise BackupTrouble(f"{target} appeared meanwhile; it stays as it is. Choose another name.") from None
        except OSError:  # a file system without hard links, such as that of a memory stick
            draft.rename(target)
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name != "nt":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "the disk is full. Make room or choose another disk; nothing was left half-written"
    return f"{error.strerror or error}; nothing was left half-written"
