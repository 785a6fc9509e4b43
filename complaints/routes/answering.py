"""The answer of a case: written, approved by somebody else, sent back, dispatched."""

from __future__ import annotations

import uuid
from typing import Any

from flask import request

from complaints import actions, forms
from complaints.models import ComplaintDraft
from complaints.queries.case import Case
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import case_for_step, stamp_of, step
from complaints.rules.answers import source_of
from complaints.rules.moves import Move
from complaints.rules.presence import Doing
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires
from web.forms import tidy


@blueprint.route("/case/<uuid:complaint_id>/draft", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def draft(complaint_id: uuid.UUID) -> Answer:
    """Write the answer and put it forward for approval."""
    found = case_for_step(complaint_id, Move.DRAFT)
    form = _draft_form(found)

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.draft(session, clock, actor, found.complaint, form.answer(), row_version=form.version())

    return step(
        found, form, act, "complaints/draft.html",
        stored=lambda: _stored(found), keeps="draft", doing=Doing.ANSWER,
        move=Move.DRAFT, source=source_of(found.complaint.kind),
    )  # fmt: skip


@blueprint.route("/case/<uuid:complaint_id>/resolve", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_APPROVE)
def resolve(complaint_id: uuid.UUID) -> Answer:
    """Record the council's resolution and the answer that follows from it."""
    found = case_for_step(complaint_id, Move.RESOLVE)
    form = _draft_form(found, has_day=True)

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        resolution = actions.StepTyped(happened_on=form.happened.data, reference=tidy(form.reference.data))
        return actions.resolve(
            session, clock, actor, found.complaint, form.answer(), resolution, row_version=form.version()
        )

    return step(
        found, form, act, "complaints/draft.html",
        stored=lambda: _stored(found), keeps="resolve", doing=Doing.ANSWER,
        move=Move.RESOLVE, source=source_of(found.complaint.kind),
    )  # fmt: skip


@blueprint.route("/case/<uuid:complaint_id>/approve", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_APPROVE)
def approve(complaint_id: uuid.UUID) -> Answer:
    """Read the answer and approve it."""
    found = case_for_step(complaint_id, Move.APPROVE)
    form = forms.StepForm(data=stamp_of(found))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.approve(session, clock, actor, found.complaint, row_version=form.version())

    return step(found, form, act, "complaints/approve.html", move=Move.APPROVE, draft=found.draft)


@blueprint.route("/case/<uuid:complaint_id>/settle", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def settle(complaint_id: uuid.UUID) -> Answer:
    """Record when and how the notice of the outcome was dispatched."""
    found = case_for_step(complaint_id, Move.SETTLE)
    form = forms.DispatchForm(data=stamp_of(found))

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.settle(session, clock, actor, found.complaint, form.dispatch(), row_version=form.version())

    return step(found, form, act, "complaints/settle.html", keeps="settle", move=Move.SETTLE, draft=found.draft)


def _draft_form(found: Case, *, has_day: bool = False) -> forms.DraftForm:
    """The form with what was written before; a new one signed by whoever writes it. ``has_day``: of a resolution."""
    form = forms.DraftForm(data=stamp_of(found))
    form.fill(found.complaint, has_day=has_day)
    if request.method == "POST":
        return form
    written = found.draft
    if written is None:
        form.signatory.data, form.post.data = current_actor().name, current_actor().post
        return form
    for name, value in _stored(found).items():
        form[name].data = value
    return form


def _stored(found: Case) -> dict[str, Any]:
    """The answer as last put forward, by the fields of its form; nothing where there is none."""
    written = database.session().get(ComplaintDraft, found.complaint.id, populate_existing=True)
    if written is None or not found.is_readable:
        return {}
    return {
        "outcome": written.outcome,
        "text": written.text,
        "factual": written.factual,
        "legal": written.legal,
        "has_instruction": written.has_instruction,
        "signatory": written.signatory_name,
        "post": written.signatory_post,
    }
