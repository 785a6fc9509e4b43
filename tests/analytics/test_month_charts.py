"""The whole set of a month's charts: its page, its pictures, its file, and what may not be told there."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.charts.style import NARROW, WIDE
from analytics.drawings import charts_of, picture
from analytics.measures.period import Month
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.monthly import MonthlySet, monthly_set
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM, Role
from ledger.queries import head
from storage.session import Storage
from surveys.actions import seal_responses
from tests.analytics.filling import complaint, fill, respond
from tests.cast import FoundedOffice

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/results/charts?month=2026-10"
OCTOBER = Month(2026, 10)
NAMES = (
    "csat", "answers", "drivers", "departments", "heat-csat", "hours", "quality", "on-time", "control-on-time",
    "survival", "control-time", "reserve", "departments-on-time", "heat-on-time", "funnel", "backlog", "ages",
    "topics",
)  # fmt: skip
"""A pack and links use them: they stay."""


@pytest.fixture
def in_polish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.fixture
def shown(in_polish: None, storage: Storage, clock: FixedClock, office: FoundedOffice) -> MonthlySet:
    with storage.writing() as session:
        fill(session, office)
    with storage.reading() as session:
        return monthly_set(session, clock, EVERYWHERE, Choice(), OCTOBER)


@SQLITE
def test_the_set_has_its_charts_under_names_that_stay_and_each_says_its_figures(shown: MonthlySet) -> None:
    charts = charts_of(shown)
    assert tuple(charts) == NAMES
    assert charts["ages"].alt.startswith("Słupki warstwowe. Na koniec ostatniego miesiąca w toku 2: 0–14 dni: 1,")
    assert "ponad 90 dni: 0" in charts["ages"].alt
    assert charts["topics"].alt.startswith("Słupki od najczęstszego przedmiotu. Najczęstszy: bez przedmiotu, 1 z 1")
    said = "z 4 załatwionych spraw 1 po terminie, 3 w ostatnim tygodniu terminu, 0 wcześniej; mediana zapasu: "
    assert said in charts["reserve"].alt
    assert "Bez punktu" not in charts["funnel"].alt
    assert len({chart.digest for chart in charts.values()}) == len(charts)


@SQLITE
def test_ages_add_up_to_the_backlog_of_every_month(shown: MonthlySet) -> None:
    assert [sum(row.counts) for row in shown.ages] == [row.backlog.n for row in shown.ages]
    assert shown.ages[-1].counts == (1, 0, 1, 0, 0)
    assert len(shown.ages) == 12


@SQLITE
def test_the_same_record_draws_the_same_bytes_and_every_picture_is_well_formed(
    shown: MonthlySet, storage: Storage, clock: FixedClock
) -> None:
    def drawn(one: MonthlySet) -> str:
        return hashlib.sha256(b"".join(picture(chart, WIDE, "light") for chart in charts_of(one).values())).hexdigest()

    with storage.reading() as session:
        again = monthly_set(session, clock, EVERYWHERE, Choice(), OCTOBER)
    assert drawn(shown) == drawn(again)
    for chart in charts_of(shown).values():
        for width in (WIDE, NARROW):
            root = ET.fromstring(picture(chart, width, "dark"))
            assert root[0].text == chart.data.title
            assert float(root.attrib["height"]) == chart.module.height(chart.data, width)


@SQLITE
def test_the_page_shows_every_chart_with_its_words_table_and_footer(
    signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        fill(session, office)
    client = signed_in(Role.AUDITOR)
    html = client.get(PAGE).get_data(as_text=True)
    for name in NAMES:
        assert f'id="{name}"' in html, name
    assert html.count("stan na wpis") == len(NAMES)
    assert html.count("<figure") == len(NAMES) == html.count("<summary>Dane w")
    assert re.search(r'href="/staff/pl/results/cases\?measure=backlog&amp;month=2026-10', html)
    sources = set(re.findall(r'src="(/staff/pl/results/charts/charts/[^"]+)"', html))
    assert len(sources) == len(NAMES)
    for source in sorted(sources)[:3]:
        assert client.get(source.replace("&amp;", "&")).mimetype == "image/svg+xml"
    assert "/staff/pl/results/charts?" in client.get("/staff/pl/results?month=2026-10").get_data(as_text=True)


@SQLITE
def test_the_file_has_the_numbers_of_every_table(
    signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        fill(session, office)
    answer = signed_in(Role.AUDITOR).get(PAGE.replace("charts?", "charts.csv?"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="wykresy-2026-10.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    told = {(row["chart"], row["row"], row["column"]): row["value"] for row in rows}
    assert told["ages", "październik 2026", "backlog"] == "2"
    assert told["ages", "październik 2026", "age_31_to_60"] == "1"
    assert told["heat-on-time", "Razem", "2026-10"] == "0.666667"


@SQLITE
@pytest.mark.parametrize("cases", [0, 1])
def test_an_empty_office_one_case_and_one_answer_have_their_sensible_look(
    in_polish: None,
    signed_in: Callable[..., FlaskClient],
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    cases: int,
) -> None:
    with storage.writing() as session:
        if cases:
            session.add(complaint(1, received_on=dt.date(2026, 10, 2), due_on=dt.date(2026, 11, 2)))
            respond(session, warsaw(2026, 10, 5, 10), [4], office.home.id)
    client = signed_in(Role.AUDITOR)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    html = answer.get_data(as_text=True)
    assert "Lejek porównuje" not in html
    if cases:
        assert html.count("Wykres bez danych") >= 5
    else:
        assert "Tu pojawią się wyniki" in html, "nothing but empty frames would follow"
        assert "<figure" not in html
    with storage.reading() as session:
        drawn = charts_of(monthly_set(session, clock, EVERYWHERE, Choice(), OCTOBER))
    assert sum("Wykres bez danych" in chart.alt for chart in drawn.values()) >= (7 if not cases else 5)
    assert client.get(PAGE.replace("charts?", "charts/charts/heat-csat.wide.light.svg?")).status_code == 200


@SQLITE
def test_a_department_below_the_minimum_is_hatched_and_named_and_told_nowhere(
    in_polish: None, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 5, 10), [5] * 20 + [2] * 9, office.home.id)
        respond(session, warsaw(2026, 10, 6, 10), [1, 1, 1], office.next_door.id)
    with storage.reading() as session:
        shown = monthly_set(session, clock, EVERYWHERE, Choice(), OCTOBER)
    chart = charts_of(shown)["heat-csat"]
    assert office.next_door.name in chart.alt
    hidden = {row.name for row in chart.data.rows if any(cell.is_hidden for cell in row.cells)}
    assert office.next_door.name in hidden
    assert office.home.name in hidden
    assert office.next_door.name in chart.data.note


@SQLITE
def test_an_earlier_moment_draws_the_same_bytes_whatever_is_recorded_since(
    in_polish: None, storage: Storage, clock: FixedClock, office: FoundedOffice
) -> None:
    def drawn(leaf: int) -> dict[str, bytes]:
        with storage.reading() as session:
            seen = AsOf(warsaw(2026, 11, 2, 9), leaf)
            shown = monthly_set(session, clock, EVERYWHERE, Choice(), OCTOBER, as_of=seen)
            assert shown.received == {"raw": 40, "clean": 40}
            assert [(one.weekday, one.hour, one.n, one.top) for one in shown.hours.hours] == [(0, 10, 40, 20)]
            return {name: picture(chart, WIDE, "light") for name, chart in charts_of(shown).items()}

    with storage.writing() as session:
        respond(session, warsaw(2026, 10, 5, 10), [5] * 20 + [2] * 20, office.home.id)
        while seal_responses(session, clock, SYSTEM):
            pass
    with storage.reading() as session:
        end = head(session)
    assert end is not None
    before = drawn(end.leaf)
    with storage.writing() as session:
        respond(session, warsaw(2026, 11, 6, 10), [1] * 30, office.home.id)
        session.add(complaint(9, received_on=dt.date(2026, 10, 9), due_on=dt.date(2026, 11, 9)))
        while seal_responses(session, clock, SYSTEM):
            pass
    assert drawn(end.leaf) == before
