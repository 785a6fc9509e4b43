"""Figures over answers that need more than one question, or the visits, and the counts they follow from.

Each goes through the release, as for everybody outside: what is withheld there is withheld here, with its counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.files import as_csv
from analytics.frames import pairs as pair_frames
from analytics.measures import voice
from analytics.measures.period import Period
from analytics.measures.result import Result, WhyNot
from analytics.measures.satisfaction import OVERALL, SETTLED_CODES
from analytics.measures.voice import Covered, Driver, by_visits
from analytics.methods.release import ROOT
from analytics.methods.suppression import PUBLISHED_N, is_hidden
from analytics.reports.export import figure_row, told
from analytics.reports.month import MonthReport
from analytics.reports.paired import Paired, tables_told
from analytics.reports.release import RATED, RATES, Released
from assurance.evidence.archive import Archive
from assurance.evidence.record import End
from assurance.evidence.visits import Visits, visits_then
from kernel.permissions import EVERYWHERE

if TYPE_CHECKING:
    import pandas as pd

PLACE: Final = "population=answers"


@dataclass(frozen=True)
class Voice:
    """The figures and what they follow from. rates: by the id of the department, None for the whole."""

    city: Result
    covered: Covered
    settled: Mapping[str, Result]
    rates: Mapping[str | None, Result]
    drivers: tuple[Driver, ...]
    tables: Mapping[tuple[str, str], Paired]


def write_answers(session: Session, archive: Archive, end: End, report: MonthReport, codes: Mapping[str, str]) -> None:
    """Write the rows and the counts behind them."""
    found = _voice(session, end, report)
    rows = [figure_row(one, _place(one, codes)) for one in _results(found)]
    archive.text("results/answers.csv", as_csv(told(report.material.choice, rows)))
    archive.value("survey/voice.json", {"month": str(report.month), **counts(found)})


def _voice(session: Session, end: End, report: MonthReport) -> Voice:
    month, period = report.month, Period.of(report.month)
    visits = visits_then(session, end.leaf, month)
    pairs = pair_frames.pairs(session, frames.INSTRUMENT, [month], EVERYWHERE, end.leaf)
    answered = pair_frames.answered_on(session, frames.INSTRUMENT, period, visits.days, end.leaf)
    withheld = _Withheld(report, pairs)
    city, covered = by_visits(_shown(report), visits.by_department(), period)
    tables = tables_told(pairs, {row.key: row.result.n for row in report.questions})
    return Voice(
        city,
        covered,
        {
            code: withheld.by(voice.if_settled(code, pairs, period), withheld.why_settled(OVERALL, code))
            for code in SETTLED_CODES
        },
        dict(_rates(withheld, answered, visits, period)),
        tuple(
            voice.driver(question, pairs, period, among, withheld.why_pair(question, among))
            for among in ("", voice.YES)
            for question in voice.DRIVERS
        ),
        tables,
    )


def _shown(report: MonthReport) -> dict[str, tuple[int, int]]:
    """Only departments whose figure stands in the tables: it follows from what everybody reads."""
    mine = ((part.key, part.csat) for part in report.departments if part.key)
    return {key: (csat.numerator or 0, csat.n) for key, csat in mine if csat.n}


class _Withheld:
    """What the release of the month keeps back; of a month that is not over or not sealed, everything."""

    def __init__(self, report: MonthReport, pairs: pd.DataFrame) -> None:
        self.time, self.is_apart = report.month.number - 1, _leaves_few(report, pairs)
        year: Released | None = report.material.released.get(report.month.year)
        self.year = None if report.material.is_unsettled(report.month) else year

    def why(self, question: str, part: Any) -> WhyNot | None:
        return WhyNot.PROTECTS_OTHERS if self.year is None else self.year.why_not_of(question, part, self.time)

    def why_settled(self, question: str, code: str) -> WhyNot | None:
        return WhyNot.PROTECTS_OTHERS if self.is_apart else self.why(question, ("settled", code))

    def why_pair(self, question: str, among: str) -> WhyNot | None:
        mine = self.why_settled(question, among) if among else self.why(question, RATED)
        return self.why(question, ROOT) or mine

    def why_no_rate(self, part: Any) -> WhyNot | None:
        return WhyNot.PROTECTS_OTHERS if self.year is None else self.year.why_no_rate(part, self.time)

    @staticmethod
    def by(found: Result, why: WhyNot | None) -> Result:
        """The figure, or that it is withheld: for everybody outside always for the same reason."""
        if why is None and not found.is_suppressed:
            return found
        return Result(
            found.measure, found.version, found.period, None, None, why_not=WhyNot.PROTECTS_OTHERS,
            dimensions=found.dimensions,
        )  # fmt: skip


def _leaves_few(report: MonthReport, pairs: pd.DataFrame) -> bool:
    """Whether the told answers about settling, less those with an overall rating beside them, are too few to tell."""
    told_of = report.figures["settled_at_once"].now
    if told_of.n is None:
        return False
    beside = pairs[(pairs["question"] == OVERALL) & (pairs["settled"] != "")]
    of_yes = (told_of.numerator or 0) - int(beside.loc[beside["settled"] == voice.YES, "n"].sum())
    return any(is_hidden(n, PUBLISHED_N) for n in (of_yes, told_of.n - int(beside["n"].sum())))


def _rates(
    withheld: _Withheld, answered: Mapping[str, int], visits: Visits, period: Period
) -> Iterator[tuple[str | None, Result]]:
    """Of the whole, and of every department whose visits were reported."""
    whole = voice.rate(sum(answered.values()), visits.total, period, least=PUBLISHED_N)
    yield None, whole if visits.total is None else withheld.by(whole, withheld.why_no_rate(RATES))
    for key, count in sorted(visits.by_department().items()):
        names = (("department", key),)
        found = voice.rate(answered.get(key, 0), count, period, names, PUBLISHED_N)
        yield key, withheld.by(found, withheld.why_no_rate(("rate", key)))


def _results(found: Voice) -> Iterator[Result]:
    yield found.city
    yield from found.settled.values()
    yield from found.rates.values()
    for one in found.drivers:
        yield _Withheld.by(one.performance, None)
        yield _importance(found, one)


def _importance(found: Voice, driver: Driver) -> Result:
    """Told with its table, or not at all: whoever cannot see the table cannot draw the limits again."""
    is_told = found.tables[driver.question, driver.among].is_told
    return _Withheld.by(driver.importance, None if is_told else WhyNot.PROTECTS_OTHERS)


def _place(result: Result, codes: Mapping[str, str]) -> str:
    names = (f"{name}={codes.get(value, value)}" for name, value in result.dimensions)
    return ";".join((PLACE, *names))


def counts(found: Voice) -> dict[str, Any]:
    """The counts behind the figures, None where they are withheld."""
    return {
        "settled": [
            {
                "code": code,
                "hidden": one.is_suppressed,
                "n": one.n,
                "top": None if one.n is None else one.numerator or 0,
            }
            for code, one in found.settled.items()
        ],
        "rates": [
            {"department": key, "hidden": one.is_suppressed, "answered": None if one.n is None else one.numerator or 0}
            for key, one in found.rates.items()
        ],
        "drivers": [_driver(found, one) for one in found.drivers],
        "covered": {
            "visits": found.covered.visits,
            "of_visits": found.covered.of_visits,
            "departments": found.covered.departments,
            "of_departments": found.covered.of_departments,
        },
    }


def _driver(found: Voice, driver: Driver) -> dict[str, Any]:
    told_of, table = driver.performance, found.tables[driver.question, driver.among]
    is_hidden = told_of.is_suppressed
    return {
        "question": driver.question,
        "among": driver.among,
        "hidden": is_hidden,
        "n": told_of.n,
        "top": None if is_hidden else told_of.numerator or 0,
        "table": None if is_hidden or not table.is_told else table.rows(),
    }
