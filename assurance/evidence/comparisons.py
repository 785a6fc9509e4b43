"""Whether the month was quicker: its cases beside those of the month before and of the same month a year before.

The figures with their intervals, and what they follow from, so that whoever computes them anew sees where the two part.
Limits drawn at random can be drawn again: generator and seed are published (decision 0037). The year to the month
beside the year before it, month by month, is in `series`.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.orm import Session

from analytics.files import as_csv
from analytics.measures.case_mix import CaseMix, case_mix
from analytics.measures.declaration import Population, Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import Reduction, Span, reduction
from analytics.methods.survival import Curve
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.export import decimal, dimensions_of, figure_row, told
from analytics.reports.material import Material, gather
from analytics.reports.published import POPULATIONS
from analytics.reports.reductions import ReductionReport
from assurance.evidence.archive import Archive
from assurance.evidence.record import End
from assurance.evidence.series import FIRST, series, series_parts, series_rows, unit_of
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE

BACK: Final = (1, 12)
"""The baselines, in months before the month: what the page of a month compares with."""
OPEN_AT_P90: Final = 0.1


def write_comparisons(session: Session, archive: Archive, end: End, month: Month) -> None:
    """Write the comparisons of every population a month is published with."""
    rows: list[tuple[str, ...]] = []
    parts: list[dict[str, Any]] = []
    around: list[tuple[str, ...]] = []
    months: list[dict[str, Any]] = []
    for population in POPULATIONS:
        material = _material(session, end, population, month)
        found_series = series(material, month)
        around += series_rows(found_series, material, month)
        months.append(series_parts(found_series, population))
        for back in BACK:
            found = _report(material, Period.of(month), Period.of(month.plus(-back)))
            rows += _rows(found, population)
            parts += _parts(found, population)
    archive.text("results/comparisons.csv", as_csv(rows))
    archive.value("results/comparisons.json", {"comparisons": parts})
    archive.text("results/series.csv", as_csv(around))
    archive.value("results/series.json", {"series": months})


def _material(session: Session, end: End, population: Population, month: Month) -> Material:
    months = [month.plus(-back) for back in range(max(BACK), -1, -1)]
    clock, then = FixedClock(end.moment), AsOf(end.moment, end.leaf)
    since, whose = month.plus(-FIRST).first, Choice(population)
    return gather(session, clock, EVERYWHERE, whose, months, with_answers=False, since=since, as_of=then)


def _report(material: Material, now: Period, base: Period) -> ReductionReport:
    is_imported, known, moment = material.choice.population is Population.SPRAWA, material.known, material.as_of
    unit = unit_of(material)
    return ReductionReport(
        material.set_down(),
        reduction(known, now, base, moment, unit),
        None if is_imported else reduction(known, now, base, moment, Unit.WORKING_DAYS),
        (),
        (),
        case_mix(known, now, base, moment, unit),
        {},
        {},
        None,
    )


def _rows(found: ReductionReport, population: Population) -> list[tuple[str, ...]]:
    """The differences, each with its baseline and, where it has several, its unit."""
    rows = []
    for result in found.results:
        names = ";".join(f"{name}={value}" for name, value in result.dimensions)
        rows.append(figure_row(result, f"{dimensions_of(population, '')};{names}"))
    return told(found.material.choice, rows)


def _parts(found: ReductionReport, population: Population) -> list[dict[str, Any]]:
    """What each comparison follows from, exactly; numbers as the tables write them."""
    both = [one for one in (found.whole, found.working_days) if one is not None]
    return [
        {
            "population": str(population),
            "unit": one.unit.value,
            "base": str(one.base.period),
            "spans": [_span(one.now), _span(one.base)],
            "log_rank": _log_rank(one),
            "mix": _mix(found.mix) if one is found.whole else None,
        }
        for one in both
    ]


def _span(span: Span) -> dict[str, Any]:
    return {
        "n": span.n,
        "settled": span.settled,
        "open": span.still_open,
        "left": span.left,
        "negative": span.negative,
        "median": _at(span.curve, 0.5),
        "p90": _at(span.curve, OPEN_AT_P90),
    }


def _at(curve: Curve, share: float) -> str | None:
    return _number(curve.quantile(share).value)


def _log_rank(found: Reduction) -> dict[str, Any] | None:
    test = found.test
    return test and {"chi_square": _number(test.chisq), "p": _number(test.p), "excess": _number(test.excess)}


def _mix(mix: CaseMix) -> dict[str, Any]:
    shares = [mix.on_time and _number(mix.on_time.value), mix.base_on_time and _number(mix.base_on_time.value)]
    return {
        "by": list(mix.by),
        "groups": len(mix.mix.common),
        "covered": _number(mix.mix.covered),
        "medians": [_number(mix.medians.now), _number(mix.medians.base)],
        "on_time": shares,
    }


def _number(value: float | None) -> str | None:
    return None if value is None else decimal(value)
