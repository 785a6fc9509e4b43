"""Small frames to compute measures over."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd
import pytest
from flask import Flask, g

from analytics.measures.cases import COLUMNS, DAYS, MOMENTS
from kernel.clock import warsaw
from storage.session import Storage
from tests.analytics.filling import fill
from tests.cast import FoundedOffice
from web import languages

AS_OF = warsaw(2026, 11, 21, 10)

Frame = Callable[..., pd.DataFrame]


def case(received: str, due: str | None = None, settled: str | None = None, **other: Any) -> dict[str, Any]:
    """One legal case with its days."""
    days = {"received_day": received, "due_day": due, "settled_day": settled}
    return {"kind": "skarga", "department": "roads", **days, **other}


def frame_of(*cases: dict[str, Any]) -> pd.DataFrame:
    """A frame of cases as analytics.frames makes them."""
    numbered = [{"id": str(number), **row} for number, row in zip(itertools.count(1), cases, strict=False)]
    frame = pd.DataFrame(numbered, columns=list(COLUMNS))
    for column in DAYS:
        frame[column] = pd.to_datetime(frame[column]).astype("datetime64[s]")
    for column in MOMENTS:
        frame[column] = pd.to_datetime(frame[column], utc=True).astype("datetime64[us, UTC]")
    return frame


@pytest.fixture
def filled(storage: Storage, office: FoundedOffice) -> FoundedOffice:
    """The office of the tests after a month of cases and answers."""
    with storage.writing() as session:
        fill(session, office)
    return office


@pytest.fixture
def as_of() -> dt.datetime:
    """Saturday, 21 November 2026, ten o'clock in Warsaw."""
    return AS_OF


@pytest.fixture(params=["pl"])
def speaking(request: pytest.FixtureRequest) -> Iterator[None]:
    """A program that only speaks: languages, nothing else."""
    app = Flask("speaking")
    languages.register(app)
    with app.test_request_context("/"):
        g.lang = request.param
        yield
