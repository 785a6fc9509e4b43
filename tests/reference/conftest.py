"""What the reference tests share: the published vectors, and public data imported once."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from analytics import frames
from analytics.measures.cases import known_at
from analytics.measures.declaration import Population
from complaints.importing.mapping import load_case_mapping
from complaints.importing.run import import_file
from complaints.models import Complaint
from imports.report import Report
from imports.summary import Summary
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from office.queries import all_departments
from storage.session import Storage
from tests.cast import NOW
from tests.databases import SqliteDatabases

if TYPE_CHECKING:
    import pandas as pd

FOLDER = Path(__file__).parent / "vectors"


def survival_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def vectors() -> dict[str, Any]:
    """vectors/statistics.json: published values of the methods."""
    loaded: dict[str, Any] = json.loads((FOLDER / "statistics.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="session")
def aml() -> dict[str, tuple[list[float], list[bool]]]:
    """R's aml data: times and ends by group."""
    groups: dict[str, tuple[list[float], list[bool]]] = {}
    for row in survival_rows("survival_aml.csv"):
        times, ended = groups.setdefault(row["x"], ([], []))
        times.append(float(row["time"]))
        ended.append(float(row["status"]) == 1)
    return groups


@pytest.fixture(scope="session")
def lung() -> dict[str, tuple[list[float], list[bool]]]:
    """R's lung data by ph.ecog; status 2 is the event."""
    groups: dict[str, tuple[list[float], list[bool]]] = {}
    for row in survival_rows("survival_lung.csv"):
        if not row["ph.ecog"]:
            continue
        times, ended = groups.setdefault(str(int(float(row["ph.ecog"]))), ([], []))
        times.append(float(row["time"]))
        ended.append(float(row["status"]) == 2)
    return groups


# --- public data, outside the project ---

ROOT = Path(__file__).parents[2]
Cases = Callable[[str, str], "ImportedCases"]


@dataclass(frozen=True)
class ImportedCases:
    """A database with one imported file in it, and what the import said."""

    storage: Storage
    source: str
    summary: Summary
    report: Report

    def known(self, as_of: dt.datetime) -> pd.DataFrame:
        """The imported cases as the measures see them."""
        with self.storage.reading() as session:
            return known_at(frames.cases(session, Population.SPRAWA, source=self.source), as_of)

    def rows(self) -> list[Complaint]:
        """The rows of the register."""
        with self.storage.reading() as session:
            return list(session.scalars(select(Complaint).where(Complaint.source == self.source)))

    def departments(self) -> dict[str, str]:
        """Ids of departments by their names."""
        with self.storage.reading() as session:
            return {name: str(key) for key, name in all_departments(session).items()}


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of public data, which is no part of the project."""
    folder = Path(os.environ.get("INTERESANT_REFERENCE_DATA", ROOT / ".." / "shared" / "data")).resolve()
    if not folder.is_dir():
        pytest.skip(
            f"NOT TESTED: the public data are not there ({folder}); set INTERESANT_REFERENCE_DATA to their folder"
        )
    return folder


@pytest.fixture(scope="session")
def imported_cases(sqlite_databases: SqliteDatabases, reference_data: Path) -> Iterator[Cases]:
    """``imported_cases("boston311", "boston.csv")``: imported once, read by many tests."""
    done: dict[str, ImportedCases] = {}

    def of(mapping: str, file: str) -> ImportedCases:
        if mapping not in done:
            storage, report = Storage(sqlite_databases.fresh("founded")), Report(None, (), lambda problem: ())
            with storage.writing() as session:
                summary = import_file(
                    session, FixedClock(NOW), SYSTEM, reference_data / file, load_case_mapping(mapping), report
                )
            done[mapping] = ImportedCases(storage, mapping, summary, report)
        return done[mapping]

    yield of
    for imported in done.values():
        imported.storage.close()
