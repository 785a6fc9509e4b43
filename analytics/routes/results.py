"""Months, spans and comparisons: their pages, pictures and files."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import Response, render_template, request, url_for

from analytics import change_words, desk, drawings, frames, labels, overview, published, sentences, words
from analytics.charts.style import NARROW, WIDE, ThemeName
from analytics.drawings import Chart
from analytics.exporting import export_files, zipped
from analytics.files import csv_file
from analytics.forms import asked_month, asked_only, asked_page, months_to_choose
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.reports.as_of import local_text
from analytics.reports.case_list import LISTED, case_page
from analytics.reports.choice import Compare, last_complete_month
from analytics.reports.export import month_rows, span_rows
from analytics.reports.long import long_rows
from analytics.reports.material import departments_in
from analytics.reports.of_slice import slice_of
from analytics.reports.reduction_rows import REDUCTION_COLUMNS, reduction_rows
from analytics.reports.structure import Lens, Structure
from analytics.routes.lasting import lasting
from analytics.routes.room import blueprint
from complaints.labels import CHANNELS, KINDS
from complaints.labels.register import LEFT
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission
from ledger.seal_queries import last_mark
from web import database
from web.access import current_actor, requires

WIDTHS = {"wide": WIDE, "narrow": NARROW}
THEMES: dict[str, ThemeName] = {"light": "light", "dark": "dark"}
VIEWS: dict[str, Callable[[], dict[str, Chart]]] = {
    "month": lambda: drawings.month_charts(desk.the_month()),
    "charts": lambda: drawings.charts_of(desk.the_monthly_set()),
    "span": lambda: drawings.span_charts(desk.the_span()),
    "compared": lambda: {"funnel": drawings.compared_chart(desk.the_compared())},
    "reduction": lambda: drawings.reduction_charts(desk.the_reduction()),
    "control": lambda: {"control": drawings.control_drawing(desk.the_control().chart)},
}
LIST_NAMES = frozenset(
    {"measure", "population", "department", "structure", "month", "as_of", "channel", "topic", "only", *desk.FROM_TO}
)
"""What an address of a list may say; its pages repeat these names and no other."""

PICTURE_SECONDS = 3600
"""A picture's address carries the digest of its figures, so it may be kept while it is looked at."""


@blueprint.get("/results")
@requires(Permission.RESULTS_READ)
def month() -> str:
    """The month: six figures, charts, tables."""
    report, wanted = desk.the_month(), desk.choice()
    fields = {**wanted.fields, "month": str(report.month), "compare": report.compare.value}
    return render_template(
        "analytics/month.html",
        report=report,
        seal=last_mark(database.session(), report.material.leaf if report.material.is_past else None),
        charts=drawings.month_charts(report),
        rows=drawings.sorted_departments(report),
        sentences=sentences,
        compares=list(Compare),
        published=published.about(report),
        is_empty=overview.is_empty(report),
        running=overview.running_words(report),
        lasting=lasting(fields, report.month.first),
        **frame("month", fields),
    )


@blueprint.get("/results/span")
@requires(Permission.RESULTS_READ)
def span() -> str:
    """A span of months side by side."""
    report, wanted = desk.the_span(), desk.choice()
    fields = {**wanted.fields, **_ends(report.period, desk.FROM_TO)}
    return render_template(
        "analytics/span.html",
        report=report,
        lasting=lasting(fields, report.rows[-1].month.first),
        is_empty=overview.is_nothing(one for row in report.rows for one in (*row.cases.values(), row.csat)),
        charts=drawings.span_charts(report),
        sentences=sentences,
        **frame("span", fields),
    )


@blueprint.get("/results/reduction")
@requires(Permission.RESULTS_READ)
def reduction() -> str:
    """Two spans compared: did terms become shorter?"""
    report, wanted = desk.the_reduction(), desk.choice()
    now, base = desk.spans_asked()
    fields = {**wanted.fields, **_ends(now, desk.FROM_TO), **_ends(base, desk.BASE_FROM_TO)}
    if report.change is not None:
        fields["change"] = str(report.change.change)
    return render_template(
        "analytics/reduction.html",
        report=report,
        lasting=lasting(fields, now.months[-1].first),
        charts=drawings.reduction_charts(report),
        sentences=sentences,
        changes=change_words,
        **frame("reduction", fields),
    )


