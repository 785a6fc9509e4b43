"""A case of any kind brought into any state by actions; and what the form of a move is filled in with."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions import StepTyped, approve, draft, resolve, settle, take_step
from complaints.models import Complainant, Complaint
from complaints.rules.kinds import SETTLED_HERE, Channel, Kind
from complaints.rules.moves import Move, State
from complaints.rules.outcomes import OUTCOMES, RESULTS
from kernel.clock import Clock
from kernel.permissions import Role
from office.models import OutsideBody
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, assigned, received

NAMES = {"council": "Rada Próbna", "wojewoda": "Wojewoda Próbny", "sko": "Kolegium Próbne"}


def bodies(session: Session) -> dict[str, uuid.UUID]:
    """The outside bodies of the test office, by kind; made when they are asked for first."""
    if session.scalars(select(OutsideBody)).first() is None:
        for kind, name in NAMES.items():
            session.add(OutsideBody(kind=kind, name=name, valid_from_on=dt.date(2024, 1, 2)))
        session.flush()
    return {body.kind: body.id for body in session.scalars(select(OutsideBody))}


def take(
    session: Session, clock: Clock, office: FoundedOffice, complaint: Complaint, move: Move, **typed: Any
) -> Complaint:
    """A step taken by the head today."""
    given = StepTyped(**{"happened_on": clock.today(), "text": "Powód.", **typed})
    take_step(session, clock, office.actor(Role.HEAD), complaint, move, given, row_version=complaint.row_version)
    return complaint


def reply_to(kind: Kind) -> Reply:
    """A favourable answer to a case of a kind."""
    return Reply(OUTCOMES[kind][0].value)


def case_in(
    session: Session, clock: Clock, office: FoundedOffice, kind: Kind, state: State, **changes: Any
) -> Complaint:
    """A case of a kind in a state, brought there step by step."""
    if state in (State.RECEIVED, State.CALLED, State.UNCONSIDERED):
        case = received(session, clock, office, kind=kind, channel=Channel.EMAIL, **changes)
    else:
        case = assigned(session, clock, office, kind=kind, **changes)
    _WAYS.get(state, _stay)(session, clock, office, case)
    assert case.state == state, f"{kind} cannot be brought to {state}"
    return case


def _stay(_session: Session, _clock: Clock, _office: FoundedOffice, _case: Complaint) -> None:
    pass


def _call(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    take(session, clock, office, case, Move.CALL)


def _leave(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    basis = {Kind.PETYCJA: "pet_12", Kind.SKARGA: "reg_8_1", Kind.WNIOSEK: "reg_8_1"}.get(Kind(case.kind), "kpa_63_1")
    if basis == "reg_8_1":
        session.get_one(Complainant, case.id).name = ""
    take(session, clock, office, case, Move.LEAVE, basis=basis)


def _to_council(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    about_the_mayor(session, case)
    take(session, clock, office, case, Move.TO_COUNCIL, body_id=bodies(session)["council"])


def about_the_mayor(session: Session, case: Complaint) -> None:
    """A skarga the council decides (art. 229 point 3 KPA)."""
    if case.kind == Kind.SKARGA:
        case.about = "mayor"
        session.flush()


def _draft(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    words = reply_to(Kind(case.kind)).answer()
    draft(session, clock, office.actor(Role.HANDLER), case, words, row_version=case.row_version)


def _approve(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    _draft(session, clock, office, case)
    approve(session, clock, office.actor(Role.HEAD), case, row_version=case.row_version)


def _settle(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    if case.kind not in SETTLED_HERE:
        take(session, clock, office, case, Move.OWN_DECISION, reference="OR.1.2026")
        return
    _approve(session, clock, office, case)
    dispatch = reply_to(Kind(case.kind)).dispatch()
    settle(session, clock, office.actor(Role.HANDLER), case, dispatch, row_version=case.row_version)


def _transfer(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    take(session, clock, office, case, Move.TRANSFER, body_id=bodies(session)["wojewoda"])


def _pass_on(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    take(session, clock, office, case, Move.PASS_ON, body_id=bodies(session)["sko"])


def _decide(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    _pass_on(session, clock, office, case)
    take(session, clock, office, case, Move.RESULT, basis=RESULTS[Kind(case.kind)][0].value)


def _withdraw(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    take(session, clock, office, case, Move.WITHDRAW)


def _divert(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    take(session, clock, office, case, Move.DIVERT, basis="kpa_233")


def _join(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    other = received(session, clock, office, kind=Kind.PETYCJA)
    take(session, clock, office, case, Move.JOIN, other_id=other.id)


_WAYS = {
    State.CALLED: _call,
    State.UNCONSIDERED: _leave,
    State.AT_COUNCIL: _to_council,
    State.FOR_APPROVAL: _draft,
    State.APPROVED: _approve,
    State.SETTLED: _settle,
    State.TRANSFERRED: _transfer,
    State.PASSED: _pass_on,
    State.DECIDED: _decide,
    State.WITHDRAWN: _withdraw,
    State.DIVERTED: _divert,
    State.JOINED: _join,
}


def council_answers(session: Session, clock: Clock, office: FoundedOffice, case: Complaint) -> None:
    """The council's resolution with its answer."""
    words, number = reply_to(Kind(case.kind)).answer(), StepTyped(reference="XII/104/2026")
    resolve(session, clock, office.actor(Role.HEAD), case, words, number, row_version=case.row_version)


