"""Publishing a month, and what changed since: in it, or since any moment."""

from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from analytics import desk, frames, labels, moments
from analytics.actions import NotPublishable, publish_month
from analytics.forms import asked_month, asked_page, months_to_choose
from analytics.frames.entries import entries_between
from analytics.frames.published import Edition, editions
from analytics.publishing_forms import PublishForm
from analytics.reports.as_of import AsOf, NotRecorded
from analytics.reports.case_list import PAGE_SIZE
from analytics.reports.changes import Changes
from analytics.reports.late import LATE_DAYS, late_entries
from analytics.routes.results import may_open
from analytics.routes.room import blueprint
from analytics.texts import _
from complaints.labels import HAPPENINGS
from kernel.errors import Forbidden, NotFound, Stale
from kernel.paging import Page, page_number
from kernel.permissions import EVERYWHERE, Permission
from office.queries import all_departments
from web import database
from web.access import current_actor, requires
from web.errors import status_of

Answer = str | Response | tuple[str, int]


@blueprint.errorhandler(NotRecorded)
def refused_moment(refused: NotRecorded) -> tuple[str, int]:
    """A moment the record does not reach to, or that is none: why, and the form with what was typed."""
    database.rollback()
    kept = {key: value for key, value in request.args.items() if key != "as_of"}
    page = render_template(
        "analytics/refused.html",
        sentence=moments.refusal(refused),
        typed=request.args.get("as_of", ""),
        kept=kept,
        labels=labels,
    )
    return page, status_of(refused)


@blueprint.route("/results/publish", methods=["GET", "POST"])
@requires(Permission.RESULTS_PUBLISH)
def publish() -> Answer:
    """Publish a month, or another edition of it; asked for once more, with what it means."""
    if current_actor().scope(Permission.RESULTS_PUBLISH) is not EVERYWHERE:
        raise Forbidden
    session, month = database.session(), asked_month(request.args, database.clock().today())
    known = editions(session, str(month))
    newest = known[0].number if known else 0
    form = PublishForm(data={"seen": str(newest)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                publish_month(session, database.clock(), current_actor(), month, form.reason.data or "", form.edition())
            except (NotPublishable, Stale) as broken:
                database.rollback()
                status = status_of(broken)
                form.refuse(broken, moments.publishing_refusal(broken))
                known = editions(session, str(month))
                form.seen.data = str(known[0].number if known else 0)
            else:
                database.commit()
                flash(_("Miesiąc jest opublikowany."))
                return redirect(url_for(".month", month=str(month)))
    is_over = month.last < database.clock().today()
    page = render_template(
        "analytics/publish.html", form=form, month=month, editions=known, is_over=is_over, labels=labels
    )
    return page if status == 200 else (page, status)


@blueprint.get("/results/changes")
@requires(Permission.RESULTS_READ)
def changed() -> str:
    """What changed in a month since an edition, or since a moment: figures, cases, entries."""
    session, month = database.session(), asked_month(request.args, database.clock().today())
    known = editions(session, str(month))
    edition = _edition(known)
    wanted, seen = desk.choice(), desk.seen_from() or (AsOf(edition.as_of, edition.leaf) if edition else None)
    facts: dict[str, Any] = {
        "month": month,
        "editions": known,
        "edition": edition,
        "population": wanted.choice.population,
        "fields": {**wanted.fields, "month": str(month), **({"edition": str(edition.number)} if edition else {})},
    }
    report = desk.the_changes(month, seen, edition) if seen else None
    if report:
        facts |= _cases(report, facts["fields"])
    return render_template("analytics/changes.html", report=report, labels=labels, moments=moments, **facts)


@blueprint.get("/results/late")
@requires(Permission.RESULTS_READ)
def late() -> str:
    """What was written down later than it happened, of the days of a month."""
    session, month = database.session(), asked_month(request.args, database.clock().today())
    found = late_entries(session, desk.scope(), month)
    number = page_number(asked_page(request.args), len(found), PAGE_SIZE)
    shown = found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return render_template(
        "analytics/late.html",
        month=month,
        page=Page(shown, number, len(found), PAGE_SIZE),
        rows={str(row.id): row for row in frames.case_rows(session, [one.entry.case_id for one in shown])},
        address=lambda to: url_for(".late", month=str(month), page=to),
        happenings=HAPPENINGS,
        may_open=may_open,
        months=months_to_choose(frames.first_month(session), database.clock().today()),
        late_days=LATE_DAYS,
        labels=labels,
    )


def _edition(known: list[Edition]) -> Edition | None:
    """The edition asked for, the newest without a word; None where a moment is asked for instead, or none is there."""
    written = request.args.get("edition", "")
    if written:
        found = [one for one in known if str(one.number) == written]
        if not found:
            raise NotFound
        return found[0]
    return known[0] if known and not request.args.get("as_of") else None


def _cases(report: Changes, fields: dict[str, str]) -> dict[str, Any]:
    """A page of the cases that count otherwise, each with its number and its entries."""
    session, total = database.session(), len(report.cases)
    number = page_number(asked_page(request.args), total, PAGE_SIZE)
    shown = report.cases[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    ids = [case.case_id for case in shown]
    return {
        "page": Page(list(shown), number, total, PAGE_SIZE),
        "address": lambda to: url_for(".changed", **{**fields, "page": to}),
        "rows": {str(row.id): row for row in frames.case_rows(session, ids)},
        "entries": entries_between(session, ids, report.since.leaf, report.leaf),
        "names": {str(key): name for key, name in all_departments(session).items()},
        "happenings": HAPPENINGS,
        "may_open": may_open,
    }
