"""Playing the story: every event becomes the ordinary action of its room, at its moment."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.actions import (
    Answer,
    Assignment,
    Dispatch,
    FeedbackTyped,
    FilingTyped,
    StepTyped,
    approve,
    assign,
    draft,
    leave_feedback,
    note,
    receive,
    resolve,
    settle,
    take_step,
)
from complaints.actions.letter_sending import Sending, send_letter
from complaints.actions.letters import draft_letter
from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.models import Complaint
from complaints.rules.competence import About
from complaints.rules.kinds import Councillor
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, SYSTEM
from office.queries.bodies import outside_bodies
from sample.events import (
    Answered,
    Assigned,
    Event,
    Filed,
    Noted,
    OpinionLeft,
    Published,
    Rated,
    Sealed,
    Settled,
    Stepped,
    Written,
)
from sample.founding import Cast
from surveys.actions import seal_responses, submit_response
from surveys.models import QuestionnaireVersion
from surveys.rules.submission import ResponseTyped


class Player:
    """Does what the story says. Its clock moves to every event and never back."""

    def __init__(self, session: Session, clock: FixedClock, shelf: Shelf, cast: Cast) -> None:
        self._session, self._clock, self._shelf, self._cast = session, clock, shelf, cast
        self._cases: dict[int, Complaint] = {}
        # Held here, the session need not read it again for every response.
        self._version = session.get_one(QuestionnaireVersion, cast.version_id)

    def play(self, event: Event) -> None:
        """Let one event happen. Raises ValueError when it lies before the one played last."""
        self._clock.move_to(event.at)
        _MOVES[type(event)](self, event)

    def _file(self, event: Filed) -> None:
        written, person = event.letter, event.resident
        typed = FilingTyped(
            kind=written.kind,
            channel=event.channel,
            subject=written.subject,
            text=f"{written.text}\n\n{written.wish}",
            name=person.name,
            address=person.address,
            email=person.email,
            department_id=self._cast.department(event.place),
            received_on=event.received_on,
            happened_on=event.happened_on,
            remedy_sought=written.wish,
            severity=event.severity,
            language=written.language,
            submission_id=event.submission_id,
            code=event.code,
            about=About(event.about),
            councillor=Councillor(event.councillor),
            may_publish=event.may_publish,
        )
        actor = self._cast.actors[event.clerk] if event.clerk else RESIDENT
        received = receive(self._session, self._clock, actor, typed)
        self._cases[event.case] = self._session.get_one(Complaint, received.complaint_id)

    def _assign(self, event: Assigned) -> None:
        complaint, head = self._cases[event.case], self._cast.actors[event.head]
        handler = self._cast.actors[event.handler].person_id
        department = self._cast.department(event.place)
        if handler is None or department is None:
            raise LookupError(f"nobody to assign case {event.case} to")
        typed = Assignment(handler, department)
        assign(self._session, self._clock, head, complaint, typed, row_version=complaint.row_version)

    def _note(self, event: Noted) -> None:
        note(self._session, self._clock, self._cast.actors[event.by], self._cases[event.case], event.text)

    def _step(self, event: Stepped) -> None:
        complaint = self._cases[event.case]
        typed = StepTyped(
            happened_on=event.on,
            until_on=event.until,
            body_id=self._body(event.body) if event.body else None,
            basis=event.basis,
            reference=event.reference,
            channel=event.channel,
            text=event.text,
            kind=event.kind,
            other_id=self._cases[event.other].id if event.other is not None else None,
        )
        actor = self._cast.actors[event.by]
        take_step(self._session, self._clock, actor, complaint, event.move, typed, row_version=complaint.row_version)

    def _body(self, kind: str) -> uuid.UUID:
        """The body of a kind in the office's list."""
        return next(body.id for body in outside_bodies(self._session, self._clock.today()) if body.kind == kind)

    def _answer(self, event: Answered) -> None:
        complaint = self._cases[event.case]
        handler, head = self._cast.actors[event.by], self._cast.actors[event.head]
        typed = Answer(
            outcome=event.outcome.value,
            text=event.text,
            signatory_name=handler.name,
            signatory_post=handler.post,
            factual=event.factual,
            legal=event.legal,
            has_instruction=True,
        )
        session, clock = self._session, self._clock
        if event.resolution:
            resolution = StepTyped(reference=event.resolution)
            resolve(session, clock, head, complaint, typed, resolution, row_version=complaint.row_version)
        else:
            draft(session, clock, handler, complaint, typed, row_version=complaint.row_version)
            approve(session, clock, head, complaint, row_version=complaint.row_version)

    def _settle(self, event: Settled) -> None:
        complaint, handler = self._cases[event.case], self._cast.actors[event.by]
        sent = Dispatch(event.on, event.channel.value, event.cause, event.corrective)
        settle(self._session, self._clock, handler, complaint, sent, row_version=complaint.row_version)

    def _write(self, event: Written) -> None:
        complaint, writer = self._cases[event.case], self._cast.actors[event.by]
        session, clock = self._session, self._clock
        letter = draft_letter(session, clock, writer, complaint, event.template, letter_id=None, **event.facts)
        sending = Sending(event.channel)
        send_letter(session, clock, self._shelf, writer, letter, sending, row_version=letter.row_version)

    def _publish(self, event: Published) -> None:
        complaint, handler = self._cases[event.case], self._cast.actors[event.by]
        typed = PublicationTyped(event.subject, event.text, event.answer, is_named=event.is_named)
        publish_petition(self._session, self._clock, handler, complaint, typed, row_version=complaint.row_version)

    def _leave(self, event: OpinionLeft) -> None:
        typed = FeedbackTyped(event.subject, event.text, self._cast.department(event.place))
        leave_feedback(self._session, self._clock, RESIDENT, typed)

    def _rate(self, event: Rated) -> None:
        desk = None if event.place is None or event.desk is None else self._cast.desks[event.place, event.desk]
        typed = ResponseTyped(
            submission_id=event.submission_id,
            version_id=self._version.id,
            mode="qr" if desk else "web",
            language=event.language,
            answers=event.answers,
            department_id=self._cast.department(event.place),
            service_id=desk.service if desk else None,
            desk_id=desk.desk if desk else None,
        )
        submit_response(self._session, self._clock, RESIDENT, typed)

    def _seal(self, _event: Sealed) -> None:
        seal_responses(self._session, self._clock, SYSTEM)


_MOVES: Final[dict[type[Event], Callable[[Player, Any], None]]] = {
    Filed: Player._file,
    Assigned: Player._assign,
    Noted: Player._note,
    Stepped: Player._step,
    Answered: Player._answer,
    Settled: Player._settle,
    Written: Player._write,
    Published: Player._publish,
    OpinionLeft: Player._leave,
    Rated: Player._rate,
    Sealed: Player._seal,
}
