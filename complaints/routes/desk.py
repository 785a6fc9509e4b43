"""The clerk's pages: whose case is it, phone calls and their invitations, the receipt and its code once more."""

from __future__ import annotations

import uuid

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from complaints import actions, forms, labels
from complaints.queries.calls import call_for, calls_page
from complaints.queries.case import case_for
from complaints.queries.held_search import FoundList, find_held
from complaints.queries.matching import is_incomplete
from complaints.queries.search import FoundCases, find_cases
from complaints.queries.status import by_number
from complaints.routes.papers import named_case
from complaints.routes.room import Answer, blueprint
from complaints.rules.phone_calls import SOURCE, WORDS_KEPT
from kernel.errors import NotFound, RuleBroken
from kernel.ids import access_code, spoken_code
from kernel.permissions import Permission
from office.queries import departments
from web import database
from web.access import current_actor, requires
from web.errors import status_of
from web.forms import tidy
from web.screening import shown


@blueprint.route("/desk", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def desk() -> Answer:
    """What a clerk does all day: find a case, register what comes in, note a call."""
    form, found, held = forms.FindForm(), None, FoundList()
    if request.method == "POST" and form.validate():
        wanted = database.session(), current_actor(), tidy(form.text.data), form.day.data
        found, held = find_cases(*wanted), find_held(*wanted)
    facts = {
        "form": form,
        "found": found,
        "held": held,
        "may_print": _printable(found),
        "labels": labels,
        "shown": shown,
    }
    asks_words = found is not None and bool(tidy(form.text.data))
    waits = asks_words and is_incomplete(database.session())
    page = render_template("complaints/clerk.html", is_incomplete=waits, **facts)
    return page, 422 if request.method == "POST" and found is None else 200


def _printable(found: FoundCases | None) -> set[uuid.UUID]:
    """The cases whose confirmation the reader may print again."""
    actor = current_actor()
    wanted = (Permission.COMPLAINT_NOTE, Permission.COMPLAINANT_READ)
    cases = [one.case for one in found.cases] if found else []
    return {
        case.id
        for case in cases
        if case.number and not case.restricted_at and all(actor.can_for(one, case.department_id) for one in wanted)
    }


@blueprint.get("/calls")
@requires(Permission.COMPLAINT_REGISTER)
def calls() -> str:
    """The phone calls of the reader's departments, newest first."""
    number = max(request.args.get("page", 1, type=int), 1)
    page = calls_page(database.session(), current_actor(), number)

    def address(number: int) -> str:
        return url_for("complaints.calls", page=number)

    return render_template("complaints/calls.html", page=page, address=address, labels=labels)


@blueprint.route("/calls/new", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def call_new() -> Answer:
    """Note a call."""
    session, clock = database.session(), database.clock()
    form = forms.CallForm()
    form.department.choices = forms.department_choices(departments(session, clock.today()))
    if request.method != "POST":
        return render_template("complaints/call_new.html", form=form, source=SOURCE)
    if form.validate():
        try:
            noted = actions.note_call(session, clock, current_actor(), form.call())
        except RuleBroken as broken:
            database.rollback()
            form.refused(broken, labels.sentence_for(broken))
        else:
            database.commit()
            return redirect(url_for("complaints.call", call_id=noted.call_id))
    return render_template("complaints/call_new.html", form=form, source=SOURCE), 422


@blueprint.route("/calls/<uuid:call_id>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def call(call_id: uuid.UUID) -> Answer:
    """One call: what was said, the invitation, and the case it led to."""
    session, actor = database.session(), current_actor()
    found, form, status = call_for(session, actor, call_id), forms.CallLinkForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _link(found.id, form)
            except RuleBroken as broken:
                database.rollback()
                status = status_of(broken)
                form.refuse(broken, labels.sentence_for(broken))
            else:
                database.commit()
                flash(_("Rozmowę powiązano ze sprawą."))
                return redirect(url_for("complaints.call", call_id=call_id))
        found = call_for(session, actor, call_id)
    linked = None
    if found.complaint_id:
        try:
            linked = case_for(session, actor, found.complaint_id).complaint
        except NotFound:
            linked = None
    was_kept_whole = found.erased_at is not None and found.erased_at - found.noted_at >= WORDS_KEPT
    facts = {"call": found, "linked": linked, "was_kept_whole": was_kept_whole, "labels": labels}
    return render_template("complaints/call.html", form=form, **facts), status


def _link(call_id: uuid.UUID, form: forms.CallLinkForm) -> None:
    """Raises RuleBroken: no_such_case where the reader sees no case of this number, and what the action says."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    complaint = by_number(session, tidy(form.number.data))
    try:
        if complaint is None:
            raise NotFound
        case_for(session, actor, complaint.id)
    except NotFound:
        raise RuleBroken(field="number", code="no_such_case") from None
    actions.link_call(session, clock, actor, call_for(session, actor, call_id), complaint)


@blueprint.get("/calls/<uuid:call_id>/invitation")
@requires(Permission.COMPLAINT_REGISTER)
def invitation(call_id: uuid.UUID) -> str:
    """A sheet to hand out: how to file, where, when. Nothing of the call stands on it but its day."""
    return render_template("complaints/invitation.html", call=call_for(database.session(), current_actor(), call_id))


@blueprint.route("/case/<uuid:complaint_id>/code", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def code(complaint_id: uuid.UUID) -> Answer:
    """Hand out a new access code; the one before then ends. It is shown once, on the page that answers."""
    session, clock = database.session(), database.clock()
    found, form = named_case(complaint_id), forms.CodeForm()
    if request.method != "POST":
        return render_template("complaints/code.html", case=found, complaint=found.complaint, form=form, labels=labels)
    status, fresh = 422, ""
    if form.validate():
        seed = uuid.uuid5(form.submission(), str(complaint_id))  # nobody's form leads to the code of another one
        made = access_code(current_app.config["SETTINGS"].secret_key, seed)
        identified = bool(form.identified.data)
        try:
            actions.issue_code(session, clock, current_actor(), found.complaint, made, is_identified=identified)
        except RuleBroken as broken:
            database.rollback()
            status = status_of(broken)
            form.refuse(broken, labels.sentence_for(broken))
        else:
            database.commit()
            status, fresh = 200, spoken_code(made)
    facts = {"case": found, "complaint": found.complaint, "form": form, "labels": labels}
    return render_template("complaints/code.html", code=fresh, **facts), status
