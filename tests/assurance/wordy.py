"""An office in which something of every kind of words was written, erased, published, sent and put aside."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from analytics.actions import publish_month
from analytics.measures.period import Month
from attachments.actions import prepare, stage, store
from attachments.shelf import Shelf
from complaints.actions import FeedbackTyped, attach, close, describe, erase, leave_feedback, note, restrict
from complaints.actions.describe import description_of
from complaints.actions.linking import How, link_cases
from complaints.actions.publishing import PublicationTyped, change_scan, publish_petition, take_down_petition
from complaints.actions.splitting import PartTyped, split
from complaints.actions.steps import StepTyped, take_step
from complaints.models import Complaint, Feedback
from complaints.rules.erasing import Basis
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from complaints.rules.restricting import Ground
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, Role
from office.actions.absence import enter_absence, shorten_absence, withdraw_absence
from office.actions.crest import set_crest
from office.models import Person
from tests.attachments.specimens import image, pdf
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, approved, assigned, outside_body, received
from tests.complaints.writing import sent, written


def play_words(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> None:
    """Cases 1 to 9 of the register of skargi, petitions 1 to 4; each number stands in the tests."""
    _letters_and_notes(session, clock, office, shelf)
    _steps(session, clock, office)
    _petitions(session, clock, office, shelf)
    _opinion(session, clock, office)
    _absences(session, clock, office)
    set_crest(session, clock, office.actor(Role.ADMINISTRATOR), store(session, clock, shelf, image()), row_version=0)
    publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), Month(2026, 10))
    session.flush()


def _letters_and_notes(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> None:
    today = clock.today()
    settled = _written_on(session, clock, office, shelf)  # 1
    answered(session, clock, office, settled, Reply("zasadna", corrective="Drugie okienko.", settled_on=today))
    erased = _written_on(session, clock, office, shelf)  # 2
    answered(session, clock, office, erased, Reply("zasadna", settled_on=today))
    erase(session, clock, office.actor(Role.QUALITY_OFFICER), erased, Basis.REQUEST, "Wniosek.")
    case = approved(session, clock, office, assigned(session, clock, office), Reply("bezzasadna"))  # 3
    letter = written(session, clock, office, case.id, "zwloka_36")
    assert letter.state == "draft"
    officer = office.actor(Role.QUALITY_OFFICER)
    restrict(session, clock, officer, case, Ground.ACCURACY, "Sprzeciw.", row_version=case.row_version)


def _written_on(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> Complaint:
    """A case with a note, a step with a reason, a letter that was sent, a draft and an attachment."""
    case = assigned(session, clock, office, remedy_sought="Otworzyć okienko.", received_on=dt.date(2026, 11, 2))
    handler = office.actor(Role.HANDLER)
    note(session, clock, handler, case, "Pani dzwoniła.")
    typed = StepTyped(clock.today(), dt.date(2026, 12, 20), text="Czekamy na opinię.", channel="paper")
    take_step(session, clock, office.actor(Role.HEAD), case, Move.DELAY, typed, row_version=case.row_version)
    sent(session, clock, office, shelf, case.id, "zwloka_36")
    form = new_id()
    stage(session, clock, shelf, form, prepare(shelf, pdf(b"(%d)" % (case.number or 0))), "pismo.pdf")
    attach(session, clock, handler, case, form, "Od pani.")
    return case


def _steps(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    head = office.actor(Role.HEAD)
    body = outside_body(session, clock, office, "other").id
    gone = assigned(session, clock, office)  # 4
    typed = StepTyped(
        clock.today(), body_id=body, basis="art_231", reference="AB.1", channel="paper", text="Nie nasza sprawa."
    )
    take_step(session, clock, head, gone, Move.TRANSFER, typed, row_version=gone.row_version)
    described = received(session, clock, office)  # 5
    with_councillor = description_of(described)
    changed = type(with_councillor)(**{**vars(with_councillor), "is_safety": True})
    describe(
        session, clock, office.actor(Role.CLERK), described, changed, row_version=described.row_version, reason="Gaz."
    )
    letter = assigned(session, clock, office)  # 6, and its part 7
    split(session, clock, head, letter, [PartTyped(Kind.SKARGA, "Część", "O czymś.")], row_version=letter.row_version)
    link_cases(session, clock, head, gone, letter, How.DUPLICATE, row_version=gone.row_version)


def _petitions(session: Session, clock: FixedClock, office: FoundedOffice, shelf: Shelf) -> None:
    head = office.actor(Role.HEAD)
    first, second, third = (assigned(session, clock, office, kind=Kind.PETYCJA) for _number in range(3))
    for case in (first, third):
        words = PublicationTyped("Ławki", "Prosimy o ławki w parku.", "Będą.")
        publish_petition(session, clock, head, case, words, row_version=case.row_version)
        scan = store(session, clock, shelf, pdf(b"(scan)"))
        change_scan(session, clock, head, case, scan, row_version=case.row_version)
    take_down_petition(session, clock, head, third, "Pomyłka.", row_version=third.row_version)
    take_step(
        session, clock, head, second, Move.JOIN, StepTyped(happened_on=clock.today(), other_id=first.id),
        row_version=second.row_version,
    )  # fmt: skip


def _opinion(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    left = leave_feedback(session, clock, RESIDENT, FeedbackTyped("Miło", "Było miło.", office.home.id))
    opinion = session.get_one(Feedback, left.feedback_id)
    close(session, clock, office.actor(Role.QUALITY_OFFICER), opinion, None, "Dziękujemy.", row_version=1)


def _absences(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    actor, today = office.actor(Role.ADMINISTRATOR), clock.today()
    for role in (Role.CLERK, Role.HANDLER, Role.HEAD):
        person = session.get_one(Person, _id_of(office, role))
        away = enter_absence(session, clock, actor, person, from_on=today, to_on=today + dt.timedelta(days=9))
        session.flush()
        if role is Role.HANDLER:
            shorten_absence(session, clock, actor, away, last_on=today + dt.timedelta(days=4))
        if role is Role.HEAD:
            withdraw_absence(session, clock, actor, away)
    session.flush()


def _id_of(office: FoundedOffice, role: Role) -> uuid.UUID:
    return office.member(role).person_id
