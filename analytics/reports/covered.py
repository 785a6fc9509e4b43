"""Where nothing comes in: desks, and of the last month that is over as much as may be told of a single desk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy.orm import Session

from analytics.frames import INSTRUMENT, survey_cells
from analytics.frames.survey_cells import Covered
from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.satisfaction import OVERALL
from analytics.measures.slices import Slice
from analytics.reports.release import Released
from kernel.permissions import Scope
from surveys.rules.visits import response_rate


@dataclass(frozen=True)
class DeskRow:
    """A desk: ``responses`` None where their number is hidden, ``why_not`` says why; ``rate`` None where there is none
    to be told, 0 to 1."""

    covered: Covered
    responses: int | None
    why_not: WhyNot | None
    rate: Fraction | None


def desks(session: Session, scope: Scope, month: Month, release: Released, today: dt.date) -> list[DeskRow]:
    """Return every desk of today with its last response and its month, as the release of its year tells it."""
    found = survey_cells.coverage(session, scope, INSTRUMENT, Period.of(month), today)
    return [_row(one, release, Slice.of(month).time) for one in found]


def _row(one: Covered, release: Released, time: int) -> DeskRow:
    why = release.why_not_of(OVERALL, ("desk", one.key), time) if one.responses else None
    is_rate_told = release.why_no_rate(("desk_rate", one.key), time) is None
    rate = response_rate(one.answered, one.visits if one.visits_days else None) if is_rate_told else None
    return DeskRow(one, one.responses if why is None else None, why, rate)
