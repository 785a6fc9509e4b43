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
    sort,
    take_step,
)
from complaints.actions.letter_sending import Sending, send_letter
from complaints.actions.letters import draft_letter
from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.models import Complaint
from complaints.rules.competence import About
from complaints.rules.kinds import Councillor
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT
from office.queries.bodies import outside_bodies
from office.queries.lists import topics
from sample.events import (
    Answered,
    Assigned,
    CommentsDecided,
    Event,
    Filed,
    FollowedUp,
    Noted,
    OpinionLeft,
    PaperChecked,
    PaperTyped,
    Pranked,
    Published,
    Rated,
    Sealed,
    SecondOpened,
    SecondRevised,
    Settled,
    Stepped,
    TabletRevoked,
    VisitsCounted,
    Written,
)
from sample.founding import Cast
from sample.nights import Nights
from sample.papers import Papers
from sample.polling import Polls


class Player:
    """Does what the story says. Its clock moves to every event and never back."""

    def __init__(self, session: Session, clock: FixedClock, shelf: Shelf, cast: Cast, polls: Polls) -> None:
        self._session, self._clock, self._shelf, self._cast, self._polls = session, clock, shelf, cast, polls
        self._papers = Papers(session, clock, cast)
        self.nights = Nights(session, clock)
        self._cases: dict[int, Complaint] = {}
        self._about: dict[int, str] = {}

    def play(self, event: Event) -> None:
        """Let one event happen. Raises ValueError when it lies before the one played last."""
        self.nights.up_to(event.at)
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
        self._about[event.case] = written.about

    def _assign(self, event: Assigned) -> None:
        complaint, head = self._cases[event.case], self._cast.actors[event.head]
        handler = self._cast.actors[event.handler].person_id
        department = self._cast.department(event.place)
        if handler is None or department is None:
            raise LookupError(f"nobody to assign case {event.case} to")
        typed = Assignment(handler, department)
        assign(self._session, self._clock, head, complaint, typed, row_version=complaint.row_version)
        if code := self._about.pop(event.case, ""):
            topic = next(topic for topic in topics(self._session, self._clock.today()) if topic.code == code)
            sort(self._session, self._clock, head, complaint, topic.id, row_version=complaint.row_version)

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

    def _prank(self, event: Pranked) -> None:
        for tap in event.taps:
            self._polls.rate(tap)

    def _follow_up(self, event: FollowedUp) -> None:
        self._polls.follow_up(self._cases[event.case], event)


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
    FollowedUp: Player._follow_up,
    Pranked: Player._prank,
    Rated: lambda player, event: player._polls.rate(event),
    Sealed: lambda player, _event: player._polls.seal(),
    TabletRevoked: lambda player, event: player._polls.revoke(event.tablet),
    SecondOpened: lambda player, _event: player._polls.open_second(),
    SecondRevised: lambda player, _event: player._polls.revise_second(),
    CommentsDecided: lambda player, _event: player._polls.decide(),
    VisitsCounted: lambda player, event: player._papers.count(event),
    PaperTyped: lambda player, event: player._papers.type_paper(event),
    PaperChecked: lambda player, event: player._papers.check_paper(event),
}
