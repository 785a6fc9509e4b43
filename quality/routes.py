"""Pages of this room: the list of reviews, one of them, and its steps."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from analytics import control_words, drawings, sentences
from analytics import labels as words
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.reports.case_list import LISTED
from analytics.reports.choice import Choice
from analytics.reports.control import Asked, ControlReport, charted, control_report
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Permission
from office.routes.steps import Answer, loaded, stamp, step
from quality import labels
from quality.actions import conclude_review, reopen_review, take_review
from quality.forms import ConcludeForm, ReopenForm, TakeForm, mine, said
from quality.models import Review
from quality.queries import Row, may_review, possible_owners, review_for, reviews_page, said_of
from quality.rules import State
from web import database
from web.access import current_actor, requires
from web.languages import staff_blueprint

blueprint = staff_blueprint("quality", __name__)

HERE: Final = "quality.reviews"


@blueprint.get("/quality/reviews")
@requires(Permission.QUALITY_READ)
def reviews() -> str:
    """Reviews of the reader's departments; the open ones unless others are asked for."""
    state, number = request.args.get("state", "open"), request.args.get("page", 1, type=int)
    if state not in labels.FILTERS:
        raise NotFound
    scope = current_actor().scope(Permission.QUALITY_READ)
    page = reviews_page(database.session(), scope, database.clock().today(), state, number)
    return render_template(
        "quality/reviews.html",
        page=page,
        state=state,
        labels=labels,
        address=lambda to: url_for(".reviews", state=state, page=to),
    )


@blueprint.get("/quality/reviews/<uuid:review_id>")
@requires(Permission.QUALITY_READ)
def review(review_id: uuid.UUID) -> str:
    """One review: what was seen, the chart of now, what was done, what can be done."""
    row = _row(review_id)
    report = _report(row)
    chart = drawings.control_drawing(report.chart) if report else None
    place = _place(row.review)
    shown = place if not row.until else {**place, "month": row.until}

    def source(theme: str, width: str) -> str:
        digest = chart.digest if chart else ""
        return url_for("analytics.chart", view="control", name="control", width=width, theme=theme, v=digest, **shown)

    return render_template(
        "quality/review.html",
        row=row,
        labels=labels,
        words=words,
        control_words=control_words,
        sentences=sentences,
        measure=measure,
        report=report,
        chart=chart,
        source=source,
        steps=said_of(database.session(), review_id),
        control=url_for("analytics.control", **shown) if report else "",
        cases=url_for("analytics.cases", **place) if row.review.measure in LISTED else "",
        step_change=_step_change(row, place),
        may=may_review(current_actor(), row.review.department_id),
    )


@blueprint.route("/quality/reviews/<uuid:review_id>/take", methods=["GET", "POST"])
@requires(Permission.QUALITY_REVIEW)
def take(review_id: uuid.UUID) -> Answer:
    """Give a review an owner and a last day."""
    row = loaded(lambda: _mine(review_id))
    people = possible_owners(database.session(), database.clock(), row.review.department_id)
    there: dict[str, Any] = {"owner": str(row.review.owner_id or mine(people, current_actor().person_id))}
    if row.review.due_on:
        there["due_on"] = row.review.due_on
    form = TakeForm(data={**stamp(row.review), **there})
    del form.reason
    form.fill(people)

    def act() -> None:
        take_review(*_by(), row.review, owner=form.person(people), due_on=form.due_on.data, row_version=form.version())

    return _step(form, act, row, _("Wyznaczono właściciela i termin."), _("Kto wyjaśni ten sygnał?"), _("Zapisz"))


@blueprint.route("/quality/reviews/<uuid:review_id>/conclude", methods=["GET", "POST"])
@requires(Permission.QUALITY_REVIEW)
def conclude(review_id: uuid.UUID) -> Answer:
    """Say what a signal was."""
    row = loaded(lambda: _mine(review_id))
    form = ConcludeForm(data=stamp(row.review))
    del form.reason

    def act() -> None:
        kind = form.conclusion()
        conclude_review(*_by(), row.review, kind=kind, words=said(form), row_version=form.version())

    return _step(form, act, row, _("Zapisano ustalenia."), _("Co ustalono?"), _("Zakończ wyjaśnianie"))


@blueprint.route("/quality/reviews/<uuid:review_id>/reopen", methods=["GET", "POST"])
@requires(Permission.QUALITY_REVIEW)
def reopen(review_id: uuid.UUID) -> Answer:
    """Open a concluded review again."""
    row = loaded(lambda: _mine(review_id))
    form = ReopenForm(data=stamp(row.review))
    del form.reason

    def act() -> None:
        reopen_review(*_by(), row.review, words=said(form), row_version=form.version())

    return _step(form, act, row, _("Otwarto ponownie."), _("Ponowne otwarcie"), _("Otwórz ponownie"))


def _step(form: Any, act: Callable[[], object], row: Row, saved: str, title: str, go: str) -> Answer:
    page = url_for(".review", review_id=row.review.id)
    trail = ((url_for(".reviews"), _l("Sygnały do wyjaśnienia")), (page, labels.title(row.review)))
    lead = _("%(place)s · %(title)s", place=labels.place_of(row.place), title=labels.title(row.review))
    facts = {"title": title, "lead": lead, "go": go, "trail": trail, "here": HERE}
    return step(form, act, back=page, saved=saved, sentences=labels.refusal, **facts)


def _by() -> tuple[Any, Any, Any]:
    return database.session(), database.clock(), current_actor()


def _row(review_id: uuid.UUID) -> Row:
    scope = current_actor().scope(Permission.QUALITY_READ)
    return review_for(database.session(), scope, review_id, database.clock().today())


def _mine(review_id: uuid.UUID) -> Row:
    """A review the reader may work on. Raises NotFound, Forbidden."""
    row = _row(review_id)
    if not may_review(current_actor(), row.review.department_id):
        raise Forbidden
    return row


def _place(review: Review) -> dict[str, Any]:
    """The address of the chart, the cases and the step change of a review."""
    department = {"department": str(review.department_id)} if review.department_id else {}
    return {"measure": review.measure, "population": review.population, "month": review.month, **department}


def _report(row: Row) -> ControlReport | None:
    """The chart up to the last month of the signal as it is now; None where the measure has none any more, or the
    reader may not see results."""
    review = row.review
    population = Population(review.population)
    scope = current_actor().scope(Permission.RESULTS_READ)
    if not scope or review.measure not in charted(population):
        return None
    choice = Choice(population, review.department_id)
    asked = Asked(review.measure, Month.parse(row.until or review.month))
    return control_report(database.session(), database.clock(), scope, choice, asked)


def _step_change(row: Row, place: dict[str, Any]) -> str:
    """The way to record a step change, where that was the conclusion and the reader may decide it."""
    is_step = row.state is State.CONCLUDED and row.review.conclusion == "step"
    may = current_actor().can_for(Permission.STEP_DECIDE, row.review.department_id)
    return url_for("analytics.step", **place) if is_step and may else ""
