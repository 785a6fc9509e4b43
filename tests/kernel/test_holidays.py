"""The holiday table against the `holidays` package and against the acts."""

from __future__ import annotations

import datetime as dt

import holidays as oracle
import pytest

from kernel.easter import easter_sunday
from kernel.holidays import HOLIDAYS, holiday_name, holiday_on, holidays_of
from tests.kernel.slow_terms import is_public_holiday

ORACLE_YEARS = range(1991, 2041)
"""All years our rows serve: complete from 1991, and no term ends after 2040."""


@pytest.mark.parametrize("year", ORACLE_YEARS)
def test_each_day_agrees_with_the_holidays_package(year: int) -> None:
    assert set(holidays_of(year)) == set(
        oracle.country_holidays("PL", years=year, categories=("public",), observed=False)
    )


@pytest.mark.parametrize("year", range(2010, 2042))
def test_the_list_written_apart_agrees_with_the_holidays_package(year: int) -> None:
    days = (dt.date(year, 1, 1) + dt.timedelta(days=n) for n in range(366))
    walked = {day for day in days if day.year == year and is_public_holiday(day)}
    assert walked == set(oracle.country_holidays("PL", years=year, categories=("public",), observed=False))


@pytest.mark.parametrize(("year", "count"), [(2010, 12), (2011, 13), (2018, 14), (2019, 13), (2024, 13), (2025, 14)])
def test_the_number_of_holidays_follows_the_acts(year: int, count: int) -> None:
    assert len(holidays_of(year)) == count


def test_a_holiday_in_force_never_hides_behind_another_on_the_same_date() -> None:
    for year in range(1991, 2100):
        in_force = [row for row in HOLIDAYS if row.falls_on(year)]
        assert len(holidays_of(year)) == len(in_force)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2024, 12, 24), None),
        (dt.date(2025, 12, 24), "Wigilia Bożego Narodzenia"),
        (dt.date(2010, 1, 6), None),
        (dt.date(2011, 1, 6), "Święto Trzech Króli"),
        (dt.date(2018, 11, 12), "Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości"),
        (dt.date(2019, 11, 12), None),
        (dt.date(2026, 6, 4), "Boże Ciało"),
        (dt.date(2026, 4, 6), "Poniedziałek Wielkanocny"),
        (dt.date(2026, 11, 22), None),
    ],
)
def test_a_day_is_called_by_its_name(day: dt.date, name: str | None) -> None:
    assert holiday_name(day) == name


def test_each_row_says_which_act_made_it() -> None:
    assert all("Dz.U." in row.source and row.name for row in HOLIDAYS)
    assert len({row.key for row in HOLIDAYS}) == len(HOLIDAYS)


def test_a_year_before_the_table_is_refused_not_guessed() -> None:
    with pytest.raises(ValueError, match="1990"):
        holiday_on(dt.date(1990, 5, 1))


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1818, 3, 22), (1943, 4, 25), (1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2038, 4, 25), (2285, 3, 22)],
)
def test_easter_as_in_meeus_and_at_its_two_ends(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == dt.date(year, month, day)
