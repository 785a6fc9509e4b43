"""What the sample office says about itself: hours, letters, signatories, a day off, inhabitants; marked as invented."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from kernel.clock import FixedClock, warsaw
from kernel.holidays import holiday_on
from kernel.workdays import is_working_day
from office.labels.hours import week_in_one_line
from office.models import DayOff, Department, Office, Person, ReferenceFigure
from office.queries.hours import hours_on
from office.queries.letters import letter_data, privacy_clause, signatories_for
from sample.loading import FIRST_DAY, load
from storage.session import Storage
from tests.program import program
from tests.sample.conftest import DAY, migrated, shelf_beside

FIRST = dt.date(2024, 11, 4)
"""The first day of the sample office of DAY."""


@pytest.mark.parametrize("backend", ["sqlite"])
def test_its_hours_are_those_of_its_sentence_from_its_first_day_on(app: Flask, loaded: Storage):
    with loaded.reading() as session, app.test_request_context("/pl/"):
        week = hours_on(session, FIRST)
        assert week is not None
        assert week == hours_on(session, DAY)
        sentence = session.scalars(select(Office.opening_hours)).one()
        assert _plain(week_in_one_line(week)) == _plain(sentence)


@pytest.mark.parametrize(
    ("lang", "words"), [("pl", "poniedziałek"), ("en", "Tuesday–Thursday 7:30–15:30"), ("uk", "понеділок 8:00–18:00")]
)
def test_its_pages_say_them_in_the_language_of_the_reader(loaded: Storage, tmp_path: Path, lang: str, words: str):
    program_of_it = next(program(loaded, FixedClock(warsaw(2026, 11, 21, 9)), tmp_path))
    visitor = program_of_it.test_client()
    home, contact = (_plain(visitor.get(f"/{lang}/{page}").get_data(as_text=True)) for page in ("", "contact"))
    assert words.replace(":", ".") in home
    assert words.split(" ")[0] in contact
    assert "szkolenie pracowników (przykład)" in contact


def test_its_clause_says_in_every_language_that_it_is_a_sample(loaded: Storage):
    with loaded.reading() as session:
        clauses = {lang: privacy_clause(session, lang) for lang in ("pl", "en", "uk")}
        letters = letter_data(session)
    assert letters is not None
    assert "zmyślone" in letters.footer
    for lang, word in (("pl", "Klauzula przykładowa"), ("en", "A sample clause"), ("uk", "Зразок")):
        assert clauses[lang].startswith(word)


def test_the_secretary_signs_everything_and_a_head_what_is_hers(loaded: Storage):
    with loaded.reading() as session:
        names = {
            code: [row.name for row in signatories_for(session, "skarga", where, DAY)]
            for code, where in session.execute(select(Department.code, Department.id))
        }
        staff = set(session.scalars(select(Person.display_name).where(Person.is_sample)))
    assert names["KM"] == ["Alicja Szablonowa", "Barbara Wzorowa"]
    assert names["AB"] == ["Alicja Szablonowa"]
    assert set(names["KM"]) <= staff


def test_its_day_off_is_still_to_come_and_no_holiday(loaded: Storage):
    with loaded.reading() as session:
        row = session.scalars(select(DayOff)).one()
    assert row.day_on >= DAY + dt.timedelta(days=14)
    assert is_working_day(row.day_on)
    assert holiday_on(row.day_on) is None
    assert "przykład" in row.basis


def test_its_inhabitants_are_known_for_every_year_that_ended_and_said_to_be_invented(loaded: Storage):
    with loaded.reading() as session:
        rows = session.scalars(select(ReferenceFigure).order_by(ReferenceFigure.year)).all()
    assert [(row.what, row.year) for row in rows] == [("inhabitants", year) for year in (2023, 2024, 2025)]
    assert all(row.value > 0 and "zmyślona" in row.source for row in rows)


def test_the_earliest_sample_day_has_its_figures_too(tmp_path: Path):
    for storage in migrated(tmp_path / "earliest.sqlite"):
        load(storage, shelf_beside(storage), FIRST_DAY, scale=0.005)
        with storage.reading() as session:
            years = session.scalars(select(ReferenceFigure.year).order_by(ReferenceFigure.year)).all()
    assert years == [2011, 2012]


def _plain(text: str) -> str:
    """Without the signs that keep words together, times with dots."""
    return text.replace("\u2060", "").replace("\u00a0", " ").replace(":", ".")
