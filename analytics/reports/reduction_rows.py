"""A comparison of two spans as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from analytics.measures.case_mix import CaseMix
from analytics.measures.interruption import Interrupted
from analytics.measures.reduction import OPEN_AT_P90, Reduction, Span
from analytics.methods.interval import Difference
from analytics.reports.export import decimal, dimensions_of, flag, told
from analytics.reports.reductions import ReductionReport
from imports.report import harmless

REDUCTION_COLUMNS: Final = (
    "dimensions", "unit", "period", "base_period", "n", "base_n", "settled", "base_settled", "open", "base_open",
    "left", "base_left", "median", "base_median", "difference", "low", "high", "log_rank_p", "demonstrated",
    "settled_median", "settled_base_median", "settled_difference", "settled_low", "settled_high",
    "p90", "base_p90", "p90_difference", "p90_low", "p90_high", "settled_p90_difference", "settled_p90_low",
    "settled_p90_high", "median_test_p", "method", "structure",
)  # fmt: skip
"""Medians, P90 and their differences count open cases; what begins with settled_ leaves them out.

method: comparison; standardised (the baseline's mix, the strata and what share of the baseline they cover among the
dimensions); standardised_on_time (shares, 0 to 1, in the columns of medians); interrupted_level and interrupted_slope
(what changed at the date of change, in the unit, and in the unit a month).
"""
Values = dict[str, str]


def reduction_rows(report: ReductionReport, departments: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the rows of a comparison: the whole in each unit, departments, topics, the mix, the date of change."""
    choice = report.material.choice
    whole = dimensions_of(choice.population, departments.get(choice.part, "none") if choice.department else "")
    rows = [_comparison(one, whole) for one in (report.whole, report.working_days) if one is not None]
    rows += [
        _comparison(part.found, dimensions_of(choice.population, departments.get(part.key, "none")))
        for part in sorted(report.departments, key=lambda one: departments.get(one.key, ""))
    ]
    rows += [
        _comparison(part.found, f"{whole};topic={report.topic_codes[part.key]}")
        for part in sorted(report.topics, key=lambda one: report.topic_codes[one.key])
    ]
    rows += _mix(report.whole, report.mix, whole)
    if report.change is not None:
        rows += _change(report.change, whole)
    return told(choice, [_in_order(row) for row in rows])


def _in_order(row: Values) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in REDUCTION_COLUMNS[:-1])


def _comparison(found: Reduction, dimensions: str) -> Values:
    now, base = found.now, found.base
    return {
        **_facts(found, dimensions),
        **_pair("settled", now.settled, base.settled),
        **_pair("open", now.still_open, base.still_open),
        **_pair("left", now.left, base.left),
        "median": decimal(now.curve.median().value),
        "base_median": decimal(base.curve.median().value),
        **_difference("", found.difference),
        "log_rank_p": decimal(found.test.p if found.test else None),
        "demonstrated": flag(found.is_demonstrated),
        "settled_median": decimal(now.median),
        "settled_base_median": decimal(base.median),
        **_difference("settled_", found.settled_difference),
        "p90": decimal(_p90(now)),
        "base_p90": decimal(_p90(base)),
        **_difference("p90_", found.p90_difference),
        **_difference("settled_p90_", found.settled_p90_difference),
        "median_test_p": decimal(found.median_test.p if found.median_test else None),
        "method": "comparison",
    }


def _facts(found: Reduction, dimensions: str) -> Values:
    now, base = found.now, found.base
    return {
        "dimensions": harmless(dimensions),
        "unit": found.unit.value,
        "period": str(now.period),
        "base_period": str(base.period),
        **_pair("n", now.n, base.n),
    }


def _pair(name: str, now: int, base: int) -> Values:
    return {name: str(now), f"base_{name}": str(base)}


def _difference(prefix: str, change: Difference | None) -> Values:
    names = (f"{prefix}difference", f"{prefix}low", f"{prefix}high")
    return dict(zip(names, map(decimal, change or (None, None, None)), strict=True))


def _p90(span: Span) -> float | None:
    return span.curve.quantile(OPEN_AT_P90).value


def _mix(found: Reduction, mix: CaseMix, dimensions: str) -> Iterator[Values]:
    """The standardised medians, and the standardised shares settled in time where there are any."""
    named = f"{dimensions};strata={'+'.join(mix.by)};covered={decimal(mix.mix.covered)}"
    now, base = (sum(mix.sizes[key][side] for key in mix.mix.common) for side in (0, 1))
    facts = {**_facts(found, named), **_pair("n", now, base)}
    change = mix.medians.difference
    yield {
        **facts,
        "median": decimal(mix.medians.now),
        "base_median": decimal(mix.medians.base),
        **_difference("", change),
        "demonstrated": flag(change is not None and change.is_demonstrated),
        "method": "standardised",
    }
    if mix.on_time is not None and mix.base_on_time is not None:
        shift = mix.on_time_difference
        yield {
            **facts,
            "unit": "share",
            "median": decimal(mix.on_time.value),
            "base_median": decimal(mix.base_on_time.value),
            **_difference("", shift),
            "demonstrated": flag(shift is not None and shift.is_demonstrated),
            "method": "standardised_on_time",
        }


def _change(change: Interrupted, dimensions: str) -> Iterator[Values]:
    """Level and slope; empty where months are missing."""
    facts = {
        "dimensions": harmless(dimensions),
        "unit": change.unit.value,
        "period": f"{change.change}..{change.months[-1].month}",
        "base_period": f"{change.months[0].month}..{change.change.plus(-1)}",
    }
    for method, found in (
        ("interrupted_level", change.found.level if change.found else None),
        ("interrupted_slope", change.found.slope if change.found else None),
    ):
        shown = flag(found is not None and found.is_demonstrated)
        yield {**facts, **_difference("", found), "demonstrated": shown, "method": method}
