"""Answering with four eyes: one writes, another approves the very words, then they are dispatched."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from complaints.actions.competent import answers_for_the_council, check_competence
from complaints.actions.dates import project
from complaints.actions.moving import NoText, WrongDay, check_day, checked
from complaints.actions.steps import StepTyped, take_step
from complaints.events import AnswerApproved, AnswerDrafted, ComplaintSettled, ComplaintTag, StepTaken
from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintStep
from complaints.queries.steps import steps_of
from complaints.rules.answers import Answer, check_answer
from complaints.rules.kinds import Channel
from complaints.rules.moves import Move
from complaints.rules.outcomes import JUSTIFIED, check_outcome
from kernel.clock import Clock, local_day
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from storage.telling import tell


class OwnWords(RuleBroken):
    """Whoever wrote the answer does not approve it."""

    code = "own_words"


class NoAnswer(RuleBroken):
    """There is no approved answer to send."""

    code = "no_answer"


DISPATCH: Final = "art. 237 § 3, 238 § 1, 244 § 2 KPA"


@dataclass(frozen=True)
class Dispatch:
    """The day and the way the notice of the outcome went out; for a justified skarga its cause and what will change."""

    settled_on: dt.date
    channel: str
    cause: str = ""
    corrective: str = ""


def draft(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Answer, *, row_version: int
) -> AnswerDrafted:
    """Put the words of an answer forward for approval; again and again until they are approved.

    Raises IllegalMove, Forbidden, Stale, Concerned, WrongOutcome, Incomplete, NotCompetent.
    """
    target = checked(session, actor, complaint, Move.DRAFT, row_version)
    check_competence(complaint)
    check_outcome(complaint.kind, typed.outcome)
    check_answer(complaint.kind, typed)
    written = _written(session, clock, actor, complaint, typed)
    complaint.state = target.to.value
    complaint.row_version += 1
    data = {"outcome": typed.outcome, "reply": committed_answer(written)}
    append(session, clock, actor, ComplaintTag.DRAFTED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, AnswerDrafted(complaint.id, typed.outcome))


def approve(session: Session, clock: Clock, actor: Actor, complaint: Complaint, *, row_version: int) -> AnswerApproved:
    """Approve the words as they stand. Raises IllegalMove, Forbidden, Stale, Concerned, OwnWords, NoAnswer."""
    target = checked(session, actor, complaint, Move.APPROVE, row_version)
    written = session.get(ComplaintDraft, complaint.id)
    if written is None or actor.person_id is None:
        raise NoAnswer
    if written.drafted_by_id == actor.person_id:
        raise OwnWords(source="art. 268a KPA")
    check_competence(complaint)
    written.approved_by_id, written.approved_at = actor.person_id, clock.now()
    complaint.state = target.to.value
    complaint.row_version += 1
    data = {"reply": committed_answer(written), "drafted_by": str(written.drafted_by_id)}
    append(session, clock, actor, ComplaintTag.APPROVED, f"complaint:{complaint.id}", data, clock.today())
    return tell(session, clock, AnswerApproved(complaint.id))


def send_back(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, reason: str, *, row_version: int
) -> StepTaken:
    """Give the answer back to whoever handles the case, with a reason; what was approved is so no longer."""
    taken = take_step(session, clock, actor, complaint, Move.SEND_BACK, StepTyped(text=reason), row_version=row_version)
    written = session.get(ComplaintDraft, complaint.id)
    if written is not None:
        written.approved_by_id = written.approved_at = None
    return taken


def resolve(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Answer, resolution: StepTyped,
    *, row_version: int,
) -> StepTaken:  # fmt: skip
    """Record the council's resolution (its number is ``resolution.reference``): its answer needs nobody's approval.

    Raises IllegalMove, Forbidden, Stale, Concerned, Missing, WrongOutcome, Incomplete.
    """
    check_outcome(complaint.kind, typed.outcome)
    check_answer(complaint.kind, typed)
    taken = take_step(session, clock, actor, complaint, Move.RESOLVE, resolution, row_version=row_version)
    written = _written(session, clock, actor, complaint, typed)
    data = {"outcome": typed.outcome, "reply": committed_answer(written)}
    append(session, clock, actor, ComplaintTag.DRAFTED, f"complaint:{complaint.id}", data, clock.today())
    return taken


def settle(
    session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Dispatch, *, row_version: int
) -> ComplaintSettled:
    """Settle a case on the day the notice of its outcome was dispatched (art. 237 § 3, 244 § 2 KPA).

    Whether that was on time is not said here: it follows from the dates.
    Raises IllegalMove, Forbidden, Stale, Concerned, WrongDay, NoAnswer; NoText where a justified skarga has no cause.
    """
    target = checked(session, actor, complaint, Move.SETTLE, row_version)
    check_day(clock, complaint, typed.settled_on, "settled")
    written = session.get(ComplaintDraft, complaint.id)
    if written is None:
        raise NoAnswer
    steps = list(steps_of(session, complaint.id))
    if not answers_for_the_council(steps):
        check_competence(complaint)
    _check_dispatch(session, clock, complaint, written, steps, typed)
    if written.outcome in JUSTIFIED and not typed.cause.strip():
        raise NoText(field="cause", source="ISO 9001:2015, 10.2.1; ISO 10002:2018, 7.9")
    _close(clock, complaint, written, typed)
    if complaint.rule_id is not None:
        project(complaint, steps)
    complaint.state = target.to.value
    complaint.row_version += 1
    salt = complaint.reply_salt or ""
    data = {
        "outcome": written.outcome,
        "settled_on": typed.settled_on.isoformat(),
        "channel": typed.channel,
        "reply": commitment(salt, complaint.reply or ""),
        "cause": commitment(salt, complaint.cause) if complaint.cause else None,
        "corrective": commitment(salt, complaint.corrective) if complaint.corrective else None,
    }
    append(session, clock, actor, ComplaintTag.SETTLED, f"complaint:{complaint.id}", data, typed.settled_on)
    return tell(session, clock, ComplaintSettled(complaint.id, written.outcome, typed.settled_on))


def _check_dispatch(
    session: Session, clock: Clock, complaint: Complaint, written: ComplaintDraft, steps: Sequence[ComplaintStep],
    typed: Dispatch,
) -> None:  # fmt: skip
    """Nothing goes out before it is approved (the council: decided); a mail goes out now, and needs an address."""
    resolved = [step.happened_on for step in steps if step.move == Move.RESOLVE]
    ready_on = local_day(written.approved_at) if written.approved_at else max(resolved, default=complaint.received_on)
    if typed.settled_on < ready_on:
        raise WrongDay(field="settled", code="before_approval", day=typed.settled_on, last=ready_on, source=DISPATCH)
    if typed.channel != Channel.EMAIL:
        return
    person = session.get(Complainant, complaint.id)
    if person is None or not person.email.strip():
        raise WrongDay(field="channel", code="no_email", source=DISPATCH)
    if typed.settled_on != clock.today():
        raise WrongDay(field="settled", code="mail_goes_now", day=typed.settled_on, source=DISPATCH)


def words_of(written: ComplaintDraft) -> str:
    """The words of an answer as they go out, without letterhead and instruction: text, reasons, signatory."""
    parts = [written.text, written.factual, written.legal, f"{written.signatory_name}\n{written.signatory_post}"]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _close(clock: Clock, complaint: Complaint, written: ComplaintDraft, typed: Dispatch) -> None:
    complaint.outcome = written.outcome
    complaint.settled_on, complaint.settled_recorded_at = typed.settled_on, clock.now()
    complaint.reply, complaint.reply_salt = words_of(written), secrets.token_hex(16)
    complaint.cause, complaint.corrective = typed.cause.strip() or None, typed.corrective.strip() or None


def _written(session: Session, clock: Clock, actor: Actor, complaint: Complaint, typed: Answer) -> ComplaintDraft:
    written = session.get(ComplaintDraft, complaint.id)
    if written is None:
        written = ComplaintDraft(complaint_id=complaint.id)
        session.add(written)
    written.outcome, written.text = typed.outcome, typed.text
    written.factual, written.legal, written.has_instruction = typed.factual, typed.legal, typed.has_instruction
    written.signatory_name, written.signatory_post = typed.signatory_name, typed.signatory_post
    written.salt = secrets.token_hex(16)
    written.drafted_by_id, written.drafted_at = _person(actor), clock.now()
    written.approved_by_id = written.approved_at = None
    return written


def _person(actor: Actor) -> uuid.UUID:
    if actor.person_id is None:
        raise NoAnswer
    return actor.person_id


def committed_answer(written: ComplaintDraft) -> str:
    """The commitment to an answer as put forward: outcome, words, reasons, signatory."""
    return commitment(written.salt, answer_of(written))


def answer_of(written: ComplaintDraft) -> list[str]:
    """The same in the order the record commits to it."""
    parts = [written.outcome, written.text, written.factual, written.legal]
    return [*parts, written.signatory_name, written.signatory_post]
