"""A step of handling: show its form, or check it, act, commit, back to the case; what a page of a case shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from attachments import labels as file_labels
from attachments.forms import WithFiles
from complaints import forms, labels
from complaints.actions.moving import MAY_CONCERN, subject_of
from complaints.deadline_card import deadline_card
from complaints.models import Complaint
from complaints.queries import Case, case_for, history
from complaints.queries.enclosed import enclosed, may_open
from complaints.queries.letter_beginnings import has_protocol
from complaints.queries.letters import letters_of, wanted
from complaints.queries.queue import dates_of
from complaints.queries.steps import steps_of
from complaints.routes.room import Answer
from complaints.rules.independence import is_concerned
from complaints.rules.states import PERMISSION_OF, IllegalMove, Move, moves_from
from complaints.rules.verdicts import verdict
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Permission
from web import database
from web.access import current_actor
from web.errors import status_of
from web.forms import Form


def step(found: Case, form: forms.StepForm, act: Callable[[], object], template: str, **more: Any) -> Answer:
    """Show a step's form, or take the step: act, commit, back to the case. A refusal keeps what was typed."""
    if request.method != "POST":
        return render_template(template, form=form, **facts_of(found), **file_facts(form), **more)
    status = 422
    changes: list[Any] = []
    if form.validate():
        try:
            act()
        except RuleBroken as broken:
            status = status_of(broken)
            database.rollback()
            form.refuse(broken, labels.sentence_for(broken))
            if isinstance(broken, Stale):
                found = case_for(database.session(), current_actor(), found.complaint.id)
                changes = [
                    item
                    for item in history(database.session(), found.complaint.id)
                    if item.position > form.seen_position()
                ]
                form.row_version.data = str(found.complaint.row_version)
        else:
            database.commit()
            return redirect(url_for("complaints.case", complaint_id=found.complaint.id))
    return render_template(template, form=form, changes=changes, **facts_of(found), **file_facts(form), **more), status


def case_for_step(complaint_id: uuid.UUID, move: Move) -> Case:
    """The case, for somebody who may also make the move; 404 to strangers, 403 to the under-privileged.

    A form for a move that is impossible now is not even shown; a form already filled in is answered with its text kept.
    """
    found = case_for(database.session(), current_actor(), complaint_id)
    if not current_actor().can_for(PERMISSION_OF[move], found.complaint.department_id):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if request.method != "POST" and move not in moves_from(found.complaint.kind, found.complaint.state):
        raise IllegalMove(labels.sentence_for(IllegalMove()))
    return found


def facts_of(found: Case) -> dict[str, Any]:
    """What a page of a case shows, for whoever reads it."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    complaint: Complaint = found.complaint
    happenings = history(session, complaint.id)
    steps = steps_of(session, complaint.id)
    letters = letters_of(session, complaint.id)
    possible = [
        move
        for move in moves_from(complaint.kind, complaint.state)
        if actor.can_for(PERMISSION_OF[move], complaint.department_id)
        and (move in MAY_CONCERN or not is_concerned(subject_of(complaint), actor.person_id))
    ]
    judged = verdict(dates_of(complaint), clock.today(), clock.now())
    return {
        "case": found,
        "complaint": complaint,
        "history": happenings,
        "moves": possible,
        "topic": forms.topic_name(found.topic) if found.topic else "",
        "may_sort": actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id),
        "files": enclosed(session, complaint.id),
        "may_open": may_open(actor, complaint),
        "card": deadline_card(complaint, steps, clock.today()),
        "steps": steps,
        "letters": letters,
        "has_protocol": has_protocol(complaint),
        "wanted_letters": wanted(session, complaint, steps, letters),
        "signal_of_case": labels.verdict_signal(judged, complaint.due_on, clock.today()),
        "labels": labels,
    }


def stamp_of(found: Case) -> dict[str, str]:
    """What a step's form carries: the version it was rendered from and how much of the history was there."""
    if request.method == "POST":
        return {}
    happenings = history(database.session(), found.complaint.id)
    return {
        "row_version": str(found.complaint.row_version),
        "seen": str(happenings[0].position if happenings else 0),
    }


def file_facts(form: Form) -> dict[str, Any]:
    """What a page with a field for files shows: those that wait, and the limits."""
    takes = isinstance(form, WithFiles)
    return {
        "waiting": form.waiting() if takes and request.method == "POST" else [],
        "file_labels": file_labels,
        "megabytes": current_app.config["SETTINGS"].attachment_megabytes,
    }
