"""Control charts against NHSRplotthedots on its own data, Laney's p' against published values, and a second way."""

from __future__ import annotations

import csv
import json
import math
import random
from typing import Any

import pytest

from analytics.methods.laney import D2, between_months, laney
from analytics.methods.signals import Rule, Side, Signal
from analytics.methods.xmr import LARGE_RANGE, REACH, Stretch, xmr
from tests.reference.conftest import FOLDER

FLAGS = {
    "Above UCL": Signal(Rule.OUTSIDE, Side.ABOVE),
    "Below LCL": Signal(Rule.OUTSIDE, Side.BELOW),
    "7 Points Above CL": Signal(Rule.SHIFT, Side.ABOVE),
    "7 Points Below CL": Signal(Rule.SHIFT, Side.BELOW),
    "2 in 3 Above CL": Signal(Rule.TWO_IN_THREE, Side.ABOVE),
    "2 in 3 Below CL": Signal(Rule.TWO_IN_THREE, Side.BELOW),
}
RRK, ENGLAND = "rrk_type1_breaches", "england"


def months() -> list[dict[str, str]]:
    """The emergency departments of England by month (NHSRdatasets, CC0 / OGL v3), and one trust of them."""
    with (FOLDER / "ae_attendances_by_month.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series(name: str, first: str = "", before: str = "9999") -> tuple[list[str], list[float]]:
    chosen = [row for row in months() if first <= row["month"] < before]
    values = {
        "attendances": [float(row["attendances"]) for row in chosen],
        "breaches": [float(row["breaches"]) for row in chosen],
        "performance": [1 - int(row["breaches"]) / int(row["attendances"]) for row in chosen],
        RRK: [float(row[RRK]) for row in chosen],
    }[name]
    return [row["month"] for row in chosen], values


EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "nhs_xmr_expected.json").read_text(encoding="utf-8"))
CASES = {
    "RRK_type1_breaches_before_2018-04": (RRK, "", "2018-04", True),
    "RRK_type1_breaches_all36": (RRK, "", "9999", True),
    "RRK_type1_breaches_to_2018-06_rebased": (RRK, "", "2018-07", True),
    "RRK_type1_breaches_from_2018-07_rebased": (RRK, "2018-07", "9999", True),
    "England_attendances": ("attendances", "", "9999", True),
    "England_attendances_unscreened": ("attendances", "", "9999", False),
    "England_breaches": ("breaches", "", "9999", True),
    "England_breaches_unscreened": ("breaches", "", "9999", False),
    "England_performance": ("performance", "", "9999", True),
    "England_performance_unscreened": ("performance", "", "9999", False),
    "England_attendances_rebased_2016-04": ("attendances", "2016-04", "2017-04", True),
    "England_attendances_rebased_2017-04": ("attendances", "2017-04", "2018-04", True),
    "England_attendances_rebased_2018-04": ("attendances", "2018-04", "9999", True),
}


def test_every_published_series_is_tested() -> None:
    assert set(CASES) == set(EXPECTED)


@pytest.mark.parametrize("name", CASES)
def test_xmr_gives_the_limits_and_flags_of_nhsrplotthedots(name: str) -> None:
    measure, first, before, screen = CASES[name]
    told = EXPECTED[name]
    dates, values = series(measure, first, before)
    (found,) = xmr(values, screen=screen, minimum=9)
    assert len(values) == told["n"]
    assert found.centre == pytest.approx(told["mean"], rel=1e-12)
    assert found.limits[0].low == pytest.approx(told["lpl"], rel=1e-12)
    assert found.limits[0].high == pytest.approx(told["upl"], rel=1e-12)
    flags = [[date, signal] for date, signal in zip(dates, found.signals, strict=True) if signal]
    assert flags == [[date, FLAGS[words]] for date, words in told["flags"]]