@blueprint.get("/results/cases")
@requires(Permission.RESULTS_READ)
def cases() -> str:
    """The cases behind a figure, as many as its n; a link to a case only where the reader may open it."""
    wanted, key = desk.choice_of_cases(), request.args.get("measure", "")
    if key not in LISTED:
        raise NotFound
    period = desk.span_asked() if "to" in request.args else _month_asked()
    session, clock = database.session(), database.clock()
    seen, number = desk.seen_from(), asked_page(request.args)
    only = asked_only(request.args, key)
    page = case_page(session, clock, desk.scope(), wanted.choice, key, period, number, seen, only)
    fields: dict[str, Any] = {name: value for name, value in request.args.items() if name in LIST_NAMES}
    return render_template(
        "analytics/cases.html",
        page=page,
        key=key,
        title=sentences.list_title(key),
        channel=CHANNELS.get(wanted.choice.channel, ""),
        part=labels.PARTS[only] if only else "",
        period=period,
        labels=labels,
        kinds=KINDS,
        left=LEFT,
        verdict=sentences.verdict_of,
        now=seen.moment if seen else clock.now(),
        seen=seen,
        fields=wanted.fields,
        now_address=_now(fields),
        back=_figures_of(period, wanted.fields),
        may_open=may_open,
        department=departments_in(session, desk.scope()).get(wanted.choice.part)
        or (labels.no_department() if wanted.choice.department else ""),
        structure=wanted.choice.structure,
        address=lambda number: url_for(".cases", **{**fields, "page": number}),
    )


def _figures_of(period: Period, chosen: dict[str, str]) -> str:
    """The page of figures a list of cases belongs to: the dashboard of its month, or its run of months."""
    first, last = Month.of(period.first), Month.of(period.last)
    kept: dict[str, Any] = {key: words for key, words in chosen.items() if key not in ("channel", "topic")}
    if first == last:
        return url_for(".dashboard", month=str(first), **kept)
    return url_for(".span", **{"from": str(first), "to": str(last), **kept})


@blueprint.get("/results.csv")
@requires(Permission.RESULTS_READ)
def table() -> Response:
    """The figures of a month, or of every month of a span, in the long form; or a comparison, a row for each."""
    codes = frames.department_codes(database.session())
    if "base_to" in request.args:
        compared = desk.the_reduction()
        name = f"wyniki-{compared.whole.now.period}-{compared.whole.base.period}".replace("..", "-")
        return csv_file(reduction_rows(compared, codes), name + told(), REDUCTION_COLUMNS)
    if "to" in request.args:
        span_shown = desk.the_span()
        return csv_file(span_rows(span_shown, codes), f"wyniki-{span_shown.period}".replace("..", "-") + told())
    report = desk.the_month(with_every=True)
    return csv_file(month_rows(report, codes), f"wyniki-{report.month}{told()}")


