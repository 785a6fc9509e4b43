"""A step of handling: show its form, or check it, act, commit, back to the case; what a page of a case shows."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from attachments import labels as file_labels
from attachments.forms import WithFiles
from complaints import actions, forms, labels
from complaints.actions.moving import MAY_CONCERN, may_make, subject_of
from complaints.actions.presence import be_gone
from complaints.deadline_card import DeadlineCard, competent_body, deadline_card
from complaints.models import Complaint, ComplaintStep, PetitionPublication
from complaints.queries import Case, case_for, history
from complaints.queries.case import Happening
from complaints.queries.desk import desk_of
from complaints.queries.enclosed import enclosed, may_open
from complaints.queries.letter_beginnings import has_protocol
from complaints.queries.letters import letters_of, wanted
from complaints.queries.queue import dates_of
from complaints.queries.related import may_know_parts
from complaints.queries.scope import may_know
from complaints.queries.steps import steps_of
from complaints.routes.meanwhile import Meanwhile, Stored, meanwhile, position_of, stamp, take, takes_theirs
from complaints.routes.presence import here
from complaints.routes.room import Answer, blueprint
from complaints.routes.unsent import Kept, asks_to_keep, forget, keep, keep_refused, unsent_for, waiting
from complaints.rules.independence import check_actor, is_concerned
from complaints.rules.kinds import Kind
from complaints.rules.offer import offer
from complaints.rules.presence import Doing
from complaints.rules.states import Move, article_of, moves_from, transition
from complaints.rules.unsent import form_of_step
from complaints.rules.verdicts import verdict
from kernel.errors import Forbidden, RuleBroken, Stale
from kernel.permissions import Permission
from web import database
from web.access import current_actor
from web.errors import status_of
from web.forms import Form


def step(
    found: Case,
    form: forms.StepForm,
    act: Callable[[], object],
    template: str,
    *,
    stored: Stored | None = None,
    keeps: str = "",
    doing: Doing = Doing.STEP,
    **more: Any,
) -> Answer:
    """Show a step's form, or take the step: act, commit, back to the case. A refusal keeps what was typed, on the page
    and for later, and names the article of the ``move``, where one is told.

    Where somebody else saved meanwhile, nothing is saved: the page says what changed, shows what is ``stored`` beside
    what was typed, and saves it when it is sent once more. ``keeps``: the form whose words are kept while they are
    typed (rules.unsent); ``doing``: what others on the case are told.
    """
    more["doing"] = doing
    if request.method != "POST":
        more.update(_waiting(found, form, keeps, stored) if keeps else {})
        return _page(found, form, template, more)
    if keeps and asks_to_keep():
        return _page(found, form, template, {**more, "kept": keep(found, keeps)})
    if stored and takes_theirs():
        more["mine"], more["kept"] = take(form, stored()), Kept(keeps) if keeps else None
        stamp(form, found.complaint.row_version, found)
        return _page(found, form, template, more)
    refused = _taken(found, form, act, stored, keeps, doing, more.get("move"))
    if refused is None:
        return redirect(url_for("complaints.case", complaint_id=found.complaint.id))
    status, changed = refused
    more["kept"] = keep_refused(found, keeps) if keeps else None
    if changed:
        found = case_for(database.session(), current_actor(), found.complaint.id)
    return _page(found, form, template, {**more, "meanwhile": changed}), status


def _taken(
    found: Case,
    form: forms.StepForm,
    act: Callable[[], object],
    stored: Stored | None,
    keeps: str,
    doing: Doing,
    move: Move | None,
) -> tuple[int, Meanwhile | None] | None:
    """Take the step and commit. Where it is refused: the HTTP number, and what changed meanwhile."""
    if not form.validate():
        return 422, None
    try:
        act()
        if keeps:
            forget(found.complaint.id, keeps)
        be_gone(database.session(), current_actor().person_id, found.complaint.id, doing)
    except RuleBroken as broken:
        database.rollback()
        article = article_of(found.complaint.kind, move) if move else ""
        form.refuse(broken, labels.sentence_for(broken, article))
        return status_of(broken), changed_since(form, found, stored) if isinstance(broken, Stale) else None
    database.commit()
    return None


def _waiting(found: Case, form: forms.StepForm, keeps: str, stored: Stored | None) -> dict[str, Any]:
    """The words of a form that were kept; where the case changed since, also what and how."""
    kept = waiting(found, form, keeps)
    if kept.kept_at is None or stored is None or form.version() == found.complaint.row_version:
        return {"kept": kept}
    return {"kept": kept, "meanwhile": changed_since(form, found, stored)}


def changed_since(
    form: forms.StepForm, found: Case, stored: Stored | None, row_version: int | None = None
) -> Meanwhile:
    """What changed since a form was shown; from now on it carries the present ``row_version``, that of the case where
    none is given."""
    session = database.session()
    now = case_for(session, current_actor(), found.complaint.id)
    changed = meanwhile(form, happenings_of(now, steps_of(session, now.complaint.id)), stored)
    stamp(form, now.complaint.row_version if row_version is None else row_version, now)
    return changed


def _page(found: Case, form: forms.StepForm, template: str, more: Mapping[str, Any]) -> str:
    facts = facts_of(found, more.get("doing"))
    return render_template(template, form=form, **facts, **file_facts(form), **more)


class MoveRefused(RuleBroken):
    """A page for a move that is impossible now, or that the law keeps from this case. ``found``: the case."""

    code = "move_refused"

    def __init__(self, found: Case, move: Move, because: RuleBroken) -> None:
        self.found, self.move = found, move
        super().__init__(labels.sentence_for(because), source=because.source)


@blueprint.errorhandler(MoveRefused)
def refused_move(refused: MoveRefused) -> tuple[str, int]:
    """What was refused, why, by which article, and the steps that are open instead."""
    database.rollback()
    facts = facts_of(refused.found)
    facts["words"] = _kept_words(refused.found, refused.move)
    return render_template("complaints/refused.html", refused=refused, **facts), status_of(refused)


def _kept_words(found: Case, move: Move) -> list[str]:
    """What the reader typed for a move that cannot be made any more: its longer texts, to be copied."""
    own = unsent_for(found, move.value) or unsent_for(found, form_of_step(move))
    return [value for _name, value in own.fields if " " in value.strip()] if own else []


def case_for_step(complaint_id: uuid.UUID, move: Move) -> Case:
    """The case, for somebody who may also make the move; 404 to strangers, 403 to the under-privileged.

    A form for a move that is impossible now is not even shown, but answered with the reason and the article; a form
    already filled in is answered with its text kept.
    """
    found = case_for(database.session(), current_actor(), complaint_id)
    complaint, actor = found.complaint, current_actor()
    if not may_make(actor, complaint, move):
        raise Forbidden(labels.sentence_for(Forbidden()))
    if request.method == "POST":
        return found
    try:
        transition(complaint.kind, complaint.state, move)
        if move not in MAY_CONCERN:
            check_actor(subject_of(complaint), actor.person_id)
        if move is Move.DRAFT:
            actions.check_competence(complaint)
    except RuleBroken as broken:
        raise MoveRefused(found, move, broken) from None
    return found


def facts_of(found: Case, doing: Doing | None = None) -> dict[str, Any]:
    """What a page of a case shows, for whoever reads it; ``doing``: what others on the case are told of the reader."""
    session, clock, actor = database.session(), database.clock(), current_actor()
    complaint: Complaint = found.complaint
    desk = desk_of(session, clock, actor.person_id, complaint.id)
    names, steps = desk.names, steps_of(session, complaint.id)
    letters = letters_of(session, complaint.id)
    judged = verdict(dates_of(complaint), clock.today(), clock.now())
    sent = [one.letter for one in letters]
    card = deadline_card(complaint, steps, clock.today(), names, sent, is_complete=found.is_complete)
    possible = _possible(complaint)
    return {
        "case": found,
        "complaint": complaint,
        "history": happenings_of(found, steps, names, desk.notes),
        "present": here(found, doing, desk) if doing else None,
        "unsent": desk.unsent if found.is_readable else [],
        "offer": offer(
            possible,
            card.advice if card else (),
            is_elsewhere=competent_body(complaint) is not None,
            has_handler=complaint.handler_id is not None,
        ),
        "moves": possible,
        "topic": forms.topic_name(found.topic) if found.topic else "",
        "may_sort": actor.can_for(Permission.COMPLAINT_NOTE, complaint.department_id),
        "may_know": may_know(session, actor, complaint),
        "is_concerned": is_concerned(subject_of(complaint), actor.person_id),
        "files": enclosed(session, complaint.id),
        "may_open": may_open(session, actor, complaint),
        "card": card,
        "steps": steps,
        "letters": letters,
        "has_protocol": has_protocol(complaint),
        "wanted_letters": wanted(session, complaint, steps, letters),
        "names": names,
        "signal_of_case": labels.verdict_signal(judged, complaint.due_on, clock.today()),
        "publication": _publication(complaint),
        "labels": labels,
    }


def happenings_of(
    found: Case,
    steps: Sequence[ComplaintStep],
    names: Mapping[uuid.UUID, str] | None = None,
    notes: Mapping[str, str] | None = None,
) -> list[Happening]:
    """What the record says of a case, as far as the reader may read it."""
    session, complaint = database.session(), found.complaint
    is_split = any(step.move == Move.SPLIT for step in steps)
    with_parts = not is_split or may_know_parts(session, current_actor(), complaint)
    return history(session, complaint.id, steps, names, notes, with_words=found.is_readable, with_parts=with_parts)


def card_of(found: Case) -> DeadlineCard | None:
    """The deadline card of a case as of today."""
    steps = steps_of(database.session(), found.complaint.id)
    return deadline_card(found.complaint, steps, database.clock().today(), is_complete=found.is_complete)


def _possible(complaint: Complaint) -> list[Move]:
    """The moves this reader may make now."""
    actor = current_actor()
    concerned = is_concerned(subject_of(complaint), actor.person_id)
    return [
        move
        for move in moves_from(complaint.kind, complaint.state)
        if may_make(actor, complaint, move) and (move in MAY_CONCERN or not concerned)
    ]


def _publication(complaint: Complaint) -> PetitionPublication | None:
    """What is published of a petition; None of anything else."""
    return database.session().get(PetitionPublication, complaint.id) if complaint.kind == Kind.PETYCJA else None


def stamp_of(found: Case) -> dict[str, str]:
    """What a step's form carries: the version it was rendered from and how much of the history was there."""
    if request.method == "POST":
        return {}
    return {"row_version": str(found.complaint.row_version), "seen": str(position_of(found))}


def file_facts(form: Form) -> dict[str, Any]:
    """What a page with a field for files shows: those that wait, and the limits."""
    takes = isinstance(form, WithFiles)
    return {
        "waiting": form.waiting() if takes and request.method == "POST" else [],
        "file_labels": file_labels,
        "megabytes": current_app.config["SETTINGS"].attachment_megabytes,
    }
