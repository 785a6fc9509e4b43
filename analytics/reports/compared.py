"""Departments side by side on one share: each with its interval and its place in the funnel, never ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from analytics.measures.arrays import part_of
from analytics.measures.cases import of_population
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population, Unit
from analytics.measures.registry import MEASURES, measure
from analytics.measures.result import Result
from analytics.measures.satisfaction import QUESTION_OF
from analytics.measures.slices import Slice
from analytics.methods.funnel import Place, Spread, funnel_place, spread
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.material import Material, gather
from analytics.reports.of_slice import answers_of
from kernel.clock import Clock
from kernel.permissions import Scope


@dataclass(frozen=True)
class Part:
    """One department ("" what belongs to none), and where it lies in the funnel; None without a figure."""

    key: str
    name: str
    result: Result
    place: Place | None


@dataclass(frozen=True)
class ComparedReport:
    """The share of each department and of all together. centre: the common share of those that have a figure."""

    material: Material
    key: str
    slice: Slice
    whole: Result
    parts: tuple[Part, ...]
    centre: float | None
    spread: Spread | None

    @property
    def known(self) -> list[Part]:
        """The departments that have a figure."""
        return [part for part in self.parts if part.result.value is not None]

    @property
    def is_comparable(self) -> bool:
        """Whether there are two at least."""
        return len(self.known) > 1


def comparable(population: Population) -> tuple[str, ...]:
    """Return the shares departments may be compared on, in the order of the registry."""
    return tuple(
        one.key
        for one in MEASURES
        if one.unit is Unit.SHARE
        and one.numerator is not None
        and (one.key in QUESTION_OF or (not one.is_survey and one.speaks_of(population)))
    )


def compared_report(
    session: Session, clock: Clock, scope: Scope, choice: Choice, key: str, when: Slice, as_of: AsOf | None = None
) -> ComparedReport:
    """Return the departments of the scope on one share over a month, a quarter or a year; those with nothing left out.

    Raises KeyError for what is no declared measure.
    """
    is_survey = measure(key).is_survey
    everywhere = replace(choice, department=None)
    material = gather(session, clock, scope, everywhere, when.period.months, with_answers=is_survey, as_of=as_of)
    found = [(part, name, result) for part, name, result in _parts(material, key, when) if _is_something(result)]
    known = [result for _part, _name, result in found if result.value is not None and result.n]
    successes, bases = [one.numerator or 0 for one in known], [one.n or 0 for one in known]
    centre = sum(successes) / sum(bases) if bases else None
    return ComparedReport(
        material.set_down(),
        key,
        when,
        _of(material, key, when, None),
        tuple(Part(part, name, result, _place(result, centre)) for part, name, result in found),
        centre,
        spread(successes, bases, centre) if centre is not None else None,
    )


def _parts(material: Material, key: str, when: Slice) -> Iterator[tuple[str, str, Result]]:
    for part, name in (*material.departments.items(), ("", "")):
        yield part, name, _of(material, key, when, part)


def _of(material: Material, key: str, when: Slice, part: str | None) -> Result:
    if measure(key).is_survey:
        return answers_of(material, key, when, part)
    known, population = material.known, material.choice.population
    if key == "justified" and population is Population.COMPLAINTS:
        known = of_population(known, Population.SKARGA)
    if part is not None:
        known = part_of(known, "department", part)
    return compute(key, known, when.period, () if part is None else (("department", part),))


def _is_something(result: Result) -> bool:
    return result.is_suppressed or bool(result.n) or bool(result.beside.get("not_yet_due"))


def _place(result: Result, centre: float | None) -> Place | None:
    if result.value is None or not result.n or centre is None:
        return None
    return funnel_place(result.numerator or 0, result.n, centre)
