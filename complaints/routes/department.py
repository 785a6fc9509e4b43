"""The head's pages: the department today, the sheet of the week, passing on the cases of somebody who is away."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext

from complaints import actions, forms, labels
from complaints.labels.department import BARS, LACKS
from complaints.queries.department import LISTED, SHEET_LINES, Load, approvals, endings, held_by, loads
from complaints.routes.queue_views import why_not
from complaints.routes.room import Answer, blueprint
from complaints.rules.department import week_ahead, week_of
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission, Scope
from office.models import Absence, Department, Person
from office.queries import absences_from, absent_on, departments, handlers_by_department, person_by_id
from web import database
from web.access import current_actor, requires

NOBODY = "nobody"
"""Asked for instead of a person: the cases nobody handles yet."""


@blueprint.get("/department")
@requires(Permission.COMPLAINT_ASSIGN)
def department() -> str:
    """What waits for the head, who carries how much, and what ends within a working week."""
    session, today = database.session(), database.clock().today()
    chosen = _Chosen()
    until, who = week_ahead(today), request.args.get("who", "")
    handler_id, of_nobody = forms.chosen_department(who), who == NOBODY
    work = loads(session, today, chosen.scope, until, chosen.people)
    waiting = approvals(session, current_actor(), chosen.scope)
    return render_template(
        "complaints/department.html",
        **chosen.facts,
        loads=work,
        total=_total(work),
        away=_away(session, today, [load.person_id for load in work if load.person_id]),
        own=[one for one in waiting if not one.bar],
        others=[one for one in waiting if one.bar],
        endings=endings(session, chosen.scope, today, until, handler_id, of_nobody=of_nobody),
        is_narrowed=handler_id is not None or of_nobody,
        nobody=NOBODY,
        until=until,
        last_month=(today.replace(day=1) - dt.timedelta(days=1)).isoformat()[:7],
    )


@blueprint.get("/department/week")
@requires(Permission.COMPLAINT_ASSIGN)
def department_week() -> str:
    """One page to print: by handler what is late, what ends this week or the next, and approvals."""
    session, today = database.session(), database.clock().today()
    chosen = _Chosen()
    is_next = request.args.get("week") == "next"
    monday, sunday = week_of(today + dt.timedelta(days=7) if is_next else today)
    work = loads(session, today, chosen.scope, sunday)
    return render_template(
        "complaints/department_week.html",
        **{**chosen.facts, "limit": SHEET_LINES},
        loads=work,
        total=_total(work),
        away=_away(session, today, [load.person_id for load in work if load.person_id]),
        endings=endings(session, chosen.scope, None, sunday, most=SHEET_LINES),
        waiting=approvals(session, current_actor(), chosen.scope),
        monday=monday,
        sunday=sunday,
        is_next=is_next,
    )


@blueprint.route("/department/pass-on/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_ASSIGN)
def pass_on(person_id: uuid.UUID) -> Answer:
    """Pass on the open cases of somebody who is away or leaves: each to whom one chooses, or all to one."""
    session, clock = database.session(), database.clock()
    chosen, person = _Chosen(), person_by_id(session, person_id)
    form = forms.PassOnForm()
    kept: list[actions.NotPassed] = []
    moved = 0
    if request.method == "POST" and form.validate():
        done = actions.reassign(session, clock, current_actor(), form.wanted(), may_wait=form.may_wait.data)
        database.commit()
        moved, kept = len(done.passed), done.kept
        form.lacks_choice = not (moved or kept)
        if moved and not kept:
            flash(ngettext("Przekazano %(num)d sprawę.", "Przekazano %(num)d spraw.", moved))
            return redirect(
                url_for("complaints.pass_on", person_id=person_id, department=chosen.kept.get("department"))
            )
    held, why = held_by(session, chosen.scope, person_id), why_not(kept)
    page = render_template(
        "complaints/pass_on.html",
        **chosen.facts,
        form=form,
        person=person,
        held=held,
        takers={case.id: chosen.takers(case.department_id, {person_id, case.about_person_id}) for case, _name in held},
        takers_of_all=chosen.takers_anywhere(person_id),
        away=absent_on(session, clock.today()),
        moved=moved,
        refused={one.complaint.id: (one.complaint, why[one.complaint.id]) for one in kept},
    )
    return page, 422 if request.method == "POST" else 200


class _Chosen:
    """The department the head looks at, and who handles its cases. Two statements."""

    def __init__(self) -> None:
        session, today = database.session(), database.clock().today()
        scope = current_actor().scope(Permission.COMPLAINT_ASSIGN)
        valid = departments(session, today)
        self.listed = [one for one in valid if scope is EVERYWHERE or one.id in scope]
        self.department = self._asked(request.args.get("department"))
        self.scope: Scope = frozenset({self.department.id}) if self.department else scope
        self._handlers = handlers_by_department(session, today)

    def _asked(self, written: str | None) -> Department | None:
        if not written:
            return self.listed[0] if len(self.listed) == 1 else None
        wanted = forms.chosen_department(written)
        found = next((one for one in self.listed if one.id == wanted), None)
        if found is None:
            raise NotFound
        return found

    @property
    def people(self) -> list[Person]:
        """Who holds a role for the chosen departments; those of the whole office only where they have cases."""
        inside = [one.id for one in self.listed if self.scope is EVERYWHERE or one.id in self.scope]
        return list({one.id: one for where in inside for one in self._handlers.get(where, ())}.values())

    def takers(self, department_id: uuid.UUID | None, without: set[uuid.UUID | None]) -> list[Person]:
        """Who may get a case of a department, but for these."""
        able = [*self._handlers.get(department_id, ()), *self._handlers.get(None, ())] if department_id else []
        found = {one.id: one for one in able if one.id not in without}
        return sorted(found.values(), key=lambda one: one.display_name)

    def takers_anywhere(self, person_id: uuid.UUID) -> list[Person]:
        """Who may get a case of any of the chosen departments."""
        found = {one.id: one for where in self.listed for one in self.takers(where.id, {person_id})}
        return sorted(found.values(), key=lambda one: one.display_name)

    @property
    def kept(self) -> dict[str, str]:
        """What addresses within these pages repeat."""
        return {"department": str(self.department.id)} if self.department and len(self.listed) > 1 else {}

    @property
    def facts(self) -> dict[str, Any]:
        """What every page of the head shows."""
        return {
            "department": self.department,
            "listed": self.listed,
            "kept": self.kept,
            "labels": labels,
            "lacks": LACKS,
            "bars": BARS,
            "limit": LISTED,
        }


def _total(work: Sequence[Load]) -> Load:
    def added(name: str) -> int:
        return sum(getattr(load, name) for load in work)

    return Load(None, "", *(added(name) for name in ("open", "late", "soon", "ahead", "for_approval")))


def _away(session: Any, today: dt.date, people: Sequence[uuid.UUID]) -> dict[uuid.UUID, Absence]:
    """The absence of each that is not over yet: today's, or the next one."""
    found: dict[uuid.UUID, Absence] = {}
    for absence, person in absences_from(session, today, people):
        found.setdefault(person.id, absence)
    return found
