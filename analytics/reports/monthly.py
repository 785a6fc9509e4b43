"""What the whole set of a month's charts shows: its report, and ages, subjects, reserve, hours, quality of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames import pairs as pair_frames
from analytics.frames import survey_grid as grid_frames
from analytics.measures import ages, members, reserve
from analytics.measures.arrays import part_of
from analytics.measures.control import ControlChart
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot
from analytics.measures.slices import Slice
from analytics.measures.voice import DRIVERS, Driver, driver
from analytics.methods.release import ROOT
from analytics.methods.suppression import is_hidden
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice, Compare, last_complete_month
from analytics.reports.control import control_charts
from analytics.reports.material import Material, gather
from analytics.reports.month import MONTHS_SHOWN, MonthReport, report_of
from analytics.reports.release import RATED, Audience, Released
from analytics.reports.survey_grid import GridReport, Section, counted, headline, survey_report
from kernel.clock import Clock
from kernel.permissions import Scope
from office.queries.lists import every_topic

if TYPE_CHECKING:
    import pandas as pd

LATE_BANDS: Final = ((None, -22), (-21, -15), (-14, -8), (-7, -1))
"""Days of a case settled after its last day, by weeks. Ours."""


@dataclass(frozen=True)
class AgesRow:
    """The open cases of a month's end, and those of each band of age, youngest first."""

    backlog: Result
    bands: tuple[Result, ...]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many of each band."""
        return tuple(one.n or 0 for one in self.bands)


@dataclass(frozen=True)
class Reserve:
    """Days left when cases were settled: late ones by LATE_BANDS, those on time by the bands of the measures."""

    late: tuple[int, ...]
    in_time: tuple[Result, ...]
    median: Result

    @property
    def counts(self) -> tuple[int, ...]:
        """How many of each band, latest first."""
        return (*self.late, *(one.n or 0 for one in self.in_time))


@dataclass(frozen=True)
class PartRow:
    """A department ("" none) month by month: satisfaction and settled on time."""

    key: str
    name: str
    csat: tuple[Result, ...]
    on_time: tuple[Result, ...]


@dataclass(frozen=True)
class TopicRow:
    """A subject with the cases received about it; key and name "" where none is told."""

    key: str
    name: str
    n: int


@dataclass(frozen=True)
class Hour:
    """An hour of the week that may be told: weekday 0 Monday, base, share of 4 and 5 (0 to 1)."""

    weekday: int
    hour: int
    n: int
    top: int


@dataclass(frozen=True)
class Hours:
    """Hours of the finest of month, quarter and year that tells any; slice None where none does."""

    slice: Slice | None
    hours: tuple[Hour, ...]


@dataclass(frozen=True)
class MonthlySet:
    """Everything the charts of a month show. received: raw, clean and by flag, None where it is not told.

    hours, received and drivers speak of all the reader's departments whatever department is chosen: answers exist on a
    fixed grid only. They are empty while a month runs or its answers were not all sealed.
    """

    report: MonthReport
    ages: tuple[AgesRow, ...]
    parts: tuple[PartRow, ...]
    topics: tuple[TopicRow, ...]
    reserve: Reserve
    hours: Hours
    received: dict[str, int | None] | None
    drivers: tuple[Driver, ...]
    control: tuple[ControlChart, ...]

    @property
    def months(self) -> tuple[Month, ...]:
        """The twelve months shown."""
        return self.report.material.months[1:]


def monthly_set(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    month: Month,
    compare: Compare = Compare.YEAR,
    as_of: AsOf | None = None,
    audience: Audience = Audience.STAFF,
    read: Material | None = None,
) -> MonthlySet:
    """Return what all charts of a month show, as known now or at an earlier moment.

    ``read``: the material of just this month, where somebody has it.
    """
    months = [month.plus(-back) for back in range(MONTHS_SHOWN, -1, -1)]
    material = read or gather(session, clock, scope, choice, months, as_of=as_of, audience=audience)
    shown, period = months[1:], Period.of(month)
    grid = None if material.is_unsettled(month) else _Grid.of(session, scope, material, month)
    return MonthlySet(
        report_of(material, month, compare),
        tuple(_ages(material.known, Period.of(one)) for one in shown),
        _parts(material, shown),
        _topics(session, material.known, period),
        _reserve(material.known, period),
        _hours(grid) if grid else Hours(None, ()),
        _received(grid) if grid else None,
        _drivers(grid) if grid else (),
        control_charts(session, clock, scope, choice, control_keys(choice.population), month, as_of),
    )


def control_keys(population: Population) -> tuple[str, str]:
    """The measures whose control charts the set has: settled on time, and the median time in the population's unit."""
    return ("on_time", "median_hours" if population is Population.SPRAWA else "median_days")