def reachable(kind: Kind) -> set[State]:
    """The states a case of a kind can really be brought to; a table that names more only leaves them unused."""
    common = {State.RECEIVED, State.ASSIGNED, State.CALLED, State.TRANSFERRED, State.UNCONSIDERED, State.WITHDRAWN}
    answered = {State.AT_COUNCIL, State.FOR_APPROVAL, State.APPROVED, State.SETTLED}
    own = {
        Kind.SKARGA: {*answered, State.DIVERTED},
        Kind.WNIOSEK: answered,
        Kind.PETYCJA: {*answered, State.JOINED},
        Kind.PONAGLENIE: {State.PASSED, State.DECIDED},
    }.get(kind, {State.PASSED, State.DECIDED, State.SETTLED})
    return common | own


def filled_in(session: Session, clock: Clock, office: FoundedOffice, case: Complaint, move: Move) -> dict[str, str]:
    """What a person types into the form of a move so that it is accepted."""
    today, kind = clock.today(), Kind(case.kind)
    day = {"happened__d": str(today.day), "happened__m": str(today.month), "happened__y": str(today.year)}
    known = bodies(session)
    answer = {
        "text": "Tak zrobimy.",
        "factual": "Ustalono to na miejscu.",
        "signatory": "Anna Próbna",
        "post": "inspektor",
    }
    if OUTCOMES[kind]:
        answer["outcome"] = OUTCOMES[kind][0].value
    typed: dict[Move, dict[str, str]] = {
        Move.ASSIGN: {"handler": str(office.member(Role.HANDLER).person_id), "department": str(office.home.id)},
        Move.DRAFT: answer,
        Move.RESOLVE: {**answer, "reference": "XII/104/2026"},
        Move.SETTLE: {"cause": "Za mało stanowisk."},
        Move.QUALIFY: {"kind": "wniosek" if kind is Kind.SKARGA else "skarga"},
        Move.LEAVE: {"basis": _basis(kind)},
        Move.TRANSFER: {"body": str(known["wojewoda"])},
        Move.POINT: {"body": str(known["wojewoda"])},
        Move.TO_COUNCIL: {"body": str(known["council"])},
        Move.PASS_ON: {"body": str(known["sko"])},
        Move.OWN_DECISION: {"reference": "OR.2.2026"},
        Move.SERVED: {f"happened__{part}": str(value) for part, value in _parts(case.received_on)},
        Move.DIVERT: {"basis": "kpa_234"},
    }
    if move is Move.RESULT:
        typed[move] = {"basis": RESULTS[kind][0].value}
    if move is Move.LEAVE and _basis(kind) != "pet_12":
        session.get_one(Complainant, case.id).name = ""
    if move is Move.TO_COUNCIL:
        about_the_mayor(session, case)
    if move is Move.ANNOTATE:
        earlier = assigned(session, clock, office, received_on=case.received_on - dt.timedelta(days=3))
        groundless = Reply("bezzasadna")
        draft(session, clock, office.actor(Role.HANDLER), earlier, groundless.answer(), row_version=2)
        approve(session, clock, office.actor(Role.HEAD), earlier, row_version=3)
        settle(session, clock, office.actor(Role.HANDLER), earlier, groundless.dispatch(), row_version=4)
        typed[move] = {"earlier": earlier.register_number}
    if move is Move.JOIN:
        typed[move] = {"other": received(session, clock, office, kind=Kind.PETYCJA).register_number}
    return {**day, "text": "Powód.", **typed.get(move, {})}


def _parts(day: dt.date) -> list[tuple[str, int]]:
    return [("d", day.day), ("m", day.month), ("y", day.year)]


def _basis(kind: Kind) -> str:
    if kind is Kind.PETYCJA:
        return "pet_12"
    return "reg_8_1" if kind in (Kind.SKARGA, Kind.WNIOSEK) else "kpa_64_1"
