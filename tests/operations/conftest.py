"""Backups of the test office, a second database to restore into, and the content of both to compare."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from attachments.actions import store
from attachments.shelf import Shelf
from complaints.actions import FeedbackTyped, leave_feedback
from complaints.actions.handle import note
from complaints.models import Complaint
from complaints.rules.outcomes import Outcome
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, Role
from office.models import Department
from operations.backup.making import Made, make_backup
from operations.backup.shapes import Shape, shapes
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered
from tests.databases import Databases

ENDED = {("sign_in", "closed_at"), ("account_code", "ended_at")}

Content = dict[str, list[tuple[Any, ...]]]


def content(storage: Storage) -> Content:
    """Every table with its rows, as Python values, in an order of our own; without what a restore ends."""
    with storage.engine.connect() as connection:
        return {
            shape.name: sorted((tuple(row) for row in connection.execute(select(*_lasting(shape)))), key=repr)
            for shape in shapes(connection).values()
        }


def _lasting(shape: Shape) -> list[ColumnElement[Any]]:
    return [column for column in shape.table().c if (shape.name, column.name) not in ENDED]


@pytest.fixture
def lived(storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID) -> Storage:
    """The test office after a day's work: a settled case with a note, an opinion, a department with a successor."""
    with storage.writing() as session:
        complaint = session.get_one(Complaint, filed)
        handler = office.actor(Role.HANDLER)
        note(session, clock, handler, complaint, "Rozmowa z kierownikiem „USC” — żółć 🦔\nDrugi wiersz")
        reply = Reply(Outcome.ZASADNA, "Przepraszamy.", clock.today())
        answered(session, clock, office, complaint, reply)
        leave_feedback(session, clock, RESIDENT, FeedbackTyped("Dziękuję", "Miło i szybko."))
        for department in session.scalars(select(Department)):
            if department.id == office.home.id:
                department.successor_id = office.next_door.id
                department.valid_to_on = clock.today()
            else:
                department.successor_id = office.home.id  # a circle: no order of rows would do
    return storage


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data folder of the office."""
    return tmp_path


@pytest.fixture
def files(lived: Storage, clock: FixedClock, folder: Path) -> list[str]:
    """Two attachments on the shelf; their hashes in order."""
    with lived.writing() as session:
        stored = [
            store(session, clock, Shelf(folder), text)
            for text in ("Zażółć gęślą jaźń\n".encode(), b"1234567890\n" * 9_000)
        ]
        return sorted(file.digest for file in stored)


@pytest.fixture
def backup(lived: Storage, clock: FixedClock, folder: Path, files: list[str]) -> Made:
    """A backup of that office with its attachments."""
    return make_backup(lived, clock, folder / "backup.zip", shelf=Shelf(folder))


@pytest.fixture
def another(request: pytest.FixtureRequest) -> Iterator[Callable[[str, str], Storage]]:
    """``another("postgresql", "nothing")`` is a second database, of any kind, from a template."""
    made: list[tuple[Databases, Storage]] = []

    def make(kind: str, template: str = "nothing") -> Storage:
        name = "sqlite_databases" if kind == "sqlite" else "postgres_databases"
        databases: Databases = request.getfixturevalue(name)
        storage = Storage(databases.fresh(template))
        made.append((databases, storage))
        return storage

    yield make
    for databases, storage in made:
        storage.close()
        databases.drop(storage.url)
