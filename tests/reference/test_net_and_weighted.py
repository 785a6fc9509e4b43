"""Net shares and weighted shares: the formulas in fractions, and how often the intervals hold the truth."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.net import net
from analytics.methods.weighted import Part, weighted_share
from analytics.methods.wilson import wilson


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_bonett_and_price_in_fractions(above: int, below: int, beside: int):
    n = above + below + beside
    found = net(above, below, n)
    if n == 0:
        assert found is None
        return
    assert found is not None
    p, q = Fraction(above + 1, n + 2), Fraction(below + 1, n + 2)
    reach = 1.959963984540054 * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    assert found.value == pytest.approx((above - below) / n, abs=1e-12)
    assert found.low == pytest.approx(max(-1, float(p - q) - reach), abs=1e-9)
    assert found.high == pytest.approx(min(1, float(p - q) + reach), abs=1e-9)
    assert net(below, above, n) == pytest.approx((-found.value, -found.high, -found.low))


@pytest.mark.parametrize("shares", [(0.6, 0.1, 0.3), (0.9, 0.05, 0.05), (0.3, 0.3, 0.4)])
def test_the_interval_of_the_net_share_holds_the_truth_nineteen_times_in_twenty(shares: tuple[float, float, float]):
    drawn = np.random.default_rng(3).multinomial(25, shares, 3000)
    held = [
        found.low <= shares[0] - shares[1] <= found.high for a, b, _c in drawn if (found := net(int(a), int(b), 25))
    ]
    assert 0.935 <= sum(held) / len(held) <= 0.995  # where nearly all agree it is wider than it need be


def test_counts_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="fit"):
        net(5, 6, 10)


def test_a_single_part_has_its_wilson_interval():
    found, alone = weighted_share([Part(17, 20, 300)]), wilson(17, 20)
    assert found is not None
    assert alone is not None
    assert found == pytest.approx((0.85, alone.low, alone.high))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 9)), max_size=5))
def test_parts_weigh_what_they_weigh(rows: list[tuple[int, int, int]]):
    parts = [Part(min(top, n), n, weight) for top, n, weight in rows]
    found, whole = weighted_share(parts), sum(one.weight for one in parts if one.n)
    if not whole:
        assert found is None
        return
    assert found is not None
    value = sum(Fraction(one.successes * one.weight, one.n * whole) for one in parts if one.n)
    assert found.value == pytest.approx(float(value), abs=1e-12)
    assert found.low - 1e-12 <= found.value <= found.high + 1e-12
