"""One sheet with every figure: nothing registered is left out, and parts add up to the whole."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import WhyNot
from analytics.measures.satisfaction import QUESTION_OF
from analytics.measures.slices import Slice
from analytics.reports.as_of import as_of
from analytics.reports.case_list import case_page
from analytics.reports.choice import Choice
from analytics.reports.material import gather
from analytics.reports.sheet import Dimension, case_figures, sheet, sheet_by, sheet_by_department
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, SYSTEM
from office.actions.figures import FigureTyped, add_figure, change_figure
from office.models import ReferenceFigure
from tests.analytics.filling import fill
from tests.cast import FoundedOffice

OCTOBER = Month(2026, 10)
DIMENSIONS: tuple[Dimension, ...] = ("department", "kind", "channel", "topic")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(warsaw(2026, 11, 21, 10))


def test_every_measure_of_a_population_stands_in_its_sheet_once(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    for population in Population:
        material = gather(session, clock, EVERYWHERE, Choice(population), [OCTOBER])
        told = [one.measure for one in sheet(material, Period.of(OCTOBER))]
        wanted = [one.key for one in MEASURES if one.speaks_of(population)]
        assert told == [*wanted, *QUESTION_OF]


def test_departments_add_up_to_the_office(session: Session, office: FoundedOffice, clock: FixedClock) -> None:
    fill(session, office)
    months = Period.of(Month(2026, 8), OCTOBER).months
    material = gather(session, clock, EVERYWHERE, Choice(), months)
    for period in (Period.of(OCTOBER), Period.of(months[0], OCTOBER)):
        whole = {one.measure: one for one in sheet(material, period)}
        parts = sheet_by_department(material, period)
        assert set(parts) == {*material.departments, ""}
        for key, total in whole.items():
            if measure(key).unit in (Unit.CASES, Unit.SHARE) and not measure(key).is_survey:
                own = [one for part in parts.values() for one in part if one.measure == key]
                assert sum(one.n or 0 for one in own) == total.n, key
                assert sum(one.numerator or 0 for one in own) == total.numerator, key


def test_answers_stand_in_the_sheet_of_a_month_and_in_no_longer_one(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    material = gather(session, clock, EVERYWHERE, Choice(), [OCTOBER, OCTOBER.plus(1)])
    month = {one.measure: one for one in sheet(material, Period.of(OCTOBER))}
    assert (month["csat"].numerator, month["csat"].n) == (17, 20)
    longer = sheet(material, Period.of(OCTOBER, OCTOBER.plus(1)))
    assert not {one.measure for one in longer} & set(QUESTION_OF)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_behind_every_figure_stand_as_many_cases_as_it_says(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    period = Period.of(OCTOBER)
    for population in Population:
        choice = Choice(population)
        material = gather(session, clock, EVERYWHERE, choice, [OCTOBER], with_answers=False)
        for one in case_figures(material, material.known, period):
            listed = case_page(session, clock, EVERYWHERE, choice, one.measure, period, 1).total
            assert listed == one.n, (population, one.measure)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_cases_told_apart_by_kind_channel_and_topic_add_up(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    material, quarter = (
        gather(session, clock, EVERYWHERE, Choice(), Slice.parse("2026-Q4").period.months),
        Period.of(OCTOBER, OCTOBER.plus(2)),
    )
    whole = {one.measure: one.n for one in case_figures(material, material.known, quarter)}
    for dimension in DIMENSIONS:
        parts = sheet_by(material, quarter, dimension)
        for key in ("received", "settled", "left", "backlog", "overdue", "on_time", "late_unnoticed", "justified"):
            own = [one.n or 0 for part in parts.values() for one in part if one.measure == key]
            assert sum(own) == whole[key], (dimension, key)
    assert set(sheet_by(material, quarter, "kind")) == {"skarga", "wniosek"}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_rates_rest_on_the_figures_entered_of_that_year_or_of_the_nearest_before(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    home = office.home.id
    session.add_all(
        [
            ReferenceFigure(what="inhabitants", year=2025, value=40_000, source="GUS"),
            ReferenceFigure(what="inhabitants", year=2027, value=10, source="GUS"),
            ReferenceFigure(what="cases", year=2026, value=12_000, source="rejestr"),
            ReferenceFigure(what="cases", year=2026, value=600, source="rejestr", department_id=home),
        ]
    )
    session.flush()
    material = gather(session, clock, EVERYWHERE, Choice(), [OCTOBER.plus(-1), OCTOBER], with_answers=False)
    told = {one.measure: one for one in sheet(material, Period.of(OCTOBER.plus(-1)))}
    assert (told["per_inhabitants"].numerator, told["per_inhabitants"].value) == (7, 1.75)
    assert (told["per_cases"].n, told["per_cases"].value) == (1_000, 7)
    longer = {one.measure: one for one in sheet(material, Period.of(OCTOBER.plus(-1), OCTOBER))}
    assert (longer["per_cases"].n, longer["per_cases"].value) == (2_000, 4)
    apart = {one.measure: one for one in sheet_by_department(material, Period.of(OCTOBER.plus(-1)))[str(home)]}
    assert (apart["per_cases"].n, apart["per_cases"].numerator) == (50, 5)
    assert apart["per_inhabitants"].why_not is WhyNot.NO_BASE
    alone = gather(session, clock, frozenset({home}), Choice(), [OCTOBER.plus(-1)], with_answers=False)
    own = {one.measure: one for one in sheet(alone, Period.of(OCTOBER.plus(-1)))}
    assert (own["per_cases"].n, own["per_inhabitants"].why_not) == (50, WhyNot.NO_BASE)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_rates_as_of_a_moment_rest_on_what_was_entered_by_then(
    session: Session, office: FoundedOffice, clock: FixedClock
) -> None:
    fill(session, office)
    september = OCTOBER.plus(-1)

    def rate() -> tuple[int | None, float | None]:
        seen = as_of(session, moment)
        material = gather(session, clock, EVERYWHERE, Choice(), [september], with_answers=False, as_of=seen)
        known = gather(session, clock, EVERYWHERE, Choice(), [september], with_answers=False).known
        told = next(
            one
            for one in case_figures(material, known, Period.of(september), part="")
            if one.measure == "per_inhabitants"
        )
        return told.n, told.value

    row = add_figure(session, clock, SYSTEM, FigureTyped("inhabitants", 2025, 40_000, "GUS"))
    moment = clock.now()
    clock.advance(minutes=1)
    corrected = FigureTyped("inhabitants", 2025, 70_000, "GUS")
    change_figure(session, clock, SYSTEM, row, corrected, row_version=1, reason="Pomylona liczba")
    assert rate() == (40_000, 1.75)
    moment = clock.now()
    assert rate() == (70_000, 1.0)
