"""Newey and West's errors against R's sandwich package; what the intervals of an interrupted series really cover."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.methods.interrupted import LAG, LEVEL_REACH, SLOPE_REACH, design, interrupted
from analytics.methods.newey_west import newey_west
from tests.reference.conftest import survival_rows

NEWEY_WEST_LAG_4 = [
    [359.4170681, -0.3115505035, -4.089319305],
    [-0.3115505035, 0.0002805888, -0.005355931],
    [-4.0893193, -0.0053559312, 11.171472998],
]
"""R: NeweyWest(lm(RealInv ~ RealGNP + RealInt, data = Investment), lag = 4, prewhite = FALSE), package sandwich."""


def test_r_sandwich_newey_west_of_greene_s_investment_data() -> None:
    rows = survival_rows("investment_greene.csv")
    x = [[1.0, float(row["RealGNP"]), float(row["RealInt"])] for row in rows]
    found = newey_west(x, [float(row["RealInv"]) for row in rows], 4, is_adjusted=False)
    assert found.coefficients == pytest.approx([-12.53360, 0.16914, -1.00144], abs=5e-6)
    assert found.covariance == pytest.approx(np.array(NEWEY_WEST_LAG_4), rel=1e-6)
    adjusted = newey_west(x, [float(row["RealInv"]) for row in rows], 4)
    assert adjusted.covariance == pytest.approx(found.covariance * 19 / 16)


def coverage(memory: float) -> list[float]:
    """How often the intervals hold the truth (no change) when errors remember so much of the month before."""
    rng, rounds = np.random.default_rng(17), 20_000
    shocks = rng.normal(size=(rounds, 64))
    errors = np.zeros_like(shocks)
    for month in range(1, 64):
        errors[:, month] = memory * errors[:, month - 1] + shocks[:, month]
    x, y = design(), errors[:, 40:]
    turned = np.linalg.inv(x.T @ x) @ x.T
    found = y @ turned.T
    left = y - found @ x.T
    covered = []
    for place, reach in ((2, LEVEL_REACH), (3, SLOPE_REACH)):
        score = left * turned[place]
        variance = (score**2).sum(axis=1)
        for step in range(1, LAG + 1):
            variance += 2 * (1 - step / (LAG + 1)) * (score[:, step:] * score[:, :-step]).sum(axis=1)
        covered.append(float((np.abs(found[:, place]) <= reach * np.sqrt(variance * 24 / 20)).mean()))
    return covered


@pytest.mark.parametrize(("memory", "least", "most"), [(0.0, 0.96, 0.985), (0.3, 0.945, 0.955), (0.5, 0.895, 0.94)])
def test_intervals_cover_what_they_say(memory: float, least: float, most: float) -> None:
    assert all(least <= covered <= most for covered in coverage(memory)), coverage(memory)


def test_a_jump_and_a_turn_are_found_where_they_are() -> None:
    wobble = [0.4, -0.3, 0.1, -0.2, 0.3, -0.4, 0.2, 0.1, -0.3, 0.2, -0.1, 0.0]
    before = [30 + 0.2 * month + wobble[month] for month in range(12)]
    after = [30 + 0.2 * 12 - 8 - 0.3 * month + wobble[month] for month in range(12)]
    found = interrupted(before, after)
    assert found.level.value == pytest.approx(-8, abs=0.5)
    assert found.slope.value == pytest.approx(-0.5, abs=0.1)
    assert found.level.high < 0
    assert found.slope.high < 0
    assert found.without(12) == pytest.approx(32.4, abs=0.5)
    assert found.fitted(12) - found.without(12) == pytest.approx(found.level.value)
    assert found.fitted(3) == found.without(3)


def test_where_nothing_moves_nothing_is_claimed() -> None:
    found = interrupted([20.0] * 12, [20.0] * 12)
    assert [found.start, found.trend] == pytest.approx([20, 0])
    assert [*found.level, *found.slope] == [0] * 6
    assert not found.level.is_demonstrated


def test_eleven_months_are_not_enough_and_a_column_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="12 months"):
        interrupted([1.0] * 11, [1.0] * 12)
    with pytest.raises(ValueError, match="do not determine"):
        newey_west([[1, 1], [1, 1], [1, 1]], [1, 2, 3], 1)
