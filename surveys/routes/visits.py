"""Visits served per desk and day: reported by hand, corrected with a reason."""

from __future__ import annotations

import datetime as dt

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from kernel.errors import NotFound, RuleBroken, Stale
from kernel.permissions import Permission
from surveys.actions.visits import report_visits
from surveys.forms.visits import VisitsForm, visits_form
from surveys.labels.visits import sentence
from surveys.queries.visits import desk_days
from surveys.routes.room import blueprint
from web import database
from web.access import current_actor, requires
from web.errors import status_of

Answer = str | tuple[str, int] | Response


@blueprint.route("/surveys/visits", methods=["GET", "POST"])
@requires(Permission.SURVEY_ENTER)
def visits() -> Answer:
    """The desks of a day with a box each; yesterday's day is a link away."""
    today = database.clock().today()
    day = _day(request.args.get("day", ""), today)
    rows = desk_days(database.session(), current_actor(), day)
    form, status = visits_form(rows), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                changed = _report(form, day)
            except RuleBroken as broken:
                status = status_of(broken)
                database.rollback()
                form.refuse(broken, sentence(broken))
                if isinstance(broken, Stale):
                    _renew(form, day)
            else:
                database.commit()
                flash(_("Zapisano liczbę wizyt.") if changed else _("Nic się nie zmieniło."))
                return redirect(url_for(".visits", day=day), 302)
    days = (day - dt.timedelta(days=1), day + dt.timedelta(days=1) if day < today else None)
    return render_template("surveys/visits.html", form=form, day=day, before=days[0], after=days[1]), status


def _report(form: VisitsForm, day: dt.date) -> int:
    session, clock, actor = database.session(), database.clock(), current_actor()
    return sum(
        report_visits(session, clock, actor, row.desk, day, typed, row_version=seen, reason=form.why())
        for row, typed, seen in form.typed()
    )


def _renew(form: VisitsForm, day: dt.date) -> None:
    """The versions of now, so that sending again is a decision made with today's numbers in view; typed ones stay."""
    now = {row.desk.id: row for row in desk_days(database.session(), current_actor(), day)}
    for row, box, seen in form.boxes():
        fresh = now.get(row.desk.id)
        if fresh and str(fresh.row_version) != seen.data:
            seen.data = str(fresh.row_version)
            shown = _("nie podano") if fresh.visits is None else str(fresh.visits)
            box.errors = [*box.errors, _("Ktoś zapisał tu w międzyczasie: %(visits)s.", visits=shown)]


def _day(text: str, today: dt.date) -> dt.date:
    """The day of the address, today when it names none. Raises NotFound for what is no day or has not come."""
    if not text:
        return today
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise NotFound from None
    if day > today or day.year < 2000:
        raise NotFound
    return day
