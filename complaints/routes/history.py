"""The whole record of one case: each entry as a sentence, what it changed, when it took effect and was written."""

from __future__ import annotations

import uuid

from flask import render_template

from complaints import labels
from complaints.queries import case_for
from complaints.queries.case import Change
from complaints.queries.steps import steps_of
from complaints.routes.room import blueprint
from complaints.routes.steps import happenings_of
from kernel.permissions import Permission
from office.queries import all_departments, people
from office.queries.lists import every_topic
from web import database
from web.access import current_actor, requires


@blueprint.get("/case/<uuid:complaint_id>/history")
@requires(Permission.COMPLAINT_READ)
def case_history(complaint_id: uuid.UUID) -> str:
    """Every entry about the case, newest first, with the facts it changed."""
    session = database.session()
    found = case_for(session, current_actor(), complaint_id)
    names = people(session)
    known = {**names, **all_departments(session), **every_topic(session)}

    def value(change: Change, which: str) -> str:
        return labels.fact_words(change.fact, getattr(change, which), {str(key): name for key, name in known.items()})

    return render_template(
        "complaints/case_history.html",
        case=found,
        complaint=found.complaint,
        history=happenings_of(found, steps_of(session, complaint_id), names),
        value=value,
        labels=labels,
    )
