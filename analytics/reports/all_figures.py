"""Every figure of a period on one page, by theme."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.measures.period import Period
from analytics.measures.registry import THEMES, Theme
from analytics.measures.result import Result
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.sheet import case_figures, sheet
from kernel.clock import Clock
from kernel.permissions import Scope


@dataclass(frozen=True)
class AllFigures:
    """The sheet of a population under the headings of its themes; themes without a figure are left out."""

    material: Material
    period: Period
    themes: tuple[tuple[Theme, tuple[Result, ...]], ...]


def all_figures(
    session: Session, clock: Clock, scope: Scope, choice: Choice, period: Period, as_of: AsOf | None = None
) -> AllFigures:
    """Return every figure of a period, as known now or then. Of one channel there are figures of cases alone."""
    material = gather(session, clock, scope, choice, period.months, with_answers=not choice.channel, as_of=as_of)
    told = case_figures(material, material.known, period) if choice.channel else sheet(material, period)
    results = {result.measure: result for result in told}
    themes = ((theme, tuple(results[one.key] for one in theme.measures if one.key in results)) for theme in THEMES)
    return AllFigures(material.set_down(), period, tuple((theme, own) for theme, own in themes if own))
