"""One sheet with every figure: nothing registered is left out, and parts add up to the whole."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES, measure
from analytics.measures.satisfaction import QUESTION_OF
from analytics.reports.choice import Choice
from analytics.reports.material import gather
from analytics.reports.sheet import sheet, sheet_by_department
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE
from tests.analytics.filling import fill
from tests.cast import FoundedOffice

OCTOBER = Month(2026, 10)


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
