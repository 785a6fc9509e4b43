"""What of the answers is told, decided as for a real office, and attacked with everything its readers may keep."""

from __future__ import annotations

import uuid
from collections.abc import Hashable, Sequence

import numpy as np
import pytest
from scipy.optimize import linprog

from analytics.measures.result import WhyNot
from analytics.methods.block import hidden_block
from analytics.methods.release import MONTHS, QUARTERS, ROOT, TIMES, YEAR, View, hidden_lines_once, in_turn, months_in
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.deciding import RATED, RATES, SETTLED, Audience, Rows, decided, decided_of_part, least, views_of
from analytics.reports.earlier import NOTHING
from analytics.reports.marks import RAW, marks
from analytics.reports.release import Released
from tests.analytics.attacker import least_slack, narrowest_of_all
from tests.analytics.test_release import by_every_name

VERSION = uuid.UUID(int=9)
NO_DESK = uuid.UUID(int=0)
FIRST = (1, "q1")


def key(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + 1)


def office(seed: int, most: int = 9, departments: int = 3, last: int = 5) -> Rows:
    """A small office: one or two desks a department, answers at no desk, visits reported on some days only."""
    chance = np.random.default_rng(seed)
    places, visited = [], []
    for month in range(1, last + 2):
        for department in range(departments):
            for desk in (NO_DESK, key(20 + department), key(30 + department)):
                n = int(chance.integers(0, most if desk.int else 3))
                if n:
                    place = (month, key(department), desk, key(40 + department))
                    places.append((VERSION, "q1", *place, n))
                    visited.append((VERSION, *place, int(chance.integers(0, n + 1)) if desk.int else 0))
    return Rows(places, dealt(places, ["qr", "tablet", "paper"]), [], dealt(places, ["yes", "no"]), visited)


