"""The figures of a month in a bundle: the tables as everybody exports them, and the counts of answers behind them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics import frames
from analytics.files import as_csv
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.quantities import PER, rate_of
from analytics.measures.result import Result
from analytics.models import PublishedMonth
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.export import dimensions_of, figure_row, month_rows, told
from analytics.reports.month import MonthReport, QuestionRow, month_report
from analytics.reports.release import Audience
from analytics.reports.sheet import WHOLE, base_of
from assurance.evidence.answers import write_answers
from assurance.evidence.archive import Archive
from assurance.evidence.comparisons import write_comparisons
from assurance.evidence.record import End
from kernel.clock import FixedClock
from kernel.permissions import EVERYWHERE
from ledger.actions import moment_text


def write_figures(session: Session, archive: Archive, end: End, month: Month) -> list[tuple[str, ...]]:
    """Write a table for each population and the suppressed counts; the rows of complaints come back for the index."""
    codes = frames.department_codes(session)
    clock, then = FixedClock(end.moment), AsOf(end.moment, end.leaf)
    shown: list[tuple[str, ...]] = []
    for population in Population:
        report = month_report(
            session,
            clock,
            EVERYWHERE,
            Choice(population),
            month,
            as_of=then,
            with_every=True,
            audience=Audience.PUBLIC,
        )
        rows = month_rows(report, codes) + rate_rows(report, codes)
        archive.text(f"results/{population}.csv", as_csv(rows))
        if population is Population.COMPLAINTS:
            shown = rows
            archive.value("survey/counts.json", {"month": str(month), "rows": counts(report)})
            write_answers(session, archive, end, report, codes)
    write_comparisons(session, archive, end, month)
    archive.lines("results/published.jsonl", _editions(session, end, str(month)))
    return shown


def rate_rows(report: MonthReport, codes: Mapping[str, str]) -> list[tuple[str, ...]]:
    """The rates of a month against the reference figures known by then: of the office, and of its departments per
    cases handled. What a published month does without, because figures are entered after it.
    """
    population, period = report.material.choice.population, Period.of(report.month)
    whole = {one.measure: one for one in report.flow}["received"].n or 0
    rows = [figure_row(_rate(report, key, whole, period, WHOLE), dimensions_of(population, "")) for key in PER]
    for part in report.departments:
        found = _rate(report, "per_cases", part.received.n or 0, period, part.key or None)
        rows.append(figure_row(found, dimensions_of(population, codes.get(part.key, "none"))))
    return told(report.material.choice, rows)


def _rate(report: MonthReport, key: str, received: int, period: Period, part: str | None) -> Result:
    return rate_of(key, received, period, base=base_of(report.material, key, period, part))


def _editions(session: Session, end: End, month: str) -> list[dict[str, Any]]:
    """The editions of the month that were published by the end, with their frozen figures byte for byte."""
    query = select(PublishedMonth).where(PublishedMonth.month == month, PublishedMonth.entry_leaf <= end.leaf)
    return [
        {
            "edition": one.edition,
            "leaf": one.leaf,
            "as_of": moment_text(one.as_of),
            "digest": one.digest,
            "reason": one.reason,
            "rows": one.rows,
        }
        for one in session.scalars(query.order_by(PublishedMonth.edition))
    ]


def counts(report: MonthReport) -> list[dict[str, Any]]:
    """The counts of answers a reader of the results page sees, and no other: withheld there, withheld here."""
    rows = [_of_question(row) for row in report.questions]
    settled = report.figures["settled_at_once"].now
    rows.append(_row(None, "q2", settled, yes=settled.numerator))
    return rows + [_row(part.key, "q1", part.csat, top=part.csat.numerator or 0) for part in report.departments]


def _of_question(row: QuestionRow) -> dict[str, Any]:
    return _row(None, row.key, row.result, counts=list(row.counts.counts) if row.counts else [])


def _row(department: str | None, question: str, result: Result, **told: Any) -> dict[str, Any]:
    hidden = result.is_suppressed
    facts = {"n": None, **dict.fromkeys(told)} if hidden else {"n": result.n, **told}
    return {"department": department, "question": question, "hidden": hidden, **facts}
