"""Two people on one case see each other. Told only to those who may act on it, and of those: a look of an auditor or of
the management is nobody's business, and an audit shall not warn."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import abort, current_app, jsonify, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from complaints.actions.presence import be_here
from complaints.labels.desk import presence_words
from complaints.models import Complaint
from complaints.queries import Case, case_for
from complaints.queries.desk import Desk
from complaints.queries.presence import present_on
from complaints.routes.room import blueprint
from complaints.rules.presence import Doing
from kernel.errors import NotFound
from kernel.permissions import Permission
from office.forms import EmptyForm
from web import database
from web.access import current_actor, requires
from web.database import SAFE_METHODS


@dataclass(frozen=True)
class Here:
    """What a page says of who else is there, and what its script sends to keep it true."""

    doing: Doing
    said: list[str]


def here(found: Case, doing: Doing, desk: Desk | None = None) -> Here | None:
    """Who else is on the case; opening the page counts as a sign of life. None for those who only read.

    ``desk``, where the page read it already: one statement, else two; none for those who only read.
    """
    person_id = current_actor().person_id
    if person_id is None or not _takes_part(found):
        return None
    session, clock = database.session(), database.clock()
    present = (
        desk.present(clock, person_id, doing)
        if desk
        else present_on(session, clock, person_id, found.complaint.id, doing)
    )
    if not present.is_heard and request.method in SAFE_METHODS:
        _note(person_id, found.complaint, doing)
    return Here(doing, [presence_words(name, what) for name, what in present.others])


@blueprint.post("/case/<uuid:complaint_id>/here")
@requires(Permission.COMPLAINT_NOTE)
def case_here(complaint_id: uuid.UUID) -> Response:
    """A sign of life of an open page; the answer says who else is there. It does not keep a sign-in awake."""
    if not EmptyForm().validate():
        abort(400)
    found, clock = case_for(database.session(), current_actor(), complaint_id), database.clock()
    person_id, name = current_actor().person_id, request.form.get("doing", "")
    if person_id is None or name not in set(Doing) or not _takes_part(found):
        raise NotFound
    be_here(database.session(), clock, person_id, complaint_id, Doing(name))
    database.commit()
    present = present_on(database.session(), clock, person_id, complaint_id, Doing(name))
    return jsonify(said=[presence_words(other, doing) for other, doing in present.others])


def _takes_part(found: Case) -> bool:
    complaint = found.complaint
    is_able = current_actor().can_for(Permission.COMPLAINT_NOTE, complaint.department_id)
    return is_able and found.is_readable and complaint.erased_at is None


def _note(person_id: uuid.UUID, complaint: Complaint, doing: Doing) -> None:
    """In a transaction of its own: the page only reads, and does not wait for others who write."""
    try:
        with database.storage().writing_briefly() as writing:
            be_here(writing, database.clock(), person_id, complaint.id, doing)
    except DBAPIError:
        current_app.logger.warning("who has a case open could not be noted")
