"""Every other step of the legal way: one page that shows what the move asks for."""

from __future__ import annotations

import datetime as dt
import uuid

from flask import request

from complaints import actions, forms
from complaints.queries import Case
from complaints.queries.notices import notice_day
from complaints.queries.status import by_number
from complaints.queries.steps import steps_of
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import card_of, case_for_step, stamp_of, step
from complaints.rules.competence import COMPETENCES, competence
from complaints.rules.kinds import Kind
from complaints.rules.moves import NEEDS, Move
from complaints.rules.notices import NOTICES
from complaints.rules.states import basis_of
from complaints.rules.unsent import form_of_step
from kernel.errors import NotFound
from kernel.permissions import Permission
from office.queries.bodies import outside_bodies
from web import database
from web.access import current_actor, requires

OWN_PAGES = frozenset({Move.ASSIGN, Move.NOTE, Move.SETTLE, Move.SPLIT, Move.DRAFT, Move.RESOLVE, Move.APPROVE})
BY_FORM = frozenset(move for move in Move if forms.fields_of(move)) - OWN_PAGES
"""The moves this page makes; the others have a page of their own."""


@blueprint.route("/case/<uuid:complaint_id>/step/<move_name>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def move(complaint_id: uuid.UUID, move_name: str) -> Answer:
    """Take a step. What it asks for, and of whom, stands in the table of moves."""
    if move_name not in BY_FORM:
        raise NotFound
    chosen = Move(move_name)
    found = case_for_step(complaint_id, chosen)
    session, clock = database.session(), database.clock()
    form = forms.MoveForm(data=stamp_of(found))
    form.fill(found.complaint, chosen, outside_bodies(session, clock.today()))
    if request.method != "POST":
        card = card_of(found)
        advised = card.advice if card else ()
        form.propose(found.complaint, card.course if card else None, clock.today(), advised, _letter_day(found, chosen))

    def act() -> object:
        written = str(form.earlier.data or form.other.data or "")
        other = by_number(session, written) if written else None
        typed = form.typed(other.id if other else None)
        if chosen is Move.SEND_BACK:
            return actions.send_back(
                session, clock, current_actor(), found.complaint, typed.text, row_version=form.version()
            )
        return actions.take_step(
            session, clock, current_actor(), found.complaint, chosen, typed, row_version=form.version()
        )

    about = found.complaint.about if found.complaint.kind == Kind.SKARGA else ""
    return step(
        found,
        form,
        act,
        "complaints/move.html",
        keeps=form_of_step(chosen) if "text" in form.shown else "",
        move=chosen,
        shown=form.shown,
        needs=NEEDS[chosen],
        source=basis_of(found.complaint.kind, chosen),
        competent=competence(about, found.complaint.matter or "own") if about else None,
        competences=COMPETENCES,
        draft=found.draft if chosen is Move.SEND_BACK else None,
    )


def _letter_day(found: Case, chosen: Move) -> dt.date | None:
    """The day the letter of a notice went out that waits to be recorded."""
    if chosen not in NOTICES:
        return None
    session, case_id = database.session(), found.complaint.id
    return notice_day(session, case_id, steps_of(session, case_id), chosen)
