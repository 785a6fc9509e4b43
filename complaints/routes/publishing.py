"""Publishing a petition, and taking it down."""

from __future__ import annotations

import uuid

from flask import request

from complaints import labels
from complaints.actions.publishing import publish_petition, take_down_petition
from complaints.forms.publishing import PublishForm, TakeDownForm
from complaints.models import PetitionPublication
from complaints.queries.case import Case, case_for
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import stamp_of, step
from complaints.rules.kinds import Kind
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires
from web.forms import tidy


@blueprint.route("/case/<uuid:complaint_id>/publish", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def publish(complaint_id: uuid.UUID) -> Answer:
    """Write what everybody may read of a petition."""
    found = _petition(complaint_id)
    form = PublishForm(data=stamp_of(found))
    published = database.session().get(PetitionPublication, complaint_id)
    if request.method != "POST":
        form.subject.data = published.subject if published else found.complaint.subject
        form.text.data = published.text if published else found.text
        form.answer.data = published.answer if published else ""

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return publish_petition(session, clock, actor, found.complaint, form.typed(), row_version=form.version())

    return step(found, form, act, "complaints/publish.html")


@blueprint.route("/case/<uuid:complaint_id>/take-down", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def take_down(complaint_id: uuid.UUID) -> Answer:
    """Let nobody read a published petition any more."""
    found = _petition(complaint_id)
    published = database.session().get(PetitionPublication, complaint_id)
    if request.method != "POST" and (published is None or published.hidden_on is not None):
        raise NotFound
    form = TakeDownForm(data=stamp_of(found))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return take_down_petition(
            session, clock, actor, found.complaint, tidy(form.text.data), row_version=form.version()
        )

    return step(found, form, act, "complaints/take_down.html")


def _petition(complaint_id: uuid.UUID) -> Case:
    """The petition, for somebody who may publish it; 404 for what is no petition.

    A form that was sent is refused by the action, once its token was asked for.
    """
    found = case_for(database.session(), current_actor(), complaint_id)
    if found.complaint.kind != Kind.PETYCJA and request.method != "POST":
        raise NotFound
    if not current_actor().can_for(Permission.COMPLAINT_SETTLE, found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    return found
