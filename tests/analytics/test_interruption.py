"""A year of months before a change and a year after it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from analytics import change_words
from analytics.measures.cases import known_at
from analytics.measures.declaration import Unit
from analytics.measures.interruption import Interrupted, Lack, interruption
from analytics.measures.period import Month
from analytics.methods.interval import Difference
from kernel.clock import warsaw
from tests.analytics.conftest import AS_OF, case, frame_of

CHANGE = Month(2025, 10)
WOBBLE = (0, 1, -1, 0, 2, -1, 0, 1, 0, -2, 1, 0)


def month_of(month: Month, middle: int, cases: int = 7, still_open: int = 0) -> list[dict[str, Any]]:
    came = month.first
    lasted = [middle + number - cases // 2 for number in range(cases)]
    settled = [case(str(came), settled=str(came + dt.timedelta(days=days))) for days in lasted]
    return [*settled, *(case(str(came)) for _ in range(still_open))]


def two_years(jump: int, *, few: Month | None = None, running: Month | None = None) -> Interrupted:
    rows = []
    for number in range(-12, 12):
        month = CHANGE.plus(number)
        middle = 25 + WOBBLE[number % 12] + (jump if number >= 0 else 0)
        rows += month_of(month, middle, 3 if month == few else 7, 9 if month == running else 0)
    return interruption(known_at(frame_of(*rows), AS_OF), CHANGE, AS_OF)


def told(series: Interrupted) -> list[str]:
    return [sentence.replace("\u00a0", " ") for sentence in change_words.refusals(series)]


def test_a_jump_at_the_change_is_found_with_its_interval() -> None:
    series = two_years(-10)
    assert [one.n for one in series.months] == [7] * 24
    assert series.months[12].month == CHANGE
    assert series.months[0].median == 25
    assert series.found is not None
    assert series.found.level.value == pytest.approx(-10, abs=2)
    assert series.found.level.high < 0
    assert not series.found.slope.is_demonstrated


def test_where_nothing_changed_nothing_is_claimed() -> None:
    found = two_years(0).found
    assert found is not None
    assert not found.level.is_demonstrated
    assert not found.slope.is_demonstrated


@pytest.mark.usefixtures("speaking")
def test_missing_months_are_named_with_their_reason() -> None:
    few = two_years(-10, few=Month(2025, 2))
    assert (few.found, few.lacking(Lack.TOO_FEW)) == (None, (Month(2025, 2),))
    assert told(few) == ["W tych miesiącach wpłynęło mniej niż 5 spraw: luty 2025."]
    running = two_years(-10, running=Month(2026, 9))
    assert running.lacking(Lack.UNKNOWN) == (Month(2026, 9),)
    assert told(running)[0].startswith("Połowa spraw jest jeszcze w toku")
    assert change_words.level_words(running).word == "za mało danych"


@pytest.mark.usefixtures("speaking")
def test_a_change_of_last_spring_waits_for_its_year() -> None:
    early = warsaw(2026, 4, 10, 9)
    rows = [row for number in range(-12, 7) for row in month_of(CHANGE.plus(number), 5)]
    series = interruption(known_at(frame_of(*rows), early), CHANGE, early)
    assert series.found is None
    assert series.lacking(Lack.NOT_OVER) == tuple(Month(2026, number) for number in range(4, 10))
    [sentence] = told(series)
    assert "kwiecień 2026" in sentence
    assert "wrzesień 2026" in sentence
    assert "maj 2026" not in sentence, "a run of months is told by its ends"


@pytest.mark.usefixtures("speaking")
@pytest.mark.parametrize(
    ("change", "words", "meaning"),
    [
        (Difference(-4, -6, -2), "krócej o 4 dni (od 2 do 6)", "fine"),
        (Difference(4.5, 2, 6), "dłużej o 4,5 dnia (od 2 do 6)", "soon"),
        (Difference(-1, -3, 0.5), "nie wykazano zmiany (od \u22123 do 0,5)", "neutral"),
        (None, "za mało danych", "neutral"),
    ],
)
def test_words_follow_the_interval(change: Difference | None, words: str, meaning: str) -> None:
    spoken = change_words.shift(change, Unit.DAYS)
    assert (spoken.word.replace("\u00a0", " "), spoken.meaning) == (words, meaning)
