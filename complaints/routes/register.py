"""A letter on paper or by word of mouth is registered at the desk."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import current_app, redirect, render_template, request, url_for

from complaints import actions, forms, labels
from complaints.actions.step_checks import is_complete
from complaints.events import ComplaintReceived
from complaints.queries import case_for
from complaints.queries.letter_beginnings import has_protocol
from complaints.queries.registered import registered_by
from complaints.queries.related import hints_for
from complaints.queries.scope import may_know
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import file_facts
from complaints.rules.channels import channel_rule
from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, Channel
from complaints.rules.terms import deadline_under, rule_by_id
from kernel.errors import RuleBroken
from kernel.ids import access_code
from kernel.permissions import EVERYWHERE, Permission
from office.queries import departments, people_in
from office.queries.lists import topics
from web import database
from web.access import current_actor, requires
from web.uploads import takes_files


@blueprint.route("/register", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@takes_files
def register() -> Answer:
    """Enter a letter that came by another way than the web; the next one keeps its channel and day."""
    form = _form()
    if request.method != "POST":
        return _register_page(form)
    if form.elsewhere.data in labels.ELSEWHERE and "back" not in request.form:
        return _elsewhere_page(form)
    if "back" in request.form:
        form.elsewhere.data = ""
        return _register_page(form)
    if form.take_in():
        return _register_page(form), 422 if form.files.errors else 200
    if form.validate():
        try:
            received = _registered(form)
        except RuleBroken as broken:
            database.rollback()
            form.refused(broken, labels.sentence_for(broken))
        else:
            database.commit()
            return redirect(url_for("complaints.registered", complaint_id=received.complaint_id))
    return _register_page(form), 422


@blueprint.get("/registered/<uuid:complaint_id>")
@requires(Permission.COMPLAINT_REGISTER)
def registered(complaint_id: uuid.UUID) -> str:
    """What was just registered: its number for the letter, what has to be done at once, and the way to the next one."""
    session, actor = database.session(), current_actor()
    complaint = registered_by(session, actor, complaint_id)
    found = case_for(session, actor, complaint_id) if case_is_ours(complaint_id) else None
    knows = found is not None and may_know(session, actor, complaint)
    return render_template(
        "complaints/registered.html",
        case=found,
        complaint=complaint,
        is_complete=is_complete(session, complaint),
        hints=hints_for(session, actor, complaint) if knows else [],
        may_know=knows,
        has_protocol=has_protocol(complaint),
        labels=labels,
    )


def _form() -> forms.RegisterForm:
    """The form with what the office has to choose from, and what the letter before it left."""
    session, clock = database.session(), database.clock()
    form = forms.RegisterForm()
    valid = departments(session, clock.today())
    form.department.choices = forms.department_choices(valid)
    form.topic.choices = forms.topic_choices(topics(session, clock.today()))
    form.offer_subjects(people_in(session, clock.today(), EVERYWHERE), valid)
    if request.method != "POST":
        _keep(form)
    return form


def _keep(form: forms.RegisterForm) -> None:
    """Channel and day of the letter before."""
    if request.args.get("channel") in {way.value for way in DESK_CHANNELS}:
        form.channel.data = request.args["channel"]
    try:
        day = dt.date.fromisoformat(request.args.get("received", ""))
    except ValueError:
        return
    form.received.process(None, day)


def _registered(form: forms.RegisterForm) -> ComplaintReceived:
    session, clock, actor = database.session(), database.clock(), current_actor()
    code = access_code(current_app.config["SETTINGS"].secret_key, form.submission())
    received = actions.receive(session, clock, actor, form.filing(code))
    actions.sort_new(session, clock, actor, received, forms.chosen_department(form.topic.data))
    actions.enclose(session, clock, actor, received, form.form_id(), shown=form.shown())
    return received


def _register_page(form: forms.RegisterForm) -> str:
    return render_template(
        "complaints/register.html",
        form=form,
        ways=[
            (way, {kind: channel_rule(kind, way) for kind in LEGAL_KINDS}) for way in (*DESK_CHANNELS, Channel.PHONE)
        ],
        labels=labels,
        **file_facts(form),
    )


def _elsewhere_page(form: forms.RegisterForm) -> str:
    """Where a court complaint or a whistleblower's report goes. Nothing of it stays here, not even its files."""
    form.forget()
    day = form.received.data or database.clock().today()
    try:
        due = deadline_under(rule_by_id("court_complaint_pass", day), day)
    except RuleBroken:
        due = None
    return render_template(
        "complaints/elsewhere_staff.html", form=form, what=form.elsewhere.data, due=due, carried=_carried()
    )


def _carried() -> list[tuple[str, str]]:
    """All that was typed, for the way back to the form."""
    unwanted = {"csrf_token", "elsewhere", "attach", "remove", "enclosed"}
    return [(name, value) for name, value in request.form.items() if name not in unwanted]


def case_is_ours(complaint_id: uuid.UUID) -> bool:
    """Whether the reader may open a case; a clerk of one department can register a letter for another."""
    try:
        case_for(database.session(), current_actor(), complaint_id)
    except RuleBroken:
        return False
    return True
