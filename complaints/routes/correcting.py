"""Correcting what was recorded wrongly: what can be corrected, and the page for each."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template

from complaints import actions, forms, labels
from complaints.actions.moving import subject_of
from complaints.queries import Case, case_for
from complaints.queries.correcting import correctables
from complaints.queries.steps import steps_of
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import facts_of, stamp_of, step
from complaints.rules.channels import correct_channels
from complaints.rules.corrections import DAYS, Correctable, Fact
from complaints.rules.independence import is_concerned
from complaints.rules.kinds import Kind
from complaints.rules.outcomes import OUTCOMES
from kernel.errors import Forbidden, NotFound
from kernel.permissions import Permission
from web import database
from web.access import current_actor, requires


@blueprint.get("/case/<uuid:complaint_id>/correct")
@requires(Permission.COMPLAINT_CORRECT)
def corrections(complaint_id: uuid.UUID) -> str:
    """What of the case can be corrected, with what stands there now."""
    found = _case_to_correct(complaint_id)
    facts = facts_of(found)
    possible = correctables(found.complaint, facts["steps"])
    return render_template("complaints/corrections.html", correctables=possible, **facts)


@blueprint.route("/case/<uuid:complaint_id>/correct/<what>", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_CORRECT)
def correct(complaint_id: uuid.UUID, what: str) -> Answer:
    """Say how one fact should have been recorded, and why."""
    found = _case_to_correct(complaint_id)
    steps = steps_of(database.session(), complaint_id)
    fact = next((one for one in correctables(found.complaint, steps) if one.name == what), None)
    if fact is None:
        raise NotFound
    form = _form_for(found, fact)

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return actions.correct(
            session, clock, actor, found.complaint, form.correction(what), row_version=form.version()
        )

    return step(found, form, act, "complaints/correct.html", fact=fact, is_day=fact.fact in DAYS)


def may_correct(found: Case) -> bool:
    """Whether the reader may correct something of this case."""
    complaint, actor = found.complaint, current_actor()
    is_able = actor.can_for(Permission.COMPLAINT_CORRECT, complaint.department_id)
    return is_able and complaint.number is not None and not is_concerned(subject_of(complaint), actor.person_id)


def _case_to_correct(complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who may correct it; 404 to strangers, 403 to the under-privileged."""
    found = case_for(database.session(), current_actor(), complaint_id)
    if not may_correct(found):
        raise Forbidden(labels.sentence_for(Forbidden()))
    return found


def _form_for(found: Case, fact: Correctable) -> Any:
    if fact.fact in DAYS:
        return forms.CorrectDayForm(data=stamp_of(found))
    form = forms.CorrectChoiceForm(data=stamp_of(found))
    kind = found.complaint.kind
    if fact.fact is Fact.OUTCOME:
        form.offer({one.value: labels.OUTCOMES[one.value] for one in OUTCOMES[Kind(kind)]})
    else:
        form.offer({one.value: labels.CHANNELS[one.value] for one in correct_channels(kind)})
    return form
