"""The whole record of one case: each entry as a sentence, what it changed, when it took effect and was written."""

from __future__ import annotations

import uuid

from flask import render_template

from complaints import labels
from complaints.queries import case_for
from complaints.queries.steps import steps_of
from complaints.routes.meanwhile import fact_value
from complaints.routes.room import blueprint
from complaints.routes.steps import happenings_of
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires


@blueprint.get("/case/<uuid:complaint_id>/history")
@requires(Permission.COMPLAINT_READ)
def case_history(complaint_id: uuid.UUID) -> str:
    """Every entry about the case, newest first, with the facts it changed."""
    session = database.session()
    found = case_for(session, current_actor(), complaint_id)
    return render_template(
        "complaints/case_history.html",
        case=found,
        complaint=found.complaint,
        history=happenings_of(found, steps_of(session, complaint_id)),
        value=fact_value(),
        labels=labels,
    )