@blueprint.get("/results/data.zip")
@requires(Permission.RESULTS_READ)
def data() -> Response:
    """Every measure of a month as one table with its dictionary, for the departments the reader may see."""
    month = asked_month(request.args, desk.today())
    session, clock = database.session(), database.clock()
    rows = list(long_rows(session, clock, desk.scope(), [month], desk.seen_from(), by_channel=False))
    response = Response(zipped(export_files(rows, with_parquet=False)), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="wyniki-dane-{month}{told()}.zip"'
    return response


@blueprint.get("/results/charts/<view>/<name>.<width>.<theme>.svg")
@requires(Permission.RESULTS_READ)
def chart(view: str, name: str, width: str, theme: str) -> Response:
    """A chart as an image."""
    if view not in VIEWS or width not in WIDTHS or theme not in THEMES:
        raise NotFound
    found = VIEWS[view]().get(name)
    if found is None:
        raise NotFound
    response = Response(drawings.picture(found, WIDTHS[width], THEMES[theme]), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = f"private, max-age={PICTURE_SECONDS}"
    response.add_etag()
    return response.make_conditional(request)  # type: ignore[return-value]


def frame(view: str, fields: dict[str, Any]) -> dict[str, Any]:
    """What the pages with charts share: the choices of the form, and the addresses of pictures, lists and files."""
    session, reader = database.session(), desk.scope()
    lens = Lens.of(Structure(fields.get("structure", Structure.DAY_OF_CASE)), desk.todays(), reader)
    named = {key: name for key, name in departments_in(session, reader).items() if uuid.UUID(key) not in lens.now}
    whole: dict[str, Any] = {
        key: value
        for key, value in fields.items()
        if key in ("population", "department", "structure", "as_of", "channel", "topic")
    }

    def source(picture: Chart) -> Callable[[str, str], str]:
        def address(theme: str, width: str) -> str:
            place: dict[str, Any] = {"view": view, "name": picture.name, "width": width, "theme": theme}
            return url_for(".chart", **{**fields, **place, "v": picture.digest})

        return address

    def case_list(key: str, period: Period, department: str = "", topic: str = "") -> str:
        part = {name: value for name, value in (("department", department), ("topic", topic)) if value}
        own: dict[str, Any] = {**whole, **part}
        first, last = Month.of(period.first), Month.of(period.last)
        when: dict[str, Any] = {"month": str(first)} if first == last else {"from": str(first), "to": str(last)}
        return url_for(".cases", measure=key, **when, **own)

    return {
        "labels": labels,
        "words": words,
        "measure": measure,
        "fields": fields,
        "source": source,
        "case_list": case_list,
        "answers_page": answers_page,
        "view": view,
        "seen": desk.seen_from(),
        "now_address": _now(fields),
        "csv": url_for(".table", **fields),
        "populations": list(Population),
        "months": _months(fields),
        "departments": sorted(named.items(), key=lambda pair: labels.alphabetical(pair[1])),
        "is_everywhere": reader is EVERYWHERE,
        "structures": list(Structure) if Lens.of(Structure.TODAY, desk.todays(), reader).now else [],
    }


def _months(fields: dict[str, Any]) -> list[Month]:
    """The months to choose, newest first; those the page shows are among them, however young the office is."""
    offered = months_to_choose(frames.first_month(database.session()), desk.today())
    names = ("month", *desk.FROM_TO, *desk.BASE_FROM_TO)
    shown = {Month.parse(str(fields[name])) for name in names if fields.get(name)}
    return sorted({*offered, *shown}, reverse=True)


def answers_page(period: Period) -> str:
    """The page of the answers of a month, a quarter or a year that is over, as of the moment of this page; empty for
    any other period.
    """
    one = slice_of(period)
    is_over = one is not None and one.over(last_complete_month(desk.today())) == period
    seen = desk.seen_from()
    moment = local_text(seen.moment) if seen else None
    return url_for(".answers", period=str(one), by="department", as_of=moment) if is_over else ""


def _now(fields: dict[str, Any]) -> str:
    """The same page as of now."""
    return url_for(str(request.endpoint), **{key: value for key, value in fields.items() if key != "as_of"})


def told() -> str:
    """What the name of a file says of an earlier moment: the leaf its figures were computed as of."""
    seen = desk.seen_from()
    return f"-wpis-{seen.leaf}" if seen else ""


def _ends(period: Period, names: tuple[str, str]) -> dict[str, str]:
    return {names[0]: str(Month.of(period.first)), names[1]: str(Month.of(period.last))}


def _month_asked() -> Period:
    return Period.of(asked_month(request.args, desk.today()))


def may_open(row: frames.CaseRow) -> bool:
    """Whether the reader may open the case itself: seeing a figure does not yet open every case behind it."""
    actor = current_actor()
    reach = actor.scope(Permission.COMPLAINT_READ)
    if reach is EVERYWHERE:
        return True
    is_own = actor.person_id is not None and row.handler_id == actor.person_id
    return bool(reach) and (row.department_id in reach or is_own)
