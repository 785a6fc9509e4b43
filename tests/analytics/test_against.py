"""Two periods side by side: the numbers by hand, and words no surer than the interval."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from analytics.against_words import difference, told, verdict
from analytics.measures.period import Month, Period
from analytics.measures.slices import Slice
from analytics.reports.against import against_report
from analytics.reports.choice import Choice
from analytics.reports.of_slice import slice_of
from kernel.clock import warsaw
from kernel.permissions import EVERYWHERE, Role
from storage.session import Storage
from tests.analytics.filling import respond, settled
from tests.analytics.test_dashboard import STAFF, SignedIn, text_of
from tests.cast import FoundedOffice

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/results/against"
QUARTERS = f"{PAGE}?from=2026-07&to=2026-09&base_from=2025-07&base_to=2025-09"
Report = Callable[..., object]


@pytest.fixture
def two_summers(storage: Storage, office: FoundedOffice) -> FoundedOffice:
    """Summer 2026: 40 skargi settled on time in 10 days. Summer 2025: 40, half of them late, in 40 days."""
    with storage.writing() as session:
        for place in range(40):
            for number, year, lasted in ((place + 1, 2026, 10), (place + 101, 2025, 20 if place % 2 else 40)):
                received = dt.date(year, 7, 1)
                day = received + dt.timedelta(days=lasted)
                session.add(
                    settled(
                        number, dt.date(year, 8, 1), day, received_on=received, year=year, department_id=office.home.id
                    )
                )
        for month in (7, 8, 9):
            respond(session, warsaw(2026, month, 7, 12), [5] * 30 + [1] * 2, office.home.id)
            respond(session, warsaw(2025, month, 7, 12), [5] * 15 + [1] * 15, office.home.id)
    return office


def report_of(storage: Storage, clock, now: Period, then: Period):
    with storage.reading() as session:
        return against_report(session, clock, EVERYWHERE, Choice(), now, then)


def quarter(year: int) -> Period:
    return Period.of(Month(year, 7), Month(year, 9))


def test_a_run_of_months_is_a_slice_only_when_it_is_a_month_a_quarter_or_a_year(backend: str):
    assert slice_of(quarter(2026)) == Slice.parse("2026-Q3")
    assert slice_of(Period.of(Month(2026, 2))) == Slice.parse("2026-02")
    assert slice_of(Period.of(Month(2025, 1), Month(2025, 12))) == Slice.parse("2025")
    assert slice_of(Period.of(Month(2026, 2), Month(2026, 4))) is None


def test_both_periods_are_counted_and_a_demonstrated_difference_is_named(
    app: Flask, storage: Storage, clock, two_summers: FoundedOffice
):
    report = report_of(storage, clock, quarter(2026), quarter(2025))
    pairs = {pair.now.measure: pair for pair in (*report.cases, *report.answers)}
    assert (pairs["on_time"].now.numerator, pairs["on_time"].now.n) == (40, 40)
    assert (pairs["on_time"].then.numerator, pairs["on_time"].then.n) == (20, 40)
    assert (pairs["csat"].now.numerator, pairs["csat"].now.n) == (90, 96)
    assert (pairs["csat"].then.numerator, pairs["csat"].then.n) == (45, 90)
    with app.test_request_context("/staff/pl/"):
        said = {key: (verdict(pair).word, difference(pair).replace("\u00a0", " ")) for key, pair in pairs.items()}
    assert said["on_time"] == ("Poprawa", "+50,0 pkt proc.")
    assert said["median_days"] == ("Poprawa", "−20 dni")
    assert said["csat"] == ("Poprawa", "+43,8 pkt proc.")
    assert said["received"] == ("Bez oceny", "0")


def test_the_page_begins_with_what_stands_out(app: Flask, storage: Storage, clock, two_summers: FoundedOffice):
    with app.test_request_context("/staff/pl/"):
        better, *others = told(report_of(storage, clock, quarter(2026), quarter(2025)))
        assert (better.meaning, better.word) == ("fine", "Poprawa")
        assert {"Załatwione na czas", "Zadowolenie z obsługi"} <= set(better.titles)
        assert all(one.meaning == "neutral" for one in others), "nothing got worse"
        (nothing,) = told(report_of(storage, clock, quarter(2026), quarter(2026)))
        assert nothing.word == "Brak wykazanej różnicy"
        assert told(report_of(storage, clock, quarter(2020), quarter(2019))) == []


def test_ages_and_reserves_are_not_compared_as_if_they_were_times_to_settle(
    app: Flask, storage: Storage, clock, two_summers: FoundedOffice
):
    changes = {one.now.measure: one.change for one in report_of(storage, clock, quarter(2026), quarter(2025)).cases}
    assert changes["median_days"] is not None
    assert (changes["median_age"], changes["median_reserve"]) == (None, None)


def test_a_period_beside_itself_shows_no_difference(app: Flask, storage: Storage, clock, two_summers: FoundedOffice):
    report = report_of(storage, clock, quarter(2026), quarter(2026))
    with app.test_request_context("/staff/pl/"):
        words = {verdict(pair).word for pair in (*report.cases, *report.answers)}
    assert words <= {"Brak wykazanej różnicy", "Bez oceny", "Bez porównania"}


def test_answers_of_any_other_run_of_months_are_not_told(
    signed_in: SignedIn, storage: Storage, clock, two_summers: FoundedOffice
):
    report = report_of(storage, clock, Period.of(Month(2026, 7), Month(2026, 8)), quarter(2025))
    assert report.answers == ()
    text = text_of(signed_in(Role.AUDITOR), f"{PAGE}?from=2026-07&to=2026-08&base_from=2025-07&base_to=2025-09")
    assert "Wyniki ankiet podajemy tylko za miesiąc, kwartał albo rok kalendarzowy" in text


def test_a_quarter_of_too_few_answers_stays_hidden(storage: Storage, clock, two_summers: FoundedOffice):
    with storage.writing() as session:
        respond(session, warsaw(2026, 5, 7, 12), [5] * 3, two_summers.home.id)
    report = report_of(storage, clock, Period.of(Month(2026, 4), Month(2026, 6)), quarter(2026))
    (csat,) = (pair for pair in report.answers if pair.now.measure == "csat")
    assert csat.now.is_suppressed
    assert (csat.now.n, csat.now.value, csat.change) == (None, None, None)


def test_the_page_names_its_periods_and_every_figure_leads_to_its_cases(
    signed_in: SignedIn, two_summers: FoundedOffice
):
    reader = signed_in(Role.AUDITOR)
    text = text_of(reader, QUARTERS)
    assert "III kwartał 2026" in text
    assert "III kwartał 2025" in text
    links = re.findall(r'href="(/staff/pl/results/cases\?measure=received[^"]+)">(\d+)<', text)
    assert [number for _href, number in links] == ["40", "40"]
    for href, number in links:
        assert f"{number} spraw" in text_of(reader, href.removeprefix(STAFF).replace("&amp;", "&"))
    assert "results/answers?period=2026-Q3" in text


def test_an_empty_office_is_told_there_is_nothing_to_compare(signed_in: SignedIn, office: FoundedOffice):
    assert "Nie ma czego porównać" in text_of(signed_in(Role.AUDITOR), PAGE)


def test_who_may_compare(signed_in: SignedIn, client: FlaskClient):
    assert "sign-in" in client.get(STAFF + PAGE).headers["Location"]
    assert signed_in(Role.HANDLER).get(STAFF + PAGE).status_code == 403
    reader = signed_in(Role.HEAD)
    assert reader.post(STAFF + PAGE).status_code == 405
    assert reader.get(f"{STAFF}{PAGE}?from=2027-05").status_code == 404
    assert reader.get(STAFF + PAGE).status_code == 200
