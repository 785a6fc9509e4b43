"""The rules of control charts at their edges."""

from __future__ import annotations

import pytest

from analytics.methods.laney import laney
from analytics.methods.signals import Limits, Rule, Side, Signal, signals
from analytics.methods.verdicts import Assurance, Variation, assurance, variation
from analytics.methods.xmr import xmr

WIDE = Limits(0.0, -30.0, 30.0)


def named(values: list[float], limits: Limits = WIDE) -> list[Signal | None]:
    return list(signals(values, [limits] * len(values)))


def test_seven_on_one_side_are_a_signal_and_six_are_none() -> None:
    shift = Signal(Rule.SHIFT, Side.ABOVE)
    assert named([1, 2, 1, 2, 1, 2, 1]) == [shift] * 7
    assert named([1, 2, 1, 2, 1, 2]) == [None] * 6


def test_a_point_on_the_centre_breaks_the_run() -> None:
    assert named([1, 2, 1, 0, 2, 1, 2, 1]) == [None] * 8


def test_a_trend_takes_seven_points_and_a_tie_breaks_it() -> None:
    rising = Signal(Rule.TREND, Side.ABOVE)
    assert named([-3, -2, -1, 0, 1, 2, 3]) == [rising] * 7
    assert named([-3, -2, -1, 0, 0, 1, 2, 3]) == [None] * 8
    assert named([3, 2, 1, 0, -1, -2]) == [None] * 6


def test_the_turning_point_of_two_trends_belongs_to_the_first() -> None:
    found = named([-3, -2, -1, 0, 1, 2, 3, 2, 1, 0, -1, -2, -3])
    assert [one and one.side for one in found] == [Side.ABOVE] * 7 + [Side.BELOW] * 6


def test_two_of_three_near_the_limit_count_only_on_one_side_of_the_centre() -> None:
    near = Signal(Rule.TWO_IN_THREE, Side.ABOVE)
    assert named([21, 1, 22]) == [near, None, near]
    assert named([21, -1, 22]) == [None] * 3
    assert named([20, 1, 20]) == [None] * 3  # on the line of two thirds is not beyond it


def test_outside_is_said_before_anything_else_and_on_the_limit_is_inside() -> None:
    assert named([31])[0] == Signal(Rule.OUTSIDE, Side.ABOVE)
    assert named([30]) == [None]
    assert named([1, 2, 1, 31, 1, 2, 1])[3] == Signal(Rule.OUTSIDE, Side.ABOVE)


def test_fewer_than_twelve_points_have_no_limits_and_no_signals() -> None:
    (few,) = xmr([5.0] * 3 + [90.0] * 8)
    assert (few.limits, set(few.signals)) == ((), {None})
    assert xmr([5.0, 6.0] * 6)[0].limits
    assert xmr([]) == ()


@pytest.mark.parametrize("value", [0.1, 1.0, 0.0, 1 / 3])
def test_a_flat_line_is_no_signal(value: float) -> None:
    (flat,) = xmr([value] * 24)
    assert set(flat.signals) == {None}


def test_one_jump_in_a_flat_line_leaves_limits_with_width() -> None:
    (found,) = xmr([100.0] * 20 + [80.0])
    assert found.limits[0].high > found.limits[0].low
    assert found.screened == 0
    assert found.signals[-1] == Signal(Rule.OUTSIDE, Side.BELOW)


def test_a_step_change_begins_a_stretch_with_limits_of_its_own() -> None:
    before, after = xmr([5.0, 6.0] * 8 + [20.0, 21.0] * 4, rebase_at=[16])
    assert before.limits
    assert not after.limits  # eight points are too few
    assert set(after.signals) == {None}
    with pytest.raises(ValueError, match="new stretch"):
        xmr([1.0, 2.0], rebase_at=[2])


def test_all_on_time_is_no_signal_in_laney() -> None:
    (found,) = laney([7] * 14, [7] * 14)
    assert set(found.signals) == {None}
    assert (found.limits[0].low, found.limits[0].high) == (1, 1)


@pytest.mark.parametrize(("counts", "bases"), [([1], [0]), ([3], [2]), ([-1], [2]), ([1, 2], [3])])
def test_laney_refuses_counts_that_cannot_be(counts: list[int], bases: list[int]) -> None:
    with pytest.raises(ValueError, match="base"):
        laney(counts, bases)


def test_the_last_point_gives_the_verdict_by_what_is_better() -> None:
    rising = xmr([5.0, 6.0] * 6 + [60.0])
    assert variation(rising, higher_is_better=True) is Variation.IMPROVING
    assert variation(rising, higher_is_better=False) is Variation.CONCERNING
    assert variation(rising, higher_is_better=None) is Variation.CHANGED
    assert variation(xmr([5.0, 6.0] * 6), higher_is_better=True) is Variation.COMMON
    assert variation(xmr([5.0] * 3), higher_is_better=True) is Variation.UNKNOWN
    assert variation((), higher_is_better=True) is Variation.UNKNOWN


def test_the_target_lies_below_inside_or_above_the_limits() -> None:
    limits = Limits(50.0, 40.0, 60.0)
    told = [assurance(target, limits) for target in (39.9, 40.0, 60.0, 60.1)]
    assert told == [Assurance.BELOW, Assurance.INSIDE, Assurance.INSIDE, Assurance.ABOVE]
    assert assurance(50.0, None) is Assurance.UNKNOWN
