"""Figures over answers that need more than one question, or the visits: by whether the matter was settled, weighted,
response rate, and what goes together with the overall rating.

A frame of pairs has the columns PAIR_COLUMNS: clean answers on the scale by the overall rating and the answer about
settling of the same response, counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.measures.deadlines import share
from analytics.measures.period import Period
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot, withheld
from analytics.measures.satisfaction import OVERALL, SETTLED_CODES
from analytics.methods.spearman import spearman
from analytics.methods.suppression import DRIVERS_N, MINIMUM_N, is_hidden
from analytics.methods.weighted import Part, weighted_share

if TYPE_CHECKING:
    import pandas as pd

PAIR_COLUMNS: Final = ("month", "department", "question", "overall", "settled", "value", "n")
IF_SETTLED: Final[Mapping[str, str]] = dict(
    zip(SETTLED_CODES, ("csat_if_settled", "csat_if_in_progress", "csat_if_not_settled"), strict=True)
)
"""The measure of satisfaction for each answer about settling."""
YES: Final = "yes"
DRIVERS: Final = ("q4", "q5", "q6", "q7", "q3")
"""The questions of SATYS-7 that may go together with the overall rating."""


def if_settled(code: str, pairs: pd.DataFrame, period: Period) -> Result:
    """Return the satisfaction of those who gave an answer about settling; withheld below the minimum."""
    mine = pairs[(pairs["question"] == OVERALL) & (pairs["settled"] == code)]
    top, n = int(mine.loc[mine["overall"] >= 4, "n"].sum()), int(mine["n"].sum())
    result = share(IF_SETTLED[code], top, n, period)
    return withheld(result, WhyNot.TOO_FEW) if is_hidden(n) else result


def rate(
    answered: int,
    visits: int | None,
    period: Period,
    dimensions: tuple[tuple[str, str], ...] = (),
    least: int = MINIMUM_N,
) -> Result:
    """Return the response rate: n are the visits; NOT_REPORTED where nobody said how many came.

    ``least``: the fewest responses that are told.
    """
    key, version = "response_rate", measure("response_rate").version
    if visits is None:
        return Result(key, version, period, 0, None, why_not=WhyNot.NOT_REPORTED, dimensions=dimensions)
    if is_hidden(answered, least):
        return Result(key, version, period, None, None, why_not=WhyNot.TOO_FEW, dimensions=dimensions)
    value = answered / visits if visits else None
    why = None if visits else WhyNot.NOBODY
    return Result(key, version, period, visits, value, numerator=answered, why_not=why, dimensions=dimensions)


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of the office a weighted figure stands for: visits of the parts in it, of all visits reported."""

    visits: int
    of_visits: int
    departments: int
    of_departments: int


def by_visits(told: Mapping[str, tuple[int, int]], visits: Mapping[str, int], period: Period) -> tuple[Result, Covered]:
    """Return the satisfaction of the whole with each department weighing as much as the visits it served.

    ``told``: top answers and n of the departments whose figure may be told; only those are in it, so that it follows
    from what everybody sees. ``visits``: of every department that reported any.
    """
    inside = {key: Part(*told[key], visits[key]) for key in told if visits.get(key) and told[key][1]}
    found, n = weighted_share(list(inside.values())), sum(part.n for part in inside.values())
    served, every = sum(part.weight for part in inside.values()), told.keys() | visits.keys()
    covered = Covered(served, sum(visits.values()), len(inside), len(every))
    key, version = "csat_weighted", measure("csat_weighted").version
    if found is None:
        return Result(key, version, period, 0, None, why_not=WhyNot.NOT_REPORTED), covered
    return Result(key, version, period, n, found.value, found.low, found.high), covered


@dataclass(frozen=True, slots=True)
class Driver:
    """A question beside the overall rating: how well it is done, and how closely the two go together.

    ``among``: "" for everybody, YES for those whose matter was settled.
    """

    question: str
    among: str
    performance: Result
    importance: Result


def driver(
    question: str, pairs: pd.DataFrame, period: Period, among: str = "", why_not: WhyNot | None = None
) -> Driver:
    """Return a question as a driver over the pairs given; withheld below DRIVERS_N, or for the reason given."""
    mine = pairs[pairs["question"] == question]
    if among:
        mine = mine[mine["settled"] == among]
    n, top = int(mine["n"].sum()), int(mine.loc[mine["value"] >= 4, "n"].sum())
    names = (("question", question), *((("settled", among),) if among else ()))
    performance = share("driver_performance", top, n, period, names)
    reason = why_not or (WhyNot.TOO_FEW_PAIRS if 0 < n < DRIVERS_N else None)
    importance = _importance(mine, n, period, names) if reason is None else performance
    if reason is not None:
        key, version = "driver_importance", measure("driver_importance").version
        blank = Result(key, version, period, None, None, dimensions=names)
        return Driver(question, among, withheld(performance, reason), withheld(blank, reason))
    return Driver(question, among, performance, importance)


def _importance(pairs: pd.DataFrame, n: int, period: Period, names: tuple[tuple[str, str], ...]) -> Result:
    key, version = "driver_importance", measure("driver_importance").version
    if not n:
        return Result(key, version, period, 0, None, why_not=WhyNot.NOBODY, dimensions=names)
    overall, value, often = (pairs[column].to_numpy(dtype=float) for column in ("overall", "value", "n"))
    found = spearman(overall, value, often)
    if found is None:
        return Result(key, version, period, n, None, why_not=WhyNot.ALL_THE_SAME, dimensions=names)
    return Result(key, version, period, n, found.value, found.low, found.high, dimensions=names)
