"""The voice of residents over a month, a quarter or a year: every figure over answers, and what goes together.

Everything goes through the release of the year: a figure stands here only where its cell of the fixed grid is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames import pairs as pair_frames
from analytics.frames import survey_grid
from analytics.measures import voice
from analytics.measures.arrays import part_of
from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot, withheld
from analytics.measures.satisfaction import OVERALL, QUESTION_OF, SETTLED_CODES, survey, tally
from analytics.measures.slices import Slice
from analytics.measures.voice import DRIVERS, YES, Covered, Driver
from analytics.methods.interval import Difference
from analytics.methods.newcombe import newcombe
from analytics.methods.release import ROOT
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.release import RATED, RATES, Audience, Released, released
from kernel.permissions import Scope

if TYPE_CHECKING:
    import pandas as pd

SETTLED: Final = "settled"


@dataclass(frozen=True)
class Voice:
    """The figures of a period in the order they are read; ``changes`` against the period before, by measure."""

    slice: Slice
    period: Period
    results: tuple[Result, ...]
    changes: Mapping[str, Difference]
    departments: tuple[Result, ...]
    covered: Covered
    drivers: tuple[Driver, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every month of the period is over."""
        return self.period == self.slice.period

    @property
    def before(self) -> Slice:
        """The period it is compared with."""
        return self.slice.before


def voice_report(
    session: Session,
    scope: Scope,
    when: Slice,
    last: Month,
    audience: Audience = Audience.STAFF,
    key: str = frames.INSTRUMENT,
) -> Voice:
    """Return the figures over the answers of a period up to the ``last`` complete month, for a reader's scope.

    Raises ValueError where no month of it is over. Twice eleven statements, however many responses.
    """
    now = _Told.of(session, scope, key, when, last, audience)
    if now is None:
        raise ValueError(f"no month of {when} is over")
    then = _Told.of(session, scope, key, when.before, last, audience) if now.period == when.period else None
    results = tuple(now.results())
    weighted, covered = now.weighted()
    return Voice(
        when,
        now.period,
        (*results, weighted, now.rate()),
        _changes(results, tuple(then.results()) if then else ()),
        tuple(now.rates()),
        covered,
        tuple(now.drivers()),
    )


def _changes(now: tuple[Result, ...], then: tuple[Result, ...]) -> dict[str, Difference]:
    """The Newcombe interval of every share that is told of both periods."""
    before = {one.measure: one for one in then}
    found: dict[str, Difference] = {}
    for one in now:
        base = before.get(one.measure)
        if base is None or measure(one.measure).unit is not Unit.SHARE:
            continue
        if one.numerator is not None and base.numerator is not None:
            change = newcombe(one.numerator, one.n or 0, base.numerator, base.n or 0)
            found |= {} if change is None else {one.measure: change}
    return found


@dataclass(frozen=True, eq=False)
class _Told:
    """What was answered in a period, and what of it may be told."""

    when: Slice
    period: Period
    release: Released
    answers: pd.DataFrame
    pairs: pd.DataFrame
    received: survey_grid.Received
    visits: Mapping[str, int]
    answered: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, scope: Scope, key: str, when: Slice, last: Month, audience: Audience) -> _Told | None:
        """Read it; None where no month of the period is over."""
        period = when.over(last)
        if period is None:
            return None
        return cls(
            when,
            period,
            released(session, scope, key, when.year, last, audience),
            frames.answers(session, period.months, scope, key),
            pair_frames.pairs(session, key, period.months, scope),
            survey_grid.received(session, key, period, scope),
            pair_frames.visits(session, period, scope),
            pair_frames.answered(session, key, period, scope),
        )

    def results(self) -> Iterator[Result]:
        """The whole, then by the answer about settling."""
        for key, question in QUESTION_OF.items():
            yield self._kept(question, ROOT, survey(key, self.answers, self.period))
        for code in SETTLED_CODES:
            yield self._kept(OVERALL, (SETTLED, code), voice.if_settled(code, self.pairs, self.period))

    def weighted(self) -> tuple[Result, Covered]:
        """The satisfaction with every department that may be told weighing as much as its visits."""
        told = {}
        for key in self._departments():
            mine = tally(part_of(self.answers, "department", key), OVERALL)
            if mine.n and self._why(OVERALL, ("department", key)) is None:
                told[key] = (mine.top, mine.n)
        return voice.by_visits(told, self.visits, self.period)

    def rate(self) -> Result:
        """The response rate of the whole, where its responses are told."""
        found = voice.rate(self.received.answered, self.received.visits, self.period, least=self._least)
        return _held_back(found, self.release.why_no_rate(RATES, self.when.time))

    def rates(self) -> Iterator[Result]:
        """The response rate of every department, where its responses are told.

        Responses of days without visits are in no rate: they are decided beside the numbers of answers, with them.
        """
        for key in self._departments():
            names = (("department", key),)
            found = voice.rate(self.answered.get(key, 0), self.visits.get(key), self.period, names, self._least)
            yield _held_back(found, self.release.why_no_rate(("rate", key), self.when.time))

    @property
    def _least(self) -> int:
        """The fewest responses a rate may rest on."""
        return MINIMUM_N if self.release.audience is Audience.STAFF else PUBLISHED_N

    def drivers(self) -> Iterator[Driver]:
        """Every question beside the overall rating, among all and among those whose matter was settled."""
        for among, part in (("", RATED), (YES, (SETTLED, YES))):
            for question in DRIVERS:
                why = self._why(question, ROOT) or self._why(question, part)
                yield voice.driver(question, self.pairs, self.period, among, why)

    def _departments(self) -> list[str]:
        known = {str(one) for one in self.answers["department"].dropna().unique()}
        return sorted(known | self.visits.keys())

    def _why(self, question: str, part: Hashable) -> WhyNot | None:
        return self.release.why_not_of(question, part, self.when.time)

    def _kept(self, question: str, part: Hashable, found: Result) -> Result:
        return _held_back(found, self._why(question, part))


def _held_back(found: Result, why: WhyNot | None) -> Result:
    return found if why is None else withheld(found, why)
