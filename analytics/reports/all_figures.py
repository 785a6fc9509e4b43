"""Every figure of a period on one page, by theme; and the justified share told apart."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.measures.arrays import part_of
from analytics.measures.deadlines import compute
from analytics.measures.period import Period
from analytics.measures.registry import THEMES, Theme, measure
from analytics.measures.result import Result
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.sheet import case_figures, sheet
from kernel.clock import Clock
from kernel.permissions import Scope
from office.queries.lists import topics

Parts = tuple[tuple[str, str, Result], ...]
"""Key, name and figure of each part of a whole; key and name "" for what belongs to none."""


@dataclass(frozen=True)
class AllFigures:
    """The sheet of a population under the headings of its themes; themes without a figure are left out.

    ``by_department``, ``by_topic``: the justified share of each with a case in its base.
    """

    material: Material
    period: Period
    themes: tuple[tuple[Theme, tuple[Result, ...]], ...]
    by_department: Parts = ()
    by_topic: Parts = ()


def all_figures(
    session: Session, clock: Clock, scope: Scope, choice: Choice, period: Period, as_of: AsOf | None = None
) -> AllFigures:
    """Return every figure of a period, as known now or then. Of one channel or topic there are those of cases alone."""
    is_part = bool(choice.channel or choice.topic)
    material = gather(session, clock, scope, choice, period.months, with_answers=not is_part, as_of=as_of)
    told = case_figures(material, material.known, period) if is_part else sheet(material, period)
    results = {result.measure: result for result in told}
    themes = ((theme, tuple(results[one.key] for one in theme.measures if one.key in results)) for theme in THEMES)
    return AllFigures(
        material.set_down(),
        period,
        tuple((theme, own) for theme, own in themes if own),
        justified_by(material, period, "department", material.departments),
        justified_by(material, period, "topic", {str(topic.id): topic.name_pl for topic in topics(session)}),
    )


def justified_by(material: Material, period: Period, dimension: str, names: dict[str, str]) -> Parts:
    """Return the justified share of each value of a dimension that has a case in its base, by name."""
    if not measure("justified").speaks_of(material.choice.population):
        return ()
    values = material.known[dimension]
    keys = sorted(map(str, values.dropna().unique()), key=lambda key: names.get(key, key))
    rows = [(key, names.get(key, key), part_of(material.known, dimension, key)) for key in keys]
    rows.append(("", "", part_of(material.known, dimension, "")))
    found = ((key, name, compute("justified", own, period, ((dimension, key),))) for key, name, own in rows)
    return tuple(part for part in found if part[2].n)
