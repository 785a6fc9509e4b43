"""What is printed at the desk: the confirmation that something was filed."""

from __future__ import annotations

import hmac
import uuid

from flask import current_app, redirect, render_template, url_for

from complaints import actions, labels
from complaints.queries import Case, case_for
from complaints.queries.scope import may_know
from complaints.routes.room import Answer, blueprint
from complaints.rules.kinds import Channel
from complaints.rules.restricting import Restricted
from kernel.errors import Forbidden
from kernel.ids import access_code, code_hash, spoken_code
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires
from web.forms import Form


@blueprint.route("/case/<uuid:complaint_id>/confirmation", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def confirmation(complaint_id: uuid.UUID) -> Answer:
    """The confirmation of a filing (§ 7 of the complaints regulation), and that it was given."""
    found = named_case(complaint_id)
    form = Form()
    if form.validate_on_submit():
        actions.acknowledge(database.session(), database.clock(), current_actor(), found.complaint)
        database.commit()
        return redirect(url_for("complaints.confirmation", complaint_id=complaint_id))
    page = render_template(
        "complaints/confirmation.html",
        case=found,
        complaint=found.complaint,
        person=found.complainant,
        code=_code_of(found),
        form=form,
        labels=labels,
    )
    return (page, 400) if form.is_submitted() else page


def named_case(complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who may say something about it and know who filed it."""
    found = case_for(database.session(), current_actor(), complaint_id)
    is_able = current_actor().can_for(Permission.COMPLAINT_NOTE, found.complaint.department_id)
    if not (is_able and may_know(database.session(), current_actor(), found.complaint)):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if found.complaint.restricted_at is not None:
        raise Forbidden(labels.sentence_for(Restricted(source="art. 18 ust. 2 RODO")))
    return found


def _code_of(found: Case) -> str:
    """The access code of what was filed at the counter, until it was confirmed or another was handed out."""
    complaint = found.complaint
    is_fresh = complaint.acknowledged_at is None and complaint.channel == Channel.COUNTER
    if not is_fresh or complaint.code_hash is None or complaint.submission_id is None:
        return ""
    code = access_code(current_app.config["SETTINGS"].secret_key, complaint.submission_id)
    return spoken_code(code) if hmac.compare_digest(code_hash(code, complaint.id), complaint.code_hash) else ""
