"""Two periods side by side: months, quarters, years, or any runs of months."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for

from analytics import against_words, desk, labels
from analytics.measures.period import Month, Period
from analytics.measures.slices import Slice
from analytics.reports.case_list import LISTED
from analytics.reports.choice import last_complete_month
from analytics.routes.lasting import lasting
from analytics.routes.results import answers_page, frame
from analytics.routes.room import blueprint
from kernel.permissions import Permission
from web.access import requires


@blueprint.get("/results/against")
@requires(Permission.RESULTS_READ)
def against() -> str:
    """Every figure of both, the difference, its interval, and careful words."""
    report, wanted = desk.the_pair(), desk.choice()
    fields: dict[str, Any] = {**wanted.fields, **_ends(report.now, report.then)}
    shared = frame("against", fields)
    return render_template(
        "analytics/against.html",
        report=report,
        spoken=against_words,
        listed=LISTED,
        quick=[_offer(wanted.fields, *pair) for pair in _pairs(last_complete_month(desk.today()))],
        answers={period: answers_page(period) for period in (report.now, report.then)},
        lasting=lasting(fields, report.now.last),
        **shared,
    )


def _ends(now: Period, then: Period) -> dict[str, str]:
    names = (*desk.FROM_TO, *desk.BASE_FROM_TO)
    ends = (now.first, now.last, then.first, then.last)
    return {name: str(Month.of(day)) for name, day in zip(names, ends, strict=True)}


def _pairs(last: Month) -> list[tuple[Slice, Slice]]:
    """The last month, quarter and year that are over, each with the one before and the same a year before."""
    end = last if last.number % 3 == 0 else last.plus(-(last.number % 3))
    quarter, year = _quarter(end), Slice.of_year(last.year if last.number == 12 else last.year - 1)
    return [
        (Slice.of(last), Slice.of(last.plus(-1))),
        (Slice.of(last), Slice.of(last.plus(-12))),
        (quarter, _quarter(end.plus(-3))),
        (quarter, _quarter(end.plus(-12))),
        (year, Slice.of_year(year.year - 1)),
    ]


def _quarter(month: Month) -> Slice:
    return Slice(month.year, 12 + (month.number - 1) // 3)


def _offer(fields: dict[str, str], now: Slice, then: Slice) -> tuple[str, str]:
    """A pair of periods in words, and its address."""
    asked: dict[str, Any] = {**fields, **_ends(now.period, then.period)}
    return f"{labels.slice_name(now)} – {labels.slice_name(then)}", url_for(".against", **asked)
