"""Publishing a petition, and taking it down."""

from __future__ import annotations

import uuid

from flask import Response, request

from attachments.actions import keep, prepare
from attachments.models import StoredFile
from attachments.rules import FileRefused
from attachments.serving import answer, shelf
from complaints import labels
from complaints.actions.publishing import change_scan, may_be_named, publish_petition, take_down_petition
from complaints.forms.publishing import PublishForm, ScanForm, TakeDownForm
from complaints.models import PetitionPublication, PetitionScan
from complaints.queries.case import Case, case_for
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import stamp_of, step
from complaints.rules.kinds import Kind
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Permission
from web import database, uploads
from web.access import current_actor, requires
from web.forms import tidy
from web.uploads import takes_files


@blueprint.route("/case/<uuid:complaint_id>/publish", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def publish(complaint_id: uuid.UUID) -> Answer:
    """Write what everybody may read of a petition."""
    found = _petition(complaint_id)
    form = PublishForm(data=stamp_of(found))
    published = database.session().get(PetitionPublication, complaint_id)
    has_consent = may_be_named(database.session(), found.complaint)
    if not has_consent:
        del form.is_named
    if request.method != "POST":
        form.subject.data = published.subject if published else found.complaint.subject
        form.text.data = published.text if published else found.text
        form.answer.data = published.answer if published else ""
        if has_consent:
            form.is_named.data = published.is_named if published else True

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return publish_petition(session, clock, actor, found.complaint, form.typed(), row_version=form.version())

    return step(found, form, act, "complaints/publish.html")


@blueprint.route("/case/<uuid:complaint_id>/petition-scan", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
@takes_files
def petition_scan(complaint_id: uuid.UUID) -> Answer:
    """Put a copy for everybody to a petition, another one, or take it away."""
    found = _petition(complaint_id)
    form = ScanForm(data=stamp_of(found))
    is_there = database.session().get(PetitionScan, complaint_id) is not None
    if not is_there:
        del form.what

    def act() -> None:
        file = _sent_scan() if form.wants_file() else None
        session, clock, actor = database.session(), database.clock(), current_actor()
        change_scan(session, clock, actor, found.complaint, file, row_version=form.version())

    return step(found, form, act, "complaints/petition_scan.html", is_there=is_there)


@blueprint.get("/case/<uuid:complaint_id>/petition-scan.pdf")
@requires(Permission.COMPLAINT_SETTLE)
def petition_scan_file(complaint_id: uuid.UUID) -> Response:
    """The copy, for whoever publishes the petition, also before everybody can read it."""
    found = _petition(complaint_id)
    session = database.session()
    there = session.get(PetitionScan, complaint_id)
    if there is None:
        raise NotFound
    file = session.get_one(StoredFile, there.file_id)
    return answer(file, f"petycja-{found.complaint.number}-{found.complaint.year}.pdf")


def _sent_scan() -> StoredFile:
    """The file of this request, checked and kept. Raises FileRefused beside the field."""
    if uploads.are_too_large():
        raise FileRefused(code="file_too_large", field="scan", limit=shelf().megabytes)
    sent = request.files.get("scan")
    if sent is None or not sent.filename:
        raise FileRefused(code="no_scan", field="scan")
    try:
        return keep(database.session(), database.clock(), shelf(), prepare(shelf(), sent.stream))
    except FileRefused as refused:
        refused.field = "scan"
        raise


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
