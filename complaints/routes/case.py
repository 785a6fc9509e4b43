"""A case, its files, and the steps of handling."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import render_template, request
from werkzeug.wrappers import Response

from attachments import labels as file_labels
from attachments.serving import answer
from complaints import actions, forms, labels
from complaints.queries import case_for
from complaints.queries.case import looked_today
from complaints.queries.enclosed import enclosed_file
from complaints.routes.correcting import may_correct
from complaints.routes.intake_facts import intake_facts
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import case_for_step, facts_of, file_facts, stamp_of, step
from complaints.routes.unsent import place_of
from complaints.rules.audience import audience
from complaints.rules.competence import competence
from complaints.rules.offer import impossible
from complaints.rules.presence import Doing
from complaints.rules.remedies import remedies
from complaints.rules.states import Move, transition
from kernel.errors import Forbidden, NotFound
from kernel.permissions import EVERYWHERE, Permission
from office.labels.structure import ROLES
from office.queries import absent_on, departments, handlers
from office.queries.lists import topics
from web import database
from web.access import current_actor, requires
from web.forms import tidy
from web.uploads import takes_files

NEWEST: Final = 8
"""Ours: entries of the history that stand open; what can be done next follows them."""


@blueprint.get("/case/<uuid:complaint_id>")
@requires(Permission.COMPLAINT_READ)
def case(complaint_id: uuid.UUID) -> str:
    """One case: the letter, its deadline, its history, and the steps this reader may take."""
    session, actor = database.session(), current_actor()
    found = case_for(session, actor, complaint_id)
    complaint, today = found.complaint, database.clock().today()
    is_late = complaint.is_open and complaint.due_on is not None and today > complaint.due_on
    intake, more = intake_facts(found), facts_of(found, Doing.OPEN)
    more["unsent"] = [(form, kept_at, place_of(complaint_id, form)) for form, kept_at in more["unsent"]]
    return render_template(
        "complaints/case.html",
        **more,
        draft=found.draft if complaint.reply is None else None,
        linked=intake.linked,
        competent=competence(complaint.about, complaint.matter or "own") if complaint.about else None,
        impossible=impossible(complaint.kind, complaint.state),
        remedies=remedies(complaint.kind, complaint.state, complaint.outcome, is_late=is_late),
        may_correct=may_correct(found),
        may_protect=actor.can_for(Permission.PERSONAL_PROTECT, complaint.department_id) and complaint.erased_at is None,
        shows_contact=complaint.restricted_at is None and looked_today(more["history"], actor.ref, today),
        may_describe=actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id),
        intake=intake,
        newest=NEWEST,
        audience=audience(),
        roles=ROLES,
        leads={move: transition(complaint.kind, complaint.state, move).to for move in more["moves"]},
        file_labels=file_labels,
    )


@blueprint.route("/case/<uuid:complaint_id>/assign", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_ASSIGN)
def assign(complaint_id: uuid.UUID) -> Answer:
    """Choose who handles the case."""
    session, clock = database.session(), database.clock()
    found = case_for_step(complaint_id, Move.ASSIGN)
    form = forms.AssignForm(data=stamp_of(found))
    form.fill(_own_departments(), handlers(session, clock.today()), absent_on(session, clock.today()))
    if request.method != "POST":
        form.department.data = str(found.complaint.department_id or "")
        form.handler.data = str(found.complaint.handler_id or "")

    def act() -> object:
        return actions.assign(
            session, clock, current_actor(), found.complaint, form.assignment(), row_version=form.version()
        )

    return step(found, form, act, "complaints/assign.html")


@blueprint.route("/case/<uuid:complaint_id>/note", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def note(complaint_id: uuid.UUID) -> Answer:
    """Write a note."""
    found = case_for_step(complaint_id, Move.NOTE)
    form = forms.NoteForm(data=stamp_of(found))

    def act() -> object:
        text = tidy(form.text.data)
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.note(session, clock, actor, found.complaint, text, note_id=form.submission())

    return step(found, form, act, "complaints/note.html", keeps="note")


@blueprint.route("/case/<uuid:complaint_id>/topic", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def sort(complaint_id: uuid.UUID) -> Answer:
    """Say what the case is about; at any time, also after settling."""
    session, clock = database.session(), database.clock()
    found = case_for(session, current_actor(), complaint_id)
    if not current_actor().can_for(Permission.COMPLAINT_NOTE, found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    form = forms.SortForm(data=stamp_of(found))
    form.topic.choices = forms.topic_choices(topics(session, clock.today()))
    if request.method != "POST":
        form.topic.data = str(found.complaint.topic_id or "")

    def act() -> object:
        chosen = forms.chosen_department(form.topic.data)
        return actions.sort(session, clock, current_actor(), found.complaint, chosen, row_version=form.version())

    return step(found, form, act, "complaints/sort.html")


@blueprint.route("/case/<uuid:complaint_id>/attach", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
@takes_files
def attach(complaint_id: uuid.UUID) -> Answer:
    """Attach files to the case."""
    found = case_for_step(complaint_id, Move.NOTE)
    form = forms.AttachForm(data=stamp_of(found))
    if request.method == "POST" and form.take_in():
        page = render_template("complaints/attach.html", form=form, **facts_of(found), **file_facts(form))
        return page, 422 if form.files.errors else 200

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.attach(session, clock, actor, found.complaint, form.form_id(), tidy(form.note.data))

    return step(found, form, act, "complaints/attach.html")


@blueprint.get("/file/<uuid:attachment_id>/<name>")
@requires(Permission.COMPLAINANT_READ)
def attached_file(attachment_id: uuid.UUID, name: str) -> Response:
    """One file of a case: images to look at, everything else to save."""
    found = enclosed_file(database.session(), current_actor(), attachment_id)
    if name != found.plain_name:
        raise NotFound
    return answer(found.file, found.attachment.name)


def _own_departments() -> list[Any]:
    scope = current_actor().scope(Permission.COMPLAINT_ASSIGN)
    valid = departments(database.session(), database.clock().today())
    return [department for department in valid if scope is EVERYWHERE or department.id in scope]
