"""Control charts of measures: what is a gap, which limits, which words; and decisions that make limits anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

import app as house
from analytics import control_words
from analytics.actions import BadStep, StepTyped, record_step, withdraw_step
from analytics.drawings import control_drawing
from analytics.frames.steps import steps_of
from analytics.measures.control import ControlChart, Method, control_chart
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot
from analytics.methods.verdicts import Assurance, Variation
from analytics.models import StepChange
from analytics.replaying import REPLAYS
from analytics.reports.board import board
from analytics.reports.choice import Choice
from analytics.reports.control import Asked, control_charts, control_report, watch
from kernel.clock import FixedClock
from kernel.errors import Forbidden, NotFound
from kernel.permissions import EVERYWHERE, Role
from ledger.queries import entries_of, head
from ledger.replays import compare
from storage.session import Storage
from tests.analytics.filling import settled
from tests.cast import FoundedOffice

Enter = Callable[..., FlaskClient]
OCTOBER, FIRST = Month(2026, 10), Month(2024, 11)


def day(month: Month, number: int) -> dt.date:
    return dt.date(month.year, month.number, number)


def shares(counts: Sequence[int | None], bases: Sequence[int], key: str = "on_time") -> list[Result]:
    """Monthly shares up to October 2026; None: withheld."""
    first = OCTOBER.plus(1 - len(counts))
    return [
        Result(key, 1, Period.of(first.plus(place)), None, None, why_not=WhyNot.TOO_FEW)
        if count is None
        else Result(key, 1, Period.of(first.plus(place)), n, count / n, numerator=count)
        for place, (count, n) in enumerate(zip(counts, bases, strict=True))
    ]


def days(values: Sequence[float], key: str = "median_days") -> list[Result]:
    first = OCTOBER.plus(1 - len(values))
    return [Result(key, 1, Period.of(first.plus(place)), 40, value) for place, value in enumerate(values)]


def test_shares_of_uneven_bases_get_laneys_limits_and_even_ones_those_of_xmr() -> None:
    counts = [9, 18, 8, 19, 9, 17, 9, 18, 8, 19, 9, 17]
    uneven, even = shares(counts, [10, 20] * 6), shares([9, 8] * 6, [10] * 12)
    assert (control_chart(uneven).method, control_chart(even).method) == (Method.LANEY, Method.XMR)
    assert control_chart(uneven, method=Method.XMR).method is Method.XMR
    widths = {round(point.limits.high - point.limits.low, 6) for point in control_chart(uneven).points if point.limits}
    assert len(widths) == 2


def test_days_are_never_drawn_as_shares() -> None:
    assert control_chart(days([21, 22] * 6), method=Method.LANEY).method is Method.XMR


def test_a_withheld_month_is_a_gap_that_counts_for_nothing() -> None:
    with_gap = control_chart(shares([9, None, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8], [10] * 13))
    without = control_chart(shares([9, 8, 9, 8, 9, 8, 9, 8, 9, 8, 9, 8], [10] * 12))
    gap = with_gap.points[1]
    assert (gap.centre, gap.limits, gap.signal, gap.meaning) == (None, None, None, Variation.UNKNOWN)
    assert with_gap.last_limits == without.last_limits


def test_a_bad_month_is_to_be_explained_and_a_good_one_an_improvement() -> None:
    late = control_chart(days([21, 22] * 8 + [40]))
    soon = control_chart(days([21, 22] * 8 + [4]))
    assert (late.variation, soon.variation) == (Variation.CONCERNING, Variation.IMPROVING)
    assert control_chart(days([21, 22] * 8 + [40], "received")).variation is Variation.CHANGED
    assert late.signals[-1].month == OCTOBER


def test_the_target_is_judged_by_the_limits_of_the_newest_month() -> None:
    steady = days([21, 22] * 8)
    found = [control_chart(steady, target=target).assurance for target in (10, 21, 60)]
    assert found == [Assurance.BELOW, Assurance.INSIDE, Assurance.ABOVE]
    assert control_chart(steady).assurance is Assurance.UNKNOWN


def test_limits_are_made_anew_only_from_a_recorded_step_on() -> None:
    values = days([30, 31] * 7 + [20, 21] * 7)
    plain, stepped = control_chart(values), control_chart(values, [OCTOBER.plus(-13)])
    assert {point.centre for point in plain.points} == {25.5}
    assert [point.centre for point in stepped.points] == [30.5] * 14 + [20.5] * 14
    assert plain.signals
    assert not stepped.signals
    assert control_chart(values, [OCTOBER.plus(1)]).points == plain.points


def test_lines_below_nothing_are_written_as_they_are_where_a_figure_can_be_negative(speaking: None) -> None:
    chart = control_chart(days([-6, -2] * 6, "p10_reserve"))
    assert control_words.limit_text(chart.points[0].centre, chart.key) == "−4,0"
    assert control_words.limits_words(chart.points[0].limits, chart.key) == "od −14,6 do 6,6"
    picture = control_drawing(chart)
    assert "od −14,6 do 6,6" in picture.alt
    assert picture.data.floor < -14
    assert control_words.amount(-30.0, "csat_net") == "−30,0"
    assert control_words.amount(-0.5, "median_days") == "0,0"


def test_no_month_with_a_figure_makes_an_empty_chart() -> None:
    empty = control_chart(shares([None] * 13, [1] * 13))
    assert (empty.last, empty.variation, empty.signals) == (None, Variation.UNKNOWN, ())


def fill_two_years(session: Session, office: FoundedOffice) -> None:
    """Ten skargi due every month from November 2024 on, nine of them in time; of October 2026 only two."""
    number = 0
    for back in range(24):
        month = FIRST.plus(back)
        in_time = 2 if month == OCTOBER else 9 - back % 2
        for place in range(10):
            number += 1
            done = day(month, 9 if place < in_time else 12)
            facts = {"received_on": day(month, 1), "year": month.year, "department_id": office.home.id}
            session.add(settled(number, day(month, 10), done, **facts))
    session.flush()


def chart_of(session: Session, clock: FixedClock, **more: object) -> ControlChart:
    asked = Asked("on_time", OCTOBER, **more)  # type: ignore[arg-type]
    return control_report(session, clock, EVERYWHERE, Choice(), asked).chart


def test_charts_of_some_departments_together_have_no_step_and_a_running_month_is_no_signal(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    some = frozenset({office.home.id, office.next_door.id})
    with storage.writing() as session:
        fill_two_years(session, office)
        record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office, department_id=None))
        for scope, steps in ((EVERYWHERE, 1), (some, 0)):
            found = board(session, clock, scope, Choice(), OCTOBER)
            [of_set] = control_charts(session, clock, scope, Choice(), ["on_time"], OCTOBER.plus(1))
            assert len(of_set.steps) == steps
            assert found.newest["on_time"] == of_set.points[-1]
            assert of_set.points[-1].month == OCTOBER
        assert board(session, clock, EVERYWHERE, Choice(), OCTOBER.plus(1)).newest == {}


def typed(office: FoundedOffice, **more: object) -> StepTyped:
    facts = {"measure": "on_time", "population": Population.COMPLAINTS, "department_id": None, "month": OCTOBER}
    return StepTyped(**{**facts, "reason": "Nowa kancelaria od października.", **more})  # type: ignore[arg-type]


def test_the_chart_begins_with_the_first_month_there_was_a_case(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        fill_two_years(session, office)
        chart = chart_of(session, clock)
    assert [point.month for point in chart.points] == [FIRST.plus(back) for back in range(24)]
    assert chart.variation is Variation.CONCERNING


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_month_that_is_a_signal_is_watched_for_the_office_and_its_department(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        fill_two_years(session, office)
        found = watch(session, clock, OCTOBER)
        quiet = watch(session, clock, OCTOBER.plus(-1))
    assert {(one.population, one.department_id, one.chart.key) for one in found} >= {
        (Population.COMPLAINTS, None, "on_time"),
        (Population.COMPLAINTS, office.home.id, "on_time"),
    }
    assert {one.department_id for one in found} == {None, office.home.id}
    assert quiet == []


def test_a_step_change_is_a_decision_with_one_entry_seen_from_its_leaf_on(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    place = ("on_time", Population.COMPLAINTS, None)
    with storage.writing() as session:
        before = head(session)
        step = record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office))
        [entry] = entries_of(session, f"step:{step.id}")
        [seen] = steps_of(session, *place)
        assert before is not None
        assert entry.leaf == before.leaf + 1
        assert (seen.month, seen.reason) == (OCTOBER, "Nowa kancelaria od października.")
        assert steps_of(session, *place, leaf=before.leaf) == ()
        withdraw_step(session, clock, office.actor(Role.QUALITY_OFFICER), step.id, "Pomyłka w miesiącu.")
        assert steps_of(session, *place) == ()
        assert len(steps_of(session, *place, leaf=entry.leaf)) == 1
        assert steps_of(session, "csat", Population.COMPLAINTS, None, entry.leaf) == ()


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(
    ("more", "code"),
    [({"month": Month(2026, 11)}, "month_not_over"), ({"reason": "  "}, "no_reason"), ({}, "recorded_already")],
)
def test_a_step_change_needs_a_month_that_is_over_a_reason_and_to_be_new(
    storage: Storage, clock: FixedClock, office: FoundedOffice, more: dict[str, object], code: str
):
    with storage.writing() as session:
        record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office))
        before = head(session)
        with pytest.raises(BadStep) as refused:
            record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office, **more))
        assert head(session) == before
    assert refused.value.code == code


@pytest.mark.parametrize("backend", ["sqlite"])
def test_only_a_quality_officer_decides_and_nothing_is_withdrawn_twice(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        for role in set(Role) - {Role.QUALITY_OFFICER}:
            with pytest.raises(Forbidden):
                record_step(session, clock, office.actor(role), typed(office))
        step = record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office))
        with pytest.raises(Forbidden):
            withdraw_step(session, clock, office.actor(Role.HEAD), step.id, "Pomyłka.")
        with pytest.raises(BadStep):
            withdraw_step(session, clock, office.actor(Role.QUALITY_OFFICER), step.id, " ")
        withdraw_step(session, clock, office.actor(Role.QUALITY_OFFICER), step.id, "Pomyłka.")
        with pytest.raises(NotFound):
            withdraw_step(session, clock, office.actor(Role.QUALITY_OFFICER), step.id, "Pomyłka.")


EDITS = {
    "month": "UPDATE step_change SET month = '2026-09'",
    "reason": "UPDATE step_change SET reason = 'x'",
    "withdrawn_leaf": "UPDATE step_change SET withdrawn_leaf = 5",
    "an entry records it": "DELETE FROM step_change",
}


def test_a_step_change_edited_past_the_record_is_named(storage: Storage, clock: FixedClock, office: FoundedOffice):
    assert set(REPLAYS) <= set(house.REPLAYS)
    with storage.session(writing=True) as session:
        step = record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed(office))
        assert compare(session, REPLAYS).difference is None
        for words, statement in EDITS.items():
            with session.begin_nested() as nested:
                session.execute(text(statement))
                session.expire_all()
                found = compare(session, REPLAYS).difference
                nested.rollback()
            assert found is not None, words
            assert (found.place, words in found.why) == (f"step:{step.id}", True), found


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_page_says_whether_it_is_a_signal_with_picture_table_and_file(
    storage: Storage, office: FoundedOffice, signed_in: Enter
):
    with storage.writing() as session:
        fill_two_years(session, office)
    client = signed_in(Role.AUDITOR)
    page = client.get("/staff/pl/results/control?target=95").get_data(as_text=True)
    assert "Do wyjaśnienia" in page
    assert "poza granicami" in page
    assert "Zapisz zmianę" not in page
    address = page.split('<img src="')[1].split('"')[0].replace("&amp;", "&")
    picture = client.get(address)
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    rows = client.get("/staff/pl/results/control.csv").get_data(as_text=True).splitlines()
    assert rows[-1].startswith("2026-10,on_time,1,population=complaints,10,0.2,")
    assert rows[-1].endswith(",outside,below,concerning,false,day_of_case")
    assert client.get("/staff/pl/results/control?measure=csat").status_code == 200
    assert client.get("/staff/pl/results/control/step").status_code == 403


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("asked", ["measure=x", "measure=reduction", "chart=x", "target=x", "target=101", "target=nan"])
def test_what_cannot_be_asked_of_a_chart_is_not_there(signed_in: Enter, asked: str):
    assert signed_in(Role.QUALITY_OFFICER).get(f"/staff/pl/results/control?{asked}").status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_quality_officer_records_a_step_and_takes_it_back_on_the_page(
    storage: Storage, office: FoundedOffice, signed_in: Enter
):
    with storage.writing() as session:
        fill_two_years(session, office)
    client = signed_in(Role.QUALITY_OFFICER)
    address = "/staff/pl/results/control/step?measure=on_time"
    refused = send(client, address, month="2026-03", reason=" ")
    assert refused.status_code == 422
    assert "Proszę napisać, co się zmieniło" in refused.get_data(as_text=True)
    assert send(client, address, month="2026-03", reason="Nowa kancelaria.").status_code == 302
    assert "Nowa kancelaria." in client.get("/staff/pl/results/control").get_data(as_text=True)
    with storage.reading() as session:
        [step] = session.query(StepChange).all()
    withdrawn = send(client, f"/staff/pl/results/control/step/{step.id}/withdraw", reason="Pomyłka.")
    assert withdrawn.status_code == 302
    assert "Nowa kancelaria." not in client.get("/staff/pl/results/control").get_data(as_text=True)


def send(client: FlaskClient, address: str, **fields: str):
    """Fetch the form and send it filled in."""
    page = client.get(address).get_data(as_text=True)
    token = page.split('name="csrf_token" type="hidden" value="')[1].split('"')[0]
    return client.post(address, data={"csrf_token": token, **fields})


def test_an_office_without_a_case_has_its_page(signed_in: Enter):
    assert "nie ma wyniku" in signed_in(Role.HEAD).get("/staff/pl/results/control").get_data(as_text=True)