def test_a_step_change_recalculates_the_limits_from_its_month_on() -> None:
    dates, values = series(RRK)
    before, after = xmr(values, rebase_at=[dates.index("2018-07")], minimum=9)
    assert before.limits[0].high == pytest.approx(EXPECTED["RRK_type1_breaches_to_2018-06_rebased"]["upl"])
    assert after.limits[0].high == pytest.approx(EXPECTED["RRK_type1_breaches_from_2018-07_rebased"]["upl"])
    assert (before.start, before.stop, after.start, after.stop) == (0, 27, 27, 36)


def test_attendances_rebased_each_april_give_the_limits_of_the_package() -> None:
    dates, values = series("attendances")
    found = xmr(values, rebase_at=[dates.index(f"{year}-04") for year in (2016, 2017, 2018)])
    for stretch, year in zip(found, (2016, 2017, 2018), strict=True):
        told = EXPECTED[f"England_attendances_rebased_{year}-04"]
        assert (stretch.limits[0].low, stretch.limits[0].high) == pytest.approx((told["lpl"], told["upl"]))


def test_large_moving_ranges_are_screened_once_by_default(vectors: dict[str, Any]) -> None:
    values = [1.0, 2.0, 1.0, 2.0, 10.0, *[1.0, 2.0] * 6, 1.0]
    told = vectors["xmr_screening"]
    (screened,), (plain,) = xmr(values), xmr(values, screen=False)
    assert len(values) == 18
    assert round(screened.centre, 2) == told["screened"]["mean"]
    assert round(screened.limits[0].high, 2) == told["screened"]["upl"]
    assert round(screened.limits[0].low, 2) == told["screened"]["lpl"]
    assert (round(plain.limits[0].low, 2), round(plain.limits[0].high, 2)) == (-3.06, 6.95)
    assert (screened.screened, plain.screened) == (2, 0)


def test_laney_gives_the_published_values_of_the_four_hour_rate() -> None:
    bases = [int(row["attendances"]) for row in months()]
    counts = [int(row["attendances"]) - int(row["breaches"]) for row in months()]
    (plain,), (ours,) = laney(counts, bases, overdispersed=False), laney(counts, bases)
    assert ours.centre == pytest.approx(0.8848194129687442, rel=1e-15)
    assert _outside(plain) == 36
    assert _outside(ours) == 7
    shares = [count / n for count, n in zip(counts, bases, strict=True)]
    sigmas = [math.sqrt(ours.centre * (1 - ours.centre) / n) for n in bases]
    factor, screened = between_months(shares, sigmas, ours.centre, screen=False)
    assert screened == 0
    assert factor == pytest.approx(42.11656684544954, rel=1e-12)


def _outside(stretch: Stretch) -> int:
    return sum(signal is not None and signal.rule is Rule.OUTSIDE for signal in stretch.signals)


# A second way, as plainly as the rules are told: no code shared with the methods but their words.


def plain_limits(values: list[float], screen: bool) -> tuple[float, float, float]:
    mean = math.fsum(values) / len(values)
    ranges = [abs(values[i] - values[i - 1]) for i in range(1, len(values))]
    average = math.fsum(ranges) / len(ranges)
    if screen:
        ranges = [one for one in ranges if one < LARGE_RANGE * average] or ranges
        average = math.fsum(ranges) / len(ranges) or average
    return mean, mean - 2.66 * average, mean + 2.66 * average


def windows(at: int, length: int, points: int) -> list[range]:
    """Every run of so many neighbours that holds a point."""
    starts = range(max(0, at - length + 1), min(at, points - length) + 1)
    return [range(start, start + length) for start in starts]


def plain_trend(values: list[float], at: int) -> Signal | None:
    for window in windows(at, 7, len(values)):
        run = [values[i] for i in window]
        if len(set(run)) == 7 and run in (sorted(run), sorted(run, reverse=True)):
            return Signal(Rule.TREND, Side.ABOVE if run[-1] > run[0] else Side.BELOW)
    return None


def plain_two_in_three(values: list[float], lows: list[float], mean: float, highs: list[float], at: int) -> bool:
    """For the upper side; the lower one is the upper one of the mirrored values."""

    def close(i: int) -> bool:
        return mean + (highs[i] - mean) * 2 / 3 < values[i] <= highs[i]

    return close(at) and any(
        all(values[i] > mean for i in window) and sum(close(i) for i in window) >= 2
        for window in windows(at, 3, len(values))
    )


