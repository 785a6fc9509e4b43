"""The figures over answers, from counts per question and answer; single answers never come here.

A frame of answers has the columns ANSWER_COLUMNS: counts of clean and flagged answers by month, department and answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.measures.arrays import arrays, part_of
from analytics.measures.deadlines import Dimensions, share
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot, withheld
from analytics.methods.net import net
from analytics.methods.suppression import hidden_parts, is_hidden

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

ANSWER_COLUMNS: Final = ("month", "department", "question", "value", "code", "is_clean", "n")
SCALE: Final = (1, 2, 3, 4, 5)
OVERALL: Final = "q1"
SETTLED: Final = "q2"
EASE: Final = "q3"
SETTLED_CODES: Final = ("yes", "in_progress", "no")


@dataclass(frozen=True, slots=True)
class Tally:
    """Clean valid answers to one scale question: how many chose 1, 2, 3, 4, 5."""

    counts: tuple[int, int, int, int, int]

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def top(self) -> int:
        """Answers 4 and 5."""
        return self.counts[3] + self.counts[4]

    @property
    def low(self) -> int:
        """Answers 1 and 2."""
        return self.counts[0] + self.counts[1]

    @property
    def neutral(self) -> int:
        """Answers 3."""
        return self.counts[2]

    @property
    def mean(self) -> float | None:
        """Mean of the answers, 1 to 5; None without answers."""
        return sum(value * n for value, n in zip(SCALE, self.counts, strict=True)) / self.n if self.n else None

    @property
    def index(self) -> float | None:
        """The mean on a scale from 0 to 100; None without answers."""
        return None if self.mean is None else 100 * (self.mean - 1) / 4

    @property
    def shares(self) -> tuple[float, ...]:
        """Share of each answer, 0 to 1; all 0 without answers."""
        return tuple(count / self.n if self.n else 0.0 for count in self.counts)


def tally(answers: pd.DataFrame, question: str) -> Tally:
    """Return the clean answers 1 to 5 to a question, counted; anything outside the scale is not an answer to it."""
    return arrays(answers).once(("tally", question), lambda: _tally(answers, question))


def _tally(answers: pd.DataFrame, question: str) -> Tally:
    told, mine = arrays(answers), _clean(answers, question)
    values, n = told.numbers("value")[mine], told.counts("n")[mine]
    first, second, third, fourth, fifth = (int(n[values == value].sum()) for value in SCALE)
    return Tally((first, second, third, fourth, fifth))


def choices(answers: pd.DataFrame, question: str) -> dict[str, int]:
    """Return the clean answers to a choice question by code."""
    told, mine = arrays(answers), _clean(answers, question)
    return {code: int(told.counts("n")[mine & told.is_one_of("code", (code,))].sum()) for code in SETTLED_CODES}


def _clean(answers: pd.DataFrame, question: str) -> Mask:
    """Say which counts are of clean answers to a question."""
    told = arrays(answers)
    return told.is_one_of("question", (question,)) & told.flags("is_clean")


def base(answers: pd.DataFrame, question: str) -> int:
    """Return the number of valid answers to a question: the n of every figure over it."""
    return sum(choices(answers, question).values()) if question == SETTLED else tally(answers, question).n


def of_month(answers: pd.DataFrame, month: Month) -> pd.DataFrame:
    """Return the counts of one month."""
    return part_of(answers, "month", str(month))


def beside(answers: pd.DataFrame, question: str) -> dict[str, int]:
    """Return what stands outside the base: answers that do not apply, and flagged ones."""
    told = arrays(answers)
    asked, clean, n = told.is_one_of("question", (question,)), told.flags("is_clean"), told.counts("n")
    outside = asked & clean & told.is_one_of("code", ("na",))
    return {"not_applicable": int(n[outside].sum()), "flagged": int(n[asked & ~clean].sum())}


QUESTION_OF: Final[Mapping[str, str]] = {
    "csat": OVERALL,
    "csat_neutral": OVERALL,
    "csat_low": OVERALL,
    "csat_mean": OVERALL,
    "csat_index": OVERALL,
    "csat_net": OVERALL,
    "settled_at_once": SETTLED,
    "ease": EASE,
}
"""Which question of SATYS-7 each survey measure is over."""


def survey(
    key: str, answers: pd.DataFrame, period: Period, dimensions: Dimensions = (), question: str | None = None
) -> Result:
    """Return a survey measure over the counts given, withheld when its base is below the minimum."""
    asked = question or QUESTION_OF[key]
    result = _survey(key, answers, asked, period, dimensions)
    return withheld(result, WhyNot.TOO_FEW) if is_hidden(result.n or 0, measure(key).minimum_n) else result


def _survey(key: str, answers: pd.DataFrame, question: str, period: Period, dimensions: Dimensions) -> Result:
    outside = beside(answers, question)
    if key == "settled_at_once":
        by_code = choices(answers, question)
        return share(key, by_code["yes"], sum(by_code.values()), period, dimensions, outside)
    counted = tally(answers, question)
    if key in _VALUES:
        value, *limits = _VALUES[key](counted) or (None,)
        low, high = limits or (None, None)
        why = None if counted.n else WhyNot.NOBODY
        version = measure(key).version
        return Result(
            key, version, period, counted.n, value, low, high, why_not=why, dimensions=dimensions, beside=outside
        )
    successes = {"csat_neutral": counted.neutral, "csat_low": counted.low}.get(key, counted.top)
    return share(key, successes, counted.n, period, dimensions, outside)


def _net(counted: Tally) -> tuple[float, ...] | None:
    """In points, from -100 to 100."""
    found = net(counted.counts[4], counted.low, counted.n)
    return None if found is None else tuple(100 * one for one in found)


_VALUES: Final[Mapping[str, Callable[[Tally], tuple[float | None, ...] | None]]] = {
    "csat_mean": lambda counted: (counted.mean,),
    "csat_index": lambda counted: (counted.index,),
    "csat_net": _net,
}
"""What is no share: the value of a tally, with its limits where it has any."""


def by_department(key: str, answers: pd.DataFrame, period: Period, departments: list[str]) -> dict[str, Result]:
    """Return a survey measure for every part of the whole, hidden where one part would give another away.

    Parts are the departments given and "" for answers without one.
    """
    question = QUESTION_OF[key]
    parts = {part: part_of(answers, "department", part) for part in [*departments, ""]}
    hidden = hidden_parts({part: base(rows, question) for part, rows in parts.items()}, measure(key).minimum_n)
    found: dict[str, Result] = {}
    for part, rows in parts.items():
        result = survey(key, rows, period, (("department", part),))
        found[part] = withheld(result, WhyNot.PROTECTS_OTHERS) if part in hidden and result.n is not None else result
    return found
