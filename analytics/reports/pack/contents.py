"""Everything a pack says, as figures: gathered once for each population, as of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames.published import editions
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.reports.as_of import AsOf
from analytics.reports.changes import Changes, changes
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.modes import ModeRow, modes
from analytics.reports.month import Figure, QuestionRow, questions
from analytics.reports.monthly import MonthlySet, monthly_set
from analytics.reports.of_slice import questions_of, slice_of
from analytics.reports.pack.cases import CaseLine, case_lines
from analytics.reports.pack.headline import headline
from analytics.reports.pack.sheets import PARTS, Sheets, parts_of, quarters_over, sheets_of
from analytics.reports.release import Audience
from analytics.reports.span import SpanReport, span_report
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE
from ledger.queries import hash_of
from ledger.seal_queries import SealMark, last_mark

PUBLIC: Final = Audience.PUBLIC
MONTHS_BEFORE: Final = 12
COMPARED: Final = (Population.COMPLAINTS, Population.SPRAWA)
"""The populations whose published figures are compared with those of a pack."""

Tell = Callable[[], None]
"""Called after each step that takes time."""


@dataclass(frozen=True)
class Answers:
    """The answers of a month, a quarter or a year, question by question; of a month by the way they were collected."""

    period: Period
    questions: tuple[QuestionRow, ...]
    modes: tuple[ModeRow, ...]


@dataclass(frozen=True)
class Pack:
    """What the files of a pack are written from.

    ``monthly``: what all charts of a month show, None for a longer period, which has ``span`` instead. ``codes`` and
    ``names``: of departments by their ids; ``numbers``: of the changed cases by theirs. ``entry_hash``: of the entry at
    the leaf. ``seal``: the newest over nothing later.
    """

    period: Period
    as_of: AsOf
    entry_hash: str
    seal: SealMark | None
    figures: dict[str, Figure]
    monthly: MonthlySet | None
    span: SpanReport | None
    sheets: tuple[Sheets, ...]
    answers: tuple[Answers, ...]
    cases: tuple[CaseLine, ...]
    changes: tuple[Changes, ...]
    codes: dict[str, str]
    names: dict[str, str]
    numbers: dict[str, str]

    @property
    def months(self) -> list[Month]:
        """The months it shows: those that have begun."""
        return [month for month in self.period.months if month.first <= self.as_of.today]

    @property
    def is_running(self) -> bool:
        """Whether the period is not over."""
        return self.period.last >= self.as_of.today


STEPS: Final = len(Population) + 3
"""How often ``tell`` is called: for what is read first, each population, the report, and what changed."""
ALL_STEPS: Final = STEPS + 5
"""The steps of a whole pack: after its contents come charts, rows, workbook, page and print."""


def pack_of(session: Session, clock: Clock, period: Period, seen: AsOf, tell: Tell = lambda: None) -> Pack:
    """Return the contents of a pack for the whole office, as known at a moment.

    A pack leaves the office: figures over answers are those everybody may be told, which follow from the record alone.
    """
    months = [month for month in period.months if month.first <= seen.today]
    reach = [*(months[0].plus(-back) for back in range(MONTHS_BEFORE, 0, -1)), *period.months]

    def read(population: Population) -> Material:
        is_first = population is Population.COMPLAINTS
        choice = Choice(population)
        return gather(session, clock, EVERYWHERE, choice, reach, as_of=seen, audience=PUBLIC, with_answers=is_first)

    main = read(Population.COMPLAINTS)
    tell()
    sheets: list[Sheets] = []
    cases: list[CaseLine] = []
    for population in Population:
        part = parts_of(main, population) or read(population)
        sheets.append(sheets_of(part, months, period))
        if population not in PARTS:
            cases += case_lines(session, part, months, period)
        tell()
    monthly, span = _report(session, clock, period, main, months, seen)
    tell()
    differing = tuple(_changes(session, clock, months, seen))
    tell()
    return Pack(
        period,
        seen,
        hash_of(session, seen.leaf) or "",
        last_mark(session, seen.leaf),
        monthly.report.figures if monthly else headline(main, months, period),
        monthly,
        span,
        tuple(sheets),
        (*(_answers(main, month) for month in months), *_longer(main, period)),
        tuple(cases),
        differing,
        frames.department_codes(session),
        main.departments,
        frames.register_numbers(session, sorted({case.case_id for one in differing for case in one.cases})),
    )


def _report(
    session: Session, clock: Clock, period: Period, main: Material, months: list[Month], seen: AsOf
) -> tuple[MonthlySet | None, SpanReport | None]:
    """The whole set of a month, or the report of a longer period as far as it has begun."""
    if len(period.months) == 1:
        return monthly_set(
            session, clock, EVERYWHERE, Choice(), months[0], as_of=seen, audience=PUBLIC, read=main
        ), None
    return None, span_report(session, clock, EVERYWHERE, Choice(), months[0], months[-1], as_of=seen, audience=PUBLIC)


def _answers(material: Material, month: Month) -> Answers:
    return Answers(Period.of(month), questions(material, month), modes(material, month))


def _longer(material: Material, period: Period) -> Iterator[Answers]:
    """The whole of a quarter or a year that is over, and before the year its quarters."""
    when = slice_of(period)
    is_over = when is not None and len(period.months) > 1 and period.last < material.today
    for one in (*quarters_over(material, period), *([when] if when and is_over else [])):
        yield Answers(one.period, questions_of(material, one), ())


def _changes(session: Session, clock: Clock, months: list[Month], seen: AsOf) -> list[Changes]:
    """What differs between the newest edition of each month, of those published by then, and the pack."""
    found = []
    for month in months:
        edition = next((one for one in editions(session, str(month)) if one.entry_leaf <= seen.leaf), None)
        if edition is None:
            continue
        since = AsOf(edition.as_of, edition.leaf)
        for one in COMPARED:
            differing = _told(changes(session, clock, EVERYWHERE, one, month, since, edition, seen, PUBLIC))
            found += [differing] if differing.cases or not differing.is_same else []
    return found


def _told(found: Changes) -> Changes:
    """The differences without figures the pack itself withholds: what was told before stays where it was told."""
    return replace(found, figures=tuple(one for one in found.figures if not (one.after and one.after[4] == "true")))
