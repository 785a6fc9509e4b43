"""A small copy of the sample office, loaded once for all tests that only read it."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import make_url

from attachments.shelf import Shelf
from sample.loading import load
from storage.session import Storage
from tests import cast

DAY = dt.date(2026, 11, 21)
SMALL = 0.03


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Storage]:
    """A migrated SQLite file without an office."""
    yield from migrated(tmp_path / "empty.sqlite")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Storage]:
    """A small sample office; not to be written to."""
    for storage in migrated(tmp_path_factory.mktemp("sample") / "loaded.sqlite"):
        load(storage, shelf_beside(storage), DAY, scale=SMALL)
        yield storage


def migrated(path: Path) -> Iterator[Storage]:
    """A database with all tables at a path; closed afterwards."""
    path.write_bytes(tables())
    storage = Storage(f"sqlite:///{path}")
    yield storage
    storage.close()


@cache
def tables() -> bytes:
    """A file with all tables and nothing in them, made by the migrations once."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "tables.sqlite"
        cast.migrated(f"sqlite:///{file}")
        return file.read_bytes()


def shelf_beside(storage: Storage) -> Shelf:
    """Files lie beside their database."""
    return Shelf(Path(make_url(storage.url).database or "").parent)
