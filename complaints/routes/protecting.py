"""What protects the personal data of a case: looks at contact data are recorded, processing can be restricted."""

from __future__ import annotations

import io
import uuid

from flask import redirect, send_file, url_for

from attachments.serving import shelf
from complaints import actions, forms, labels
from complaints.personal_file import write_personal
from complaints.queries import Case, case_for
from complaints.queries.personal_data import PersonalData
from complaints.routes.case import case
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import stamp_of, step
from complaints.rules.restricting import Ground
from kernel.errors import Forbidden, NotFound, RuleBroken
from kernel.permissions import Permission
from office.forms import EmptyForm
from office.queries import the_office
from web import database
from web.access import current_actor, requires
from web.forms import tidy


@blueprint.post("/case/<uuid:complaint_id>/contact")
@requires(Permission.COMPLAINANT_READ)
def contact(complaint_id: uuid.UUID) -> Answer:
    """Show address, e-mail and telephone on the page of the case for the rest of the day; it is recorded who looks."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    found = case_for(session, actor, complaint_id)
    if not EmptyForm().validate():
        return str(case(complaint_id)), 400
    try:
        actions.look_at_contact(session, clock, actor, found.complaint)
    except RuleBroken as broken:
        broken.message = labels.sentence_for(broken)
        raise
    database.commit()
    return redirect(url_for("complaints.case", complaint_id=complaint_id, _anchor="contact"))


@blueprint.route("/case/<uuid:complaint_id>/restrict", methods=["GET", "POST"])
@requires(Permission.PERSONAL_PROTECT)
def restrict(complaint_id: uuid.UUID) -> Answer:
    """Restrict the processing of the personal data."""
    found = _case_to_protect(complaint_id)
    form = forms.RestrictForm(data=stamp_of(found))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        ground, reason = Ground(form.ground.data), tidy(form.reason.data)
        return actions.restrict(session, clock, actor, found.complaint, ground, reason, row_version=form.version())

    return step(found, form, act, "complaints/restrict.html")


@blueprint.route("/case/<uuid:complaint_id>/lift", methods=["GET", "POST"])
@requires(Permission.PERSONAL_PROTECT)
def lift(complaint_id: uuid.UUID) -> Answer:
    """Lift the restriction."""
    found = _case_to_protect(complaint_id)
    form = forms.LiftForm(data=stamp_of(found))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        reason = tidy(form.reason.data)
        return actions.lift_restriction(session, clock, actor, found.complaint, reason, row_version=form.version())

    return step(found, form, act, "complaints/lift.html")


@blueprint.post("/case/<uuid:complaint_id>/personal")
@requires(Permission.PERSONAL_PROTECT)
def personal(complaint_id: uuid.UUID) -> Answer:
    """Hand out the copy of what is kept on whoever filed the case; the entry stands before the file goes."""
    found = _case_to_protect(complaint_id)
    if not EmptyForm().validate():
        return str(case(complaint_id)), 400
    session, clock = database.session(), database.clock()
    try:
        kept = actions.export_personal(session, clock, current_actor(), found.complaint)
    except RuleBroken as broken:
        broken.message = labels.sentence_for(broken)
        raise
    return copy_of(kept)


def copy_of(kept: PersonalData) -> Answer:
    """The archive, once the entry that it was handed out stands."""
    office, content = the_office(database.session()), io.BytesIO()
    write_personal(content, kept, office.name if office else "", database.clock().today(), shelf())
    database.commit()
    content.seek(0)
    answer = send_file(content, "application/zip", as_attachment=True, download_name="kopia-danych.zip")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _case_to_protect(complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who protects personal data; one that was erased has none."""
    found = case_for(database.session(), current_actor(), complaint_id)
    if not current_actor().can_for(Permission.PERSONAL_PROTECT, found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if found.complaint.erased_at is not None:
        raise NotFound
    return found
