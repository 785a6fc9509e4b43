"""Offices of every earlier version come through to this one: every row, every value, the record whole."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ledger import triggers
from ledger.verify import verify
from operations.backup.archive import opened
from operations.backup.kinds import KINDS
from operations.backup.loading import load
from operations.backup.manifest import MANIFEST, Rows, member_of, read
from operations.backup.restoring import check
from operations.backup.shapes import shapes
from storage import migrate
from storage.session import Storage
from tests.storage.keep_version import VERSIONS, keep

KEPT = sorted(VERSIONS.glob("*.zip"))


@pytest.fixture(params=KEPT, ids=lambda path: path.stem)
def kept(request: pytest.FixtureRequest) -> Path:
    """An office as a version of the program left it."""
    found: Path = request.param
    return found


@pytest.fixture
def old(bare_storage: Storage, kept: Path) -> Storage:
    """A database of that version with that office in it."""
    with opened(kept) as reader, bare_storage.engine.execution_options(writing=True).begin() as connection:
        migrate.upgrade_within(connection, reader.manifest.revision)
        load(connection, reader)
    return bare_storage


def saved(path: Path) -> Iterator[tuple[str, Rows, list[tuple[Any, ...]]]]:
    """Each table of a kept office, with its rows as Python values, read without the program's own reader of rows."""
    with zipfile.ZipFile(path) as archive:
        for name, table in read(archive.read(MANIFEST)).tables.items():
            reads = [KINDS[kind].read for kind in table.columns.values()]
            rows = [json.loads(line) for line in archive.read(member_of(name)).splitlines()]
            yield name, table, [tuple(map(value_of, row, reads)) for row in rows]


def value_of(value: Any, convert: Callable[[Any], Any] | None) -> Any:
    return convert(value) if convert and value is not None else value


def test_there_is_an_office_of_the_first_version():
    assert KEPT[0].stem == "0001"
    assert all(path.stat().st_size < 200_000 for path in KEPT)


def test_every_row_and_every_value_is_there_after_the_upgrade(old: Storage, kept: Path):
    assert migrate.current(old.engine) == kept.stem
    migrate.upgrade(old.engine)
    assert migrate.current(old.engine) == migrate.newest()
    with old.engine.connect() as connection:
        here = shapes(connection)
        for name, table, rows in saved(kept):
            now = here[name].table()
            query = select(*(now.c[column] for column in table.columns))
            assert sorted(map(tuple, connection.execute(query)), key=repr) == sorted(rows, key=repr), name


def test_the_record_is_whole_and_locked_after_the_upgrade(old: Storage, kept: Path):
    migrate.upgrade(old.engine)
    with zipfile.ZipFile(kept) as archive:
        manifest = read(archive.read(MANIFEST))
    with old.reading() as session:
        walk = verify(session)
        assert walk.is_whole, walk.broken
        assert (walk.entries, walk.last_hash) == (manifest.leaf, manifest.hash)
        assert triggers.missing(session.connection()) == []


def test_a_backup_of_that_version_can_be_restored(kept: Path):
    restored = check(kept)
    assert restored.revision == migrate.newest()
    assert restored.rows == restored.manifest.rows


def test_the_kept_offices_have_something_of_everything(kept: Path):
    rows = {name: rows for name, _table, rows in saved(kept)}
    for name in ("complaint", "complaint_note", "feedback", "response", "answer", "person", "ledger_entry"):
        assert rows[name], name


def test_the_next_version_can_be_kept_in_the_same_way(tmp_path: Path):
    made = keep(tmp_path / "next.zip")
    assert made.manifest.revision == migrate.newest()
    assert made.size < 200_000
    assert check(made.path).leaf == made.manifest.leaf