def plain_flag(values: list[float], lows: list[float], mean: float, highs: list[float], at: int) -> Signal | None:
    if values[at] > highs[at] or values[at] < lows[at]:
        return Signal(Rule.OUTSIDE, Side.ABOVE if values[at] > highs[at] else Side.BELOW)
    trend = plain_trend(values, at)
    if trend:
        return trend
    mirrored = [-value for value in values], [-high for high in highs], -mean, [-low for low in lows]
    for side, sheet in ((Side.ABOVE, (values, lows, mean, highs)), (Side.BELOW, mirrored)):
        if plain_two_in_three(*sheet, at):
            return Signal(Rule.TWO_IN_THREE, side)
    for side, sheet in ((Side.ABOVE, (values, lows, mean, highs)), (Side.BELOW, mirrored)):
        if any(all(sheet[0][i] > sheet[2] for i in window) for window in windows(at, 7, len(values))):
            return Signal(Rule.SHIFT, side)
    return None


def random_series(chance: random.Random) -> list[float]:
    """Noise, now and then with a drift, a step or a spike, so that every rule has something to find."""
    length, drift = chance.randint(12, 48), chance.choice((0.0, 0.0, 0.25, -0.4))
    step, at = chance.choice((0.0, 2.0, -2.0)), chance.randint(0, 40)
    values = [chance.gauss(50 + drift * i + (step if i >= at else 0), 1) for i in range(length)]
    if chance.random() < 0.3:
        values[chance.randrange(length)] += chance.choice((-9, 9))
    return values


def test_xmr_agrees_with_a_second_plain_way_on_random_months() -> None:
    chance = random.Random(20261127)
    seen: set[Signal] = set()
    for _ in range(300):
        values, screen = random_series(chance), chance.random() < 0.5
        (found,) = xmr(values, screen=screen)
        mean, low, high = plain_limits(values, screen)
        assert (found.centre, found.limits[0].low, found.limits[0].high) == pytest.approx((mean, low, high), abs=1e-9)
        lows, highs = [low] * len(values), [high] * len(values)
        flags = [plain_flag(values, lows, mean, highs, at) for at in range(len(values))]
        assert list(found.signals) == flags
        seen.update(flag for flag in flags if flag)
    assert seen == {Signal(rule, side) for rule in Rule for side in Side}


def test_laney_agrees_with_a_second_plain_way_on_random_months() -> None:
    chance = random.Random(7)
    for _ in range(200):
        length, share = chance.randint(12, 36), chance.uniform(0.2, 0.95)
        bases = [chance.randint(5, 400) for _ in range(length)]
        counts = [sum(chance.random() < share for _ in range(n)) for n in bases]
        if not 0 < sum(counts) < sum(bases):
            continue
        (found,) = laney(counts, bases)
        mean = sum(counts) / sum(bases)
        spread = [(mean * (1 - mean) / n) ** 0.5 for n in bases]
        scores = [(k / n - mean) / s for k, n, s in zip(counts, bases, spread, strict=True)]
        factor = sum(abs(scores[i] - scores[i - 1]) for i in range(1, length)) / (length - 1) / 1.128
        lows = [mean - 3 * s * factor for s in spread]
        highs = [mean + 3 * s * factor for s in spread]
        assert [limit.low for limit in found.limits] == pytest.approx(lows, abs=1e-9)
        assert [limit.high for limit in found.limits] == pytest.approx(highs, abs=1e-9)
        shares = [k / n for k, n in zip(counts, bases, strict=True)]
        assert list(found.signals) == [plain_flag(shares, lows, mean, highs, at) for at in range(length)]


def test_the_constants_are_those_of_two_neighbours() -> None:
    assert round(2 / math.sqrt(math.pi), 3) == D2
    assert round(3 / D2, 2) == REACH
