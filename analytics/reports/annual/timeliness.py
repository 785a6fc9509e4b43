"""T5 and T8: kept terms, and whether what was for another body went there in time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from analytics.frames import YearCase
from analytics.methods.quantiles import MEDIAN, P90, quantile
from analytics.methods.rounding import half_up
from analytics.reports.annual.tables import AnnualTable, Figure, Name, Row, Unit, count_of, share_of
from complaints.rules.kinds import LEGAL_KINDS, SETTLED_HERE, Kind
from complaints.rules.moves import Move
from complaints.rules.term_table import PASSED
from complaints.rules.terms import deadline_under, rule_by_id

TOGETHER: Final = frozenset({Kind.SKARGA, Kind.WNIOSEK})
POPULATIONS: Final = (
    ("complaints", Name("population", "complaints"), TOGETHER),
    *((kind.value, Name("kind", kind.value), frozenset({kind})) for kind in LEGAL_KINDS),
)
"""Skargi and wnioski together, then each kind by itself; nothing else is ever added up."""

T5_COLUMNS: Final = (
    "due", "on_time", "late_noticed", "late", "on_time_share", "not_yet_due", "left_in_time", "settled", "median",
    "p90",
)  # fmt: skip
T8_COLUMNS: Final = ("passed_on", "in_time", "late", "in_time_share")


@dataclass(frozen=True)
class Cohort:
    """Cases whose last day lies in a year, told apart.

    ``late_noticed``: late, and whoever filed was told why and until when, on or before the last day. Open cases past
    their last day are late. ``left``: gone by their last day, counted beside. ``waiting``: the last day is to come.
    """

    on_time: list[YearCase]
    late_noticed: list[YearCase]
    late: list[YearCase]
    waiting: list[YearCase]
    left: list[YearCase]

    @property
    def judged(self) -> list[YearCase]:
        """All whose last day has passed, less those that left by it."""
        return [*self.on_time, *self.late_noticed, *self.late]


def cohort_of(cases: Sequence[YearCase], year: int, today: dt.date) -> Cohort:
    """The due cohort of a year as seen on a day. Source: art. 237 § 1 and 4, 36, 244, 245 KPA."""
    found = Cohort([], [], [], [], [])
    for case in cases:
        if case.due_on is not None and case.due_on.year == year:
            _place(found, case, case.due_on, today)
    return found


def _place(found: Cohort, case: YearCase, due_on: dt.date, today: dt.date) -> None:
    if case.settled_on is None and case.left_on is not None and case.left_on <= due_on:
        found.left.append(case)
    elif due_on >= today:
        found.waiting.append(case)
    elif case.settled_on is not None and case.settled_on <= due_on:
        found.on_time.append(case)
    else:
        (found.late if case.noticed_on is None else found.late_noticed).append(case)


def timeliness(cases: Sequence[YearCase], year: int, today: dt.date) -> AnnualTable:
    """T5: the due cohort and the time to settle, each population by itself.

    While the year runs, or some of its last days are still to come, there are counts and no share.
    """
    rows = []
    for key, name, kinds in POPULATIONS:
        own = [case for case in cases if case.kind in kinds]
        if kinds == TOGETHER or _is_seen(own, year, today):
            rows.append(Row(key, name, _judged(own, year, today), is_part=key in TOGETHER))
        if any(_was_extended(case) for case in own):
            firsts = [by_first_term(case, today) for case in own]
            name = Name("population", "petycja_first")
            rows.append(Row("petycja_first", name, _judged(firsts, year, today), is_part=True))
    columns = tuple(Name("column", column) for column in T5_COLUMNS)
    return AnnualTable("t5", columns, tuple(rows), ("due_cohort", "petition_extension", "times"))


def by_first_term(case: YearCase, today: dt.date) -> YearCase:
    """A petition as if nobody could extend its term: one that was extended, and kept to it, is late with notice.

    Whether an extension counts was judged where the last day was found (rules.course): told on or before the old one.
    """
    if not _was_extended(case) or case.due_on is None:
        return case
    kept = (case.settled_on or case.left_on or today) <= case.due_on
    return replace(case, due_on=case.first_due_on, noticed_on=case.first_due_on if kept else None)


def _was_extended(case: YearCase) -> bool:
    """Whether an extension moved the last day."""
    told = any(step.move == Move.EXTEND for step in case.steps)
    return told and case.first_due_on is not None and case.due_on is not None and case.first_due_on < case.due_on


def _is_seen(cases: Sequence[YearCase], year: int, today: dt.date) -> bool:
    cohort = cohort_of(cases, year, today)
    return bool(cohort.judged or cohort.waiting or cohort.left or _settled(cases, year))


def _settled(cases: Sequence[YearCase], year: int) -> list[YearCase]:
    return [case for case in cases if case.settled_on is not None and case.settled_on.year == year]


def _judged(cases: Sequence[YearCase], year: int, today: dt.date) -> tuple[Figure, ...]:
    """A row of T5."""
    cohort, settled = cohort_of(cases, year, today), _settled(cases, year)
    share = share_of(cohort.on_time, cohort.judged)
    if cohort.waiting or today <= dt.date(year, 12, 31):
        share = Figure(None, Unit.PERCENT, share.n, share.ids)
    counted = (cohort.judged, cohort.on_time, cohort.late_noticed, cohort.late)
    beside = (cohort.waiting, cohort.left, settled)
    return (*map(count_of, counted), share, *map(count_of, beside), *_times(settled))


def transfers(cases: Sequence[YearCase], year: int) -> AnnualTable:
    """T8: transfers of the year by kind, and how many were made within their term (petitions: 30 days).

    Source: art. 231, 243 KPA; art. 6 section 1 of the petitions act.
    """
    rows = []
    for kind in SETTLED_HERE:
        made = [(case, in_time) for case in cases if case.kind == kind for in_time in _transfers_of(case, year)]
        in_time = [case for case, was_in_time in made if was_in_time]
        late = [case for case, was_in_time in made if not was_in_time]
        whole = [case for case, _was_in_time in made]
        figures = (count_of(whole), count_of(in_time), count_of(late), share_of(in_time, whole))
        rows.append(Row(kind.value, Name("kind", kind.value), figures))
    return AnnualTable("t8", tuple(Name("column", column) for column in T8_COLUMNS), tuple(rows), ("transfers",))


def _transfers_of(case: YearCase, year: int) -> Iterator[bool]:
    """Whether each transfer of a case in a year was made by its last day."""
    for step in case.steps:
        if step.move in PASSED and step.on.year == year:
            due = deadline_under(rule_by_id(f"{case.kind}_transfer", case.received_on), case.received_on)
            yield step.on <= due.last_day


def _times(settled: Sequence[YearCase]) -> tuple[Figure, Figure]:
    """Median and P90 of the calendar days from receipt to dispatch, to one decimal; impossible ones are left out."""
    lasted = [
        (case.settled_on - case.received_on).days
        for case in settled
        if case.settled_on is not None and case.settled_on >= case.received_on
    ]
    ids = tuple(case.id for case in settled)

    def at(share: float) -> Figure:
        value = quantile([float(days) for days in lasted], share)
        return Figure(_days(value), Unit.DAYS, len(lasted), ids)

    return at(MEDIAN), at(P90)


def _days(value: float | None) -> Decimal | None:
    return None if value is None else half_up(value, 1)