def dealt(places: Sequence[tuple[object, ...]], names: list[str]) -> list[tuple[object, ...]]:
    """The same answers in another way, dealt out by months."""
    found: list[tuple[object, ...]] = []
    for month in range(1, MONTHS + 1):
        whole = sum(int(str(row[6])) for row in places if row[2] == month)
        parts = [whole // 3, whole // 7]
        shares = [*parts[: len(names) - 1], whole - sum(parts[: len(names) - 1])]
        found += [(VERSION, "q1", month, name, n) for name, n in zip(names, shares, strict=True) if n]
    return found


@pytest.mark.parametrize("seed", range(3))
def test_numbers_of_answers_and_response_rates_over_time_tell_no_hidden_one(seed: int):
    """Months, quarters and the year of every department, desk, service, way and of the rates, all laid side by side."""
    rows = office(seed)
    views = views_of(rows, Audience.STAFF)
    hidden = decided(rows, 5, Audience.STAFF, NOTHING).hidden
    assert {part for view in views for leaf in view.leaves for part in leaf if part == RATES}
    assert least_slack(views, hidden, least(Audience.STAFF)) >= -1e-6


def test_who_kept_what_was_told_month_by_month_learns_no_hidden_number():
    """Every page of staff printed after every month, the year to date among them, and all prints laid side by side."""
    for seed in range(2):
        views = views_of(office(seed, departments=2), Audience.STAFF)
        told = by_every_name(in_turn(views, 5, least(Audience.STAFF)).told)
        of_all = {part for view in views for leaf in view.leaves for part in leaf} | {ROOT}
        told |= {(part, time) for part in of_all for time in range(6, MONTHS)}  # months that never were
        assert narrowest_of_all(views, told, MINIMUM_N) >= MINIMUM_N - 1e-6


def test_a_desk_is_told_from_ten_on_with_its_rate_and_a_lone_one_as_its_department():
    places = [(VERSION, "q1", 1, key(0), key(20), key(40), 12), (VERSION, "q1", 1, key(0), key(30), key(40), 6)]
    lone = [(VERSION, "q1", 1, key(1), key(21), key(41), 6), (VERSION, "q1", 1, key(2), key(22), key(42), 30)]
    places += lone
    visited = [(row[0], *row[2:6], row[6]) for row in places]
    found = decided(Rows(places, dealt(places, ["qr", "tablet", "paper"]), [], [], visited), 0, Audience.STAFF, NOTHING)
    hidden = {part for part, time in found.hidden if time == 0}
    assert {("desk", str(key(30))), ("desk_rate", str(key(30)))} <= hidden
    assert not hidden & {("desk", str(key(21))), ("department", str(key(0))), ("department", str(key(1)))}
    assert least(Audience.STAFF)(("desk_rate", str(key(30)))) == PUBLISHED_N


def test_answers_without_an_overall_rating_are_a_part_of_their_own_that_stays_hidden():
    """Of 60 answers 58 stand beside an overall rating: both told, the two others would be."""
    places = [(VERSION, "q4", month, key(0), key(20), key(40), 60) for month in (1, 2, 3)]
    settled = [(VERSION, "q4", month, "yes", 58 if month == 2 else 60) for month in (1, 2, 3)]
    hidden = decided(Rows(places, dealt(places, ["qr"]), [], settled), 2, Audience.STAFF, NOTHING).hidden
    assert (RATED, 1) in hidden
    assert (ROOT, 1) not in hidden


def test_where_the_answers_about_settling_contradict_the_whole_none_of_them_is_told():
    """More pairs than answers: a count is stale. Nothing proves a cell safe then, so every one is hidden."""
    places = [(VERSION, "q1", month, key(0), key(20), key(40), 60) for month in (1, 2)]
    settled = [(VERSION, "q1", 1, "yes", 50), (VERSION, "q1", 1, "no", 20), (VERSION, "q1", 2, "yes", 60)]
    for audience in Audience:
        hidden = decided(Rows(places, dealt(places, ["qr"]), [], settled), 1, audience, NOTHING).hidden
        assert {((SETTLED, name), time) for name in ("yes", "no") for time in range(TIMES)} <= hidden
        assert (ROOT, 0) not in hidden


# --- readers of some departments ---


def reader_of(rows: Rows, last: int, *numbers: int) -> tuple[Released, Released]:
    """What readers of the whole office and of some departments are told."""
    every = Released(Audience.STAFF, {FIRST: rows}, last, firsts=frozenset({FIRST}))
    mine = [row for row in rows.places if row[3] in {key(one) for one in numbers}]
    visited = [row for row in rows.visited if row[2] in {key(one) for one in numbers}]
    own = Rows(mine, dealt(mine, ["qr", "tablet", "paper"]), [], dealt(mine, ["yes", "no"]), visited)
    return every, Released(Audience.STAFF, {FIRST: own}, last, office=every, firsts=frozenset({FIRST}))


@pytest.mark.parametrize("seed", range(6))
def test_heads_who_pool_their_pages_know_of_places_what_readers_of_the_office_know(seed: int):
    rows = office(seed, most=14)
    for numbers in ((0,), (1,), (0, 2)):
        every, head = reader_of(rows, 5, *numbers)
        for time in range(TIMES):
            for part in [("department", str(key(one))) for one in numbers] + [("desk", str(key(20 + numbers[0])))]:
                assert head.why_not(FIRST, part, time) == every.why_not(FIRST, part, time)
            told = [every.why_not(FIRST, ("department", str(key(one))), time) is None for one in numbers]
            assert (head.why_not(FIRST, ROOT, time) is None) == all(told)
            given = {row[3] for row in head.rows[FIRST].ways if row[2] - 1 in months_in(time)}
            ways = [head.why_not(FIRST, ("mode", name), time) for name in given]
            assert all(told) or None not in ways, "a sum of ways would be the department that is hidden"


def test_a_department_less_its_desks_tells_nobody_who_answered_at_none():
    """40 of 43 came from the desk: both told, three answers would stand alone."""
    places = [
        (VERSION, "q1", 1, key(department), desk, key(40 + department), n)
        for department, desk, n in ((0, key(20), 40), (0, NO_DESK, 3), (1, key(21), 50), (1, NO_DESK, 9))
    ]
    _every, head = reader_of(Rows(places, dealt(places, ["qr", "tablet", "paper"]), [], []), 0, 0)
    assert head.why_not(FIRST, ROOT, 0) is None
    assert head.why_not(FIRST, ("desk", str(key(20))), 0) is WhyNot.PROTECTS_OTHERS
    assert head.why_not(FIRST, ("desk", str(NO_DESK)), 0) is WhyNot.TOO_FEW


def test_of_a_whole_that_is_hidden_no_way_is_told():
    rows = office(1, most=30)
    mine = decided_of_part(rows, 5, tuple(time != 2 for time in range(TIMES)))
    assert all((("mode", name), 2) in mine.hidden for name in ("qr", "tablet", "paper"))


# --- hours, ways by departments, answers left out ---


def test_what_is_told_of_an_hour_is_part_of_nothing_else_that_is_told():
    chance = np.random.default_rng(7)
    for last in (4, 8, 11):
        counts: dict[Hashable, list[int]] = {
            f"hour {hour}": [int(n) if month <= last else 0 for month, n in enumerate(chance.integers(0, 12, 12))]
            for hour in range(6)
        }
        told = {(one, time) for one in counts for time in range(TIMES)} - hidden_lines_once(counts, last)
        for hour in counts:
            months = [month for one, time in told for month in months_in(time) if one == hour]
            assert len(months) == len(set(months))
        assert all(max(months_in(time)) <= last for _hour, time in told), "a quarter or a year waits until it is over"


def test_hours_too_few_for_their_months_are_told_when_the_quarter_is_over():
    counts: dict[Hashable, list[int]] = {f"hour {one}": [3, 3, 3] + [0] * 9 for one in range(5)}
    assert len(hidden_lines_once(counts, 1)) == 5 * TIMES
    assert {time for _hour, time in hidden_lines_once(counts, 2)} == set(range(TIMES)) - {MONTHS}
    assert YEAR == MONTHS + QUARTERS


@pytest.mark.parametrize("seed", range(8))
def test_departments_by_ways_attacked_with_both_sums_give_no_small_cell_back(seed: int):
    chance = np.random.default_rng(seed)
    names = [(f"dept {row}", f"way {column}") for row in range(4) for column in range(4)]
    cells = {place: int(chance.choice([0, 0, 2, 4, 9, 30])) for place in names}
    rows, columns = hidden_block(cells)
    hidden = [place for place in names if place[0] in rows and place[1] in columns]
    small = [place for place in names if 0 < cells[place] < MINIMUM_N]
    assert set(small) <= set(hidden)
    if len(rows) == len(columns) == 4:
        return  # the sums of the whole table are all there is
    lines = [(axis, line) for axis, found in ((0, rows), (1, columns)) for line in sorted(found)]
    sums = [[float(place[axis] == line) for place in hidden] for axis, line in lines]
    known = [sum(row[at] * cells[place] for at, place in enumerate(hidden)) for row in sums]
    for place in small:
        aim = np.array([float(one == place) for one in hidden])
        ends = [linprog(sign * aim, A_eq=sums, b_eq=known, method="highs").fun for sign in (1, -1)]
        assert -ends[1] - ends[0] >= MINIMUM_N - 1e-6


def test_answers_left_out_are_hidden_like_any_other_number_and_all_of_them_with_them():
    """43 came, 40 count, 3 are marked: told, the two would be the three."""
    rows = [(1, key(0), "qr", "speeder", 3), (2, key(0), "qr", "speeder", 20), (3, key(0), "qr", "speeder", 30)]
    found = marks([*rows, (1, key(0), "qr", "partial", 2)], 2, Audience.STAFF)
    assert found.why_not(("mark", "speeder"), 0) is found.why_not(ROOT, 0) is WhyNot.TOO_FEW
    assert found.why_not(ROOT, 1) or found.why_not(ROOT, MONTHS), "nor by the quarter less the rest"
    assert 0 in found.counted, "nor how many stopped on the way"
    assert marks(rows[1:2], 1, Audience.STAFF).hidden == frozenset()
    public = Released(Audience.PUBLIC, {}, 2, marked=rows)
    assert public.why_no_mark(RAW, 0) is WhyNot.PROTECTS_OTHERS, "outside nobody hears that it is small"


def test_marks_attacked_over_departments_ways_and_time_stay_hidden():
    chance = np.random.default_rng(3)
    rows = [
        (month, key(department), way, mark, int(chance.integers(1, 9)))
        for month in range(1, 5) for department in range(2) for way in ("qr", "paper") for mark in ("speeder", "burst")
    ]  # fmt: skip
    found = marks(rows, 3, Audience.STAFF)
    leaves = {(("department", str(row[1])), ("mode", row[2]), ("mark", row[3])): [0] * MONTHS for row in rows}
    for row in rows:
        leaves[("department", str(row[1])), ("mode", row[2]), ("mark", row[3])][row[0] - 1] += row[4]
    view = View(tuple(leaves), np.array(list(leaves.values())))
    assert least_slack([view], found.hidden, lambda _part: MINIMUM_N) >= -1e-6
