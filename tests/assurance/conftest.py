"""Bundles for tests: an office that worked for some months, its key, and one bundle of each extent."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from analytics.actions import publish_month
from analytics.measures.period import Month
from assurance.cli.evidence import WITH_LETTERS
from assurance.evidence.extent import CASES, MONTH, SAMPLE, Extent
from assurance.taking import taken
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.keys import new_key
from storage.session import Storage
from tests import cast
from tests.assurance.appealing import (
    play_appeals,
    play_figures,
    play_series,
    play_services,
    play_settled,
    play_topics,
    play_visits,
)
from tests.assurance.walking import END, Walk
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.databases import SqliteDatabases
from tests.program import program

MONTH_SHOWN = "2026-10"


@dataclass
class Proved:
    """The office, its program, and the bundles made in it."""

    app: Flask
    storage: Storage
    clock: FixedClock
    office: FoundedOffice
    folder: Path
    walk: Walk

    def bundle(self, extent: Extent) -> Path:
        """A bundle of an extent, as a file."""
        path = self.folder / f"{extent.kind}-{extent.month}-{len(list(self.folder.glob('*.zip')))}.zip"
        with self.app.app_context(), path.open("wb") as file:
            taken(file, WITH_LETTERS, extent)
        return path


@pytest.fixture(scope="session")
def proved(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proved]:
    """One office for all tests that only export from it."""
    url, folder = sqlite_databases.fresh("founded"), tmp_path_factory.mktemp("evidence")
    storage = Storage(url)
    with storage.reading() as session:
        office = cast.read_office(session)
    walk = Walk(storage, office, seed=5)
    walk.go(folder, most=320)
    clock = FixedClock(END)
    publish(storage, walk, office, folder)
    new_key(folder / "seal.key")
    for app in program(storage, clock, folder):
        settings = dataclasses.replace(app.config["SETTINGS"], seal_key_file=str(folder / "seal.key"))
        app.config["SETTINGS"] = settings
        yield Proved(app, storage, clock, office, folder, walk)
    storage.close()
    sqlite_databases.drop(url)


def publish(storage: Storage, walk: Walk, office: FoundedOffice, folder: Path) -> None:
    """October is published, a case is late afterwards, and October is published once more with a reason."""
    publisher = office.actor(Role.QUALITY_OFFICER)
    with storage.writing() as session:
        play_appeals(session, walk.clock, office)
        play_figures(session, walk.clock, office)
        play_visits(session, walk.clock, office)
        play_settled(session, walk.clock, office)
        play_topics(session, walk.clock, office)
        play_services(session, walk.clock, folder)
        play_series(session, walk.clock, folder)
    for reason in ("", "Spóźnione pismo."):
        with storage.writing() as session:
            publish_month(session, walk.clock, publisher, Month.parse(MONTH_SHOWN), reason)
        with storage.writing() as session:
            received(session, walk.clock, office, received_on=dt.date(2026, 10, 5))


@pytest.fixture(scope="session")
def month_bundle(proved: Proved) -> Path:
    """The bundle of October."""
    return proved.bundle(Extent(MONTH, month=MONTH_SHOWN))


@pytest.fixture(scope="session")
def sample_bundle(proved: Proved) -> Path:
    """The bundle of a drawn sample, with its letters."""
    return proved.bundle(Extent(SAMPLE, size=30, seed=7))


@pytest.fixture(scope="session")
def cases_bundle(proved: Proved) -> Path:
    """The bundle of three cases."""
    return proved.bundle(Extent(CASES, numbers=("1/2026", "2/2026", "3/2026")))


Files = dict[str, bytes]


def files_of(path: Path) -> Files:
    """What is in a bundle."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(path: Path, files: Files) -> Path:
    """A ZIP of these files, packed in haste: it is read once."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    path.write_bytes(buffer.getvalue())
    return path
