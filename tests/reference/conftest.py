"""What the reference tests share: the published vectors."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

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
