"""Pages of a case beside its steps: whom it is about, its sign, its parts, the cases that belong to it."""

from __future__ import annotations

import uuid
from typing import Any, Final

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from complaints import actions, forms, labels
from complaints.actions.describe import description_of
from complaints.actions.linking import NotLinked
from complaints.queries import Case, case_for
from complaints.queries.related import hints_for
from complaints.queries.scope import may_know
from complaints.routes.register import case_is_ours
from complaints.routes.room import Answer, blueprint
from complaints.routes.steps import case_for_step, stamp_of, step
from complaints.rules.moves import Move
from kernel.errors import Forbidden
from kernel.permissions import EVERYWHERE, Permission
from office.queries import departments, people_in
from office.queries.lists import filing_classes
from web import database
from web.access import current_actor, requires
from web.forms import tidy

DESCRIBED: Final = ("about", "about_person", "about_department", "matter", "councillor", "is_withheld", "is_safety")
"""The fields that say what is known of a case."""


@blueprint.route("/case/<uuid:complaint_id>/about", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def describe(complaint_id: uuid.UUID) -> Answer:
    """Say whom the case is about, in which matter, and who stands behind it."""
    found = _case_to_note(complaint_id)
    session, clock = database.session(), database.clock()
    form = forms.DescribeForm(data=stamp_of(found))
    form.offer_subjects(people_in(session, clock.today(), EVERYWHERE), departments(session, clock.today()))
    if request.method != "POST":
        form.show(description_of(found.complaint))

    def act() -> object:
        return actions.describe(
            session, clock, current_actor(), found.complaint, form.description(), row_version=form.version(),
            reason=tidy(form.reason.data),
        )  # fmt: skip

    answered = step(found, form, act, "complaints/describe.html", stored=lambda: _described(found))
    if isinstance(answered, Response) and not case_is_ours(complaint_id):
        return redirect(url_for("complaints.queue"))  # the case left the unit it is about
    return answered


@blueprint.route("/case/<uuid:complaint_id>/sign", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_NOTE)
def sign(complaint_id: uuid.UUID) -> Answer:
    """Give the case a sign in a class of the filing plan, or another one with a reason."""
    found = _case_to_note(complaint_id)
    session, clock = database.session(), database.clock()
    form = forms.SignForm(data=stamp_of(found))
    form.offer(filing_classes(session, clock.today()))

    def act() -> object:
        chosen = forms.chosen_department(form.filing_class.data)
        return actions.give_sign(
            session, clock, current_actor(), found.complaint, chosen, reason=tidy(form.reason.data),
            row_version=form.version(),
        )  # fmt: skip

    return step(found, form, act, "complaints/sign.html")


@blueprint.route("/case/<uuid:complaint_id>/split", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_SETTLE)
def split(complaint_id: uuid.UUID) -> Answer:
    """Make several matters of one letter cases of their own."""
    found = case_for_step(complaint_id, Move.SPLIT)
    session, clock = database.session(), database.clock()
    form = forms.SplitForm(data=stamp_of(found))
    form.offer(departments(session, clock.today()))

    def act() -> object:
        return actions.split(
            session, clock, current_actor(), found.complaint, form.parts(), reason=tidy(form.reason.data),
            row_version=form.version(),
        )  # fmt: skip

    return step(found, form, act, "complaints/split.html", parts=forms.PARTS, first_shown=forms.FIRST_SHOWN)


@blueprint.route("/case/<uuid:complaint_id>/related", methods=["GET", "POST"])
@requires(Permission.COMPLAINANT_READ)
def related(complaint_id: uuid.UUID) -> Answer:
    """Earlier cases that may be of the same person, and a button to link each."""
    found = _case_to_note(complaint_id)
    session, clock, actor = database.session(), database.clock(), current_actor()
    if not may_know(session, actor, found.complaint):
        raise Forbidden(labels.sentence_for(Forbidden()))
    form = forms.LinkForm(data=stamp_of(found))

    def act() -> object:
        chosen = form.chosen()
        if chosen is None:
            raise NotLinked(code="unknown_case")
        how, other_id = chosen
        other = case_for(session, actor, other_id).complaint
        return actions.link_cases(session, clock, actor, found.complaint, other, how, row_version=form.version())

    return step(found, form, act, "complaints/related.html", hints=hints_for(session, actor, found.complaint))


def _described(found: Case) -> dict[str, Any]:
    """The description as it stands, by the fields of its form."""
    blank = forms.DescribeForm(formdata=None)
    blank.show(description_of(found.complaint))
    return {name: blank[name].data for name in DESCRIBED}


def _case_to_note(complaint_id: uuid.UUID) -> Case:
    """The case, for somebody who may also say something about it; 404 to strangers, 403 to the under-privileged."""
    found = case_for(database.session(), current_actor(), complaint_id)
    if not current_actor().can_for(Permission.COMPLAINT_NOTE, found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    return found