def _ages(known: pd.DataFrame, period: Period) -> AgesRow:
    return AgesRow(compute("backlog", known, period), tuple(compute(key, known, period) for key in ages.BANDS))


def _reserve(known: pd.DataFrame, period: Period) -> Reserve:
    days = reserve.left_over(known, Unit.DAYS)[reserve.settled_with_term(known, period)]
    late = [days <= high if low is None else (days >= low) & (days <= high) for low, high in LATE_BANDS]
    return Reserve(
        tuple(int(one.sum()) for one in late),
        tuple(compute(key, known, period) for key in reserve.BANDS),
        compute("median_reserve", known, period),
    )


def _parts(material: Material, shown: Sequence[Month]) -> tuple[PartRow, ...]:
    """Departments of the scope, or the chosen one, that had a case due or an answer in any of the months."""
    satisfied = [material.by_department("csat", month) for month in shown]
    rows = []
    for key, name in [*material.departments.items(), ("", "")]:
        if material.choice.department is not None and material.choice.part != key:
            continue
        known = part_of(material.known, "department", key)
        csat = tuple(one[key] for one in satisfied)
        on_time = tuple(compute("on_time", known, Period.of(month)) for month in shown)
        told = [one for one, month in zip(csat, shown, strict=True) if not material.is_unsettled(month)]
        if any(one.n != 0 for one in told) or any(one.n for one in on_time):
            rows.append(PartRow(key, name, csat, on_time))
    return tuple(rows)


def _topics(session: Session, known: pd.DataFrame, period: Period) -> tuple[TopicRow, ...]:
    """Subjects of the cases received in the period, most cases first, then by name, without one last among equals."""
    names = {str(key): name for key, name in every_topic(session).items()}
    chosen = known.loc[members.received(known, period), "topic"]
    counts = chosen.fillna("").value_counts()
    rows = [TopicRow(str(key), names.get(str(key), ""), int(n)) for key, n in counts.items()]
    return tuple(sorted(rows, key=lambda row: (-row.n, row.name == "", row.name, row.key)))


@dataclass(frozen=True)
class _Grid:
    """How the fixed grid is asked about a month: by whom, up to when, and what may be told."""

    session: Session
    reach: Scope
    month: Month
    last: Month
    release: Released
    leaf: int | None

    @classmethod
    def of(cls, session: Session, scope: Scope, material: Material, month: Month) -> _Grid | None:
        """None where nothing of the year may be told."""
        told = material.released.get(month.year)
        if told is None:
            return None
        leaf = material.leaf if material.is_past else None
        return cls(session, material.lens.reach(scope), month, last_complete_month(material.today), told, leaf)

    def report(self, when: Slice, by: str) -> GridReport:
        """The answers of a slice of the year by a part of the grid."""
        return survey_report(self.session, self.reach, frames.INSTRUMENT, when, by, self.release, self.last, self.leaf)


def _hours(grid: _Grid) -> Hours:
    """The hours of the month, else of its quarter, else of its year."""
    month = grid.month
    for one in (Slice.of(month), Slice(month.year, 12 + (month.number - 1) // 3), Slice.of_year(month.year)):
        for section in grid.report(one, grid_frames.HOURS).sections:
            hours = _told_hours(section)
            if hours:
                return Hours(one, hours)
    return Hours(None, ())


def _told_hours(section: Section) -> tuple[Hour, ...]:
    found = []
    for line in section.lines:
        share = headline(section.asked.question, line).share
        if line.n and share is not None:
            at = int(line.part)
            found.append(Hour(at // 24, at % 24, line.n, round(share * line.n)))
    return tuple(found)


def _received(grid: _Grid) -> dict[str, int | None] | None:
    report = grid.report(Slice.of(grid.month), "department")
    is_told = report.received is not None and not is_hidden(report.received.clean) and report.sections
    return counted(report.received, report.untold) if is_told else None


def _drivers(grid: _Grid) -> tuple[Driver, ...]:
    """The questions whose importance and performance are both told."""
    period, time = Period.of(grid.month), Slice.of(grid.month).time
    pairs = pair_frames.pairs(grid.session, frames.INSTRUMENT, period.months, grid.reach, grid.leaf)

    def why(question: str) -> WhyNot | None:
        found = (grid.release.why_not_of(question, part, time) for part in (ROOT, RATED))
        return next((one for one in found if one is not None), None)

    found = (driver(one, pairs, period, why_not=why(one)) for one in DRIVERS)
    return tuple(one for one in found if one.importance.value is not None and one.performance.value is not None)
