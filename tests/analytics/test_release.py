"""A whole release attacked: no table, month, quarter or year gives a hidden cell away."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.methods.release import (
    MONTHS,
    QUARTERS,
    ROOT,
    YEAR,
    Cell,
    View,
    hidden_in,
    hidden_lines,
    hidden_lines_in_turn,
    in_turn,
    months_in,
    quarter_to,
    times_of,
    year_to,
)
from analytics.methods.release.room import Room
from analytics.methods.release.sheet import Sheet, everywhere
from analytics.methods.suppression import MINIMUM_N
from tests.analytics.attacker import narrowest, narrowest_of_all

HOURS = (("tablet", "hour 9"), ("tablet", "hour 10"), ("phone", "hour 9"), ("phone", "hour 10"), ("paper",))


def months(**n: int) -> list[int]:
    """The months of a year: jan=3, feb=40."""
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return [n.get(name, 0) for name in names]


def ways(places: View, weights: list[int]) -> View:
    """The same answers by way and hour, dealt out by weights; the last takes what is left."""
    whole = places.counts.sum(axis=0)
    parts = np.array([whole * weight // (sum(weights) or 1) for weight in weights[:-1]])
    return View(HOURS, np.vstack([parts, whole - parts.sum(axis=0)]))


@st.composite
def releases(draw: st.DrawFn) -> list[View]:
    """A random office: departments with desks and services, a few months or all of them, few answers or many."""
    leaves = tuple(
        (f"dept {dept}", f"desk {dept}.{desk}", f"service {dept}.{draw(st.integers(0, 1))}")
        for dept in range(draw(st.integers(1, 3)))
        for desk in range(draw(st.integers(1, 3)))
    )
    open_months = draw(st.sets(st.integers(0, MONTHS - 1), min_size=1, max_size=6))
    most = draw(st.sampled_from([4, 9, 40]))
    counts = np.zeros((len(leaves), MONTHS), dtype=np.int64)
    for month in sorted(open_months):
        for leaf in range(len(leaves)):
            counts[leaf, month] = draw(st.integers(0, most))
    places = View(leaves, counts)
    return [places, ways(places, draw(st.lists(st.integers(0, 9), min_size=5, max_size=5)))]


@given(releases())
@settings(max_examples=25)
def test_an_attacker_with_every_shown_number_cannot_narrow_a_hidden_cell_below_the_minimum(views: list[View]):
    assert narrowest(views, hidden_in(views), MINIMUM_N) >= MINIMUM_N - 1e-6


def test_the_attacker_does_find_what_is_only_hidden_table_by_table():
    """Without hiding anything beside it a small month is the year less the other months."""
    views = [View((("a",), ("b",)), np.array([months(jan=3, feb=40), months(jan=30, feb=40)]))]
    small = frozenset({("a", 0)})
    assert narrowest(views, small, MINIMUM_N) == 0
    assert narrowest(views, hidden_in(views), MINIMUM_N) >= MINIMUM_N


def test_a_small_month_of_a_desk_hides_one_month_more_and_not_the_year():
    views = [View((("a",), ("b",)), np.array([months(jan=3, feb=40), months(jan=30, feb=40)]))]
    assert hidden_in(views) == {("a", 0), ("b", 0), ("a", 1), ("b", 1)}


def test_a_small_first_month_of_the_whole_office_leaves_its_year_to_be_told():
    views = [View((("a",), ("b",)), np.array([months(jan=2, feb=40, mar=50), months(jan=1, feb=30, mar=30)]))]
    hidden = hidden_in(views)
    assert (ROOT, 0) in hidden
    assert (ROOT, YEAR) not in hidden
    assert narrowest(views, hidden, MINIMUM_N) >= MINIMUM_N


def test_nothing_is_hidden_where_everything_is_large():
    views = [View((("a",), ("b",)), np.array([months(jan=30, may=40), months(jan=30, feb=40)]))]
    assert hidden_in(views) == frozenset()


def test_two_months_share_the_times_that_hold_both():
    assert times_of(0, 1) == (0, 1)
    assert times_of(0, 3) == (0, 3, 12, 13)
    assert times_of(5, -1) == (5, 13, 16)


@given(st.lists(st.lists(st.sampled_from([0, 0, 1, 3, 7, 20, 60]), min_size=12, max_size=12), min_size=1, max_size=6))
@settings(max_examples=25)
def test_hours_that_are_told_narrow_no_small_hour_further_than_the_sums_alone_do(lines: list[list[int]]):
    """What is told besides: every sum of all hours, by month, quarter and year. Hidden hours are not listed."""
    counts: dict[Hashable, list[int]] = {f"hour {place}": line for place, line in enumerate(lines)}
    view = View(tuple((key,) for key in counts), np.array(lines))
    every = frozenset((key, time) for key in counts for time in range(17))
    assert narrowest([view], hidden_lines(counts), MINIMUM_N, knows_which=False) >= min(
        MINIMUM_N - 1e-6, narrowest([view], every, MINIMUM_N, knows_which=False) - 1e-6
    )


def test_where_the_sum_of_a_month_is_not_told_hours_are_told_for_longer_times_only():
    counts: dict[Hashable, list[int]] = {"hour 9": months(jan=40, feb=40), "hour 10": months(jan=30, feb=20)}
    assert hidden_lines(counts) == frozenset()
    assert {time for _key, time in hidden_lines(counts, {0})} == {0, 1}
    assert {time for _key, time in hidden_lines(counts, {16})} == {0, 1, 12, 16}


# --- one publication after the other ---


def told_in_turn(views: list[View]) -> set[Cell]:
    """All that twelve publications tell; a quarter and the year are what was told in their last month."""
    return by_every_name(in_turn(views, MONTHS - 1).told)


def told_for_themselves(views: list[View]) -> set[Cell]:
    """The same where each publication is decided without a look at those before it."""
    told: set[Cell] = set()
    for month in range(MONTHS):
        so_far = [View(view.leaves, np.where(np.arange(MONTHS) <= month, view.counts, 0)) for view in views]
        hidden = hidden_in(so_far)
        parts = {ROOT, *(part for view in views for leaf in view.leaves for part in leaf)}
        names = ((month, month), (MONTHS + month // 3, quarter_to(month)), (YEAR, year_to(month)))
        told |= {(part, kept) for part in parts for time, kept in names if (part, time) not in hidden}
    return by_every_name(told)


def by_every_name(told: set[Cell]) -> set[Cell]:
    whole = {MONTHS + number: quarter_to(number * 3 + 2) for number in range(QUARTERS)} | {YEAR: year_to(MONTHS - 1)}
    return told | {(part, time) for part, at in told for time, last in whole.items() if at == last}


def small_office(seed: int, most: int = 9) -> list[View]:
    """Departments of which most months have few answers."""
    chance = np.random.default_rng(seed)
    leaves = tuple((f"dept {dept}", f"service {dept}.{one}") for dept in range(3) for one in range(2))
    return [View(leaves, chance.integers(0, most, size=(len(leaves), MONTHS)))]


@pytest.mark.parametrize("seed", range(3))
def test_months_published_one_after_the_other_with_the_year_to_date_give_no_small_month_back(seed: int):
    views = small_office(seed)
    told = told_in_turn(views)
    assert any(part != ROOT and year_to(0) <= time < quarter_to(0) for part, time in told), "something is told"
    assert narrowest_of_all(views, told, MINIMUM_N) >= MINIMUM_N - 1e-6


def test_publications_that_heed_no_earlier_one_are_given_back_by_the_attacker():
    offices = [small_office(seed) for seed in range(3)]
    assert any(narrowest_of_all(views, told_for_themselves(views), MINIMUM_N) < 1 for views in offices)


def test_what_an_earlier_publication_told_is_never_hidden_and_counts_against_the_next():
    views = [View((("a",), ("b",)), np.array([months(jan=20, feb=3), months(jan=30, feb=40)]))]
    assert {time for _part, time in hidden_in(views)} == {0, 1}  # nothing was told: January helps to tell the year
    told = frozenset({("a", 0), ("b", 0)})
    hidden = hidden_in(views, MINIMUM_N, told)
    assert not hidden & told
    assert {("a", 1), ("b", 1), ("a", YEAR), ("b", YEAR)} <= hidden


def test_the_whole_of_a_small_month_is_never_the_year_so_far_less_what_was_told_before():
    views = [View((("a",),), np.array([months(sep=9, oct=3)]))]
    turn = in_turn(views, 9)
    assert {(ROOT, 8), (ROOT, year_to(8))} <= turn.told
    assert {(ROOT, 9), (ROOT, YEAR), ("a", YEAR)} <= turn.hidden


def test_times_told_earlier_hold_the_months_up_to_then():
    assert list(months_in(year_to(4))) == [0, 1, 2, 3, 4]
    assert list(months_in(quarter_to(4))) == [3, 4]


def test_hours_published_month_by_month_are_told_for_months_only():
    counts: dict[Hashable, list[int]] = {"hour 9": months(jan=40, feb=40), "hour 10": months(jan=30, feb=20)}
    told = {(key, time) for key in counts for time in range(17)} - hidden_lines_in_turn(counts, {1})
    assert {time for _key, time in told if time < 2} == {0}
    assert not {time for _key, time in told if time >= MONTHS}


def test_what_a_cell_costs_follows_what_is_hidden():
    view = View((("a", "x"), ("a", "y"), ("b", "x")), np.arange(36).reshape(3, 12))
    sheet = Sheet(view, everywhere())
    before = sheet.leaf_costs(1).copy(), sheet.costs_between(0, 3).copy(), sheet.cost_between(1, 0, 3)
    sheet.hide(sheet.member[0] == 1, sheet.apart[0][3])
    anew = Sheet(view, everywhere())
    anew.hidden = sheet.hidden.copy()
    assert (sheet.leaf_costs(1) == anew.leaf_costs(1)).all()
    assert (sheet.costs_between(0, 3) == anew.costs_between(0, 3)).all()
    assert sheet.cost_between(1, 0, 3) == anew.cost_between(1, 0, 3) < before[2]
    assert (before[0] != sheet.leaf_costs(1)).any()
    assert (before[1] != sheet.costs_between(0, 3)).any()


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 11), st.integers(0, 3)), max_size=8))
def test_a_leaf_may_lose_what_it_has_and_what_leaves_one_in_each_of_its_parts(taken: list[tuple[int, int, int]]):
    sheet = Sheet(View((("a", "x"), ("a", "y"), ("b", "x")), np.arange(36).reshape(3, 12)), everywhere())
    room, left = Room(sheet), sheet.leaves.copy()
    for leaf, month, width in taken:
        room.take(leaf, month, width)
        left[leaf, month] -= width
    for leaf, month in np.ndindex(left.shape):
        parts = [
            (left * sheet.member[:, [part]]).sum(axis=0)[month] - 1 for part in sheet.member[leaf].nonzero()[0][1:]
        ]
        assert room.free[leaf, month] == min(left[leaf, month], *parts)
