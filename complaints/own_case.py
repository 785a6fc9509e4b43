"""A case as whoever filed it sees it: where it is, its line of steps, what is asked, was told, can be done."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from complaints.models import Complaint, ComplaintStep
from complaints.queries.steps import inputs_of
from complaints.rules.course import Duty, duties
from complaints.rules.kinds import PASSED_ON
from complaints.rules.moves import Move, State
from complaints.rules.remedies import Remedy, remedies
from complaints.rules.term_rule import Start

DONE, NOW, TO_COME = "done", "now", ""
"""How a station of the line stands."""

ENDS = {
    State.TRANSFERRED: "transferred",
    State.UNCONSIDERED: "unconsidered",
    State.WITHDRAWN: "withdrawn",
    State.DIVERTED: "diverted",
    State.JOINED: "joined",
}
"""The last station of a case that left without an answer."""


@dataclass(frozen=True)
class Station:
    """A station of the line: its key in labels.own_case.LINE, its day, whether that day is still to come."""

    key: str
    stands: str
    on: dt.date | None = None
    is_limit: bool = False


@dataclass(frozen=True)
class OwnCase:
    """What the page shows. ``heading``: a key of labels.own_case.HEADINGS; ``due_on``: None once nothing is owed."""

    heading: str
    line: tuple[Station, ...]
    is_late: bool
    due_on: dt.date | None
    announced_on: dt.date | None = None
    asked: str = ""
    answer_by: dt.date | None = None
    body: str = ""
    basis: str = ""
    ended_on: dt.date | None = None
    notices: tuple[ComplaintStep, ...] = field(default=())
    remedies: tuple[Remedy, ...] = field(default=())


def own_case(
    complaint: Complaint,
    steps: Sequence[ComplaintStep],
    today: dt.date,
    assigned_on: dt.date | None,
    bodies: Mapping[uuid.UUID, str],
) -> OwnCase:
    """The case as seen by whoever filed it. ``bodies``: names of the outside bodies its steps name."""
    state = State(complaint.state)
    owes = complaint.is_open and complaint.due_on is not None
    is_late = owes and complaint.due_on is not None and today > complaint.due_on
    last = steps[-1] if steps else None
    ended = _ended(steps)
    called = _latest(steps, Move.CALL) if state is State.CALLED else None
    to = _latest(steps, Move.TRANSFER, Move.POINT, Move.TO_COUNCIL, Move.PASS_ON)
    return OwnCase(
        heading=_heading(complaint, state, is_late=is_late),
        line=tuple(_line(complaint, state, steps, assigned_on)),
        is_late=is_late,
        due_on=complaint.due_on if owes else None,
        announced_on=_announced(steps) if owes else None,
        asked=called.text if called else "",
        answer_by=_answer_by(complaint, steps, today) if called else None,
        body=bodies.get(to.body_id, "") if to and to.body_id and last is not None else "",
        basis=ended.basis if ended else "",
        ended_on=ended.happened_on if ended else None,
        notices=tuple(step for step in steps if step.move in (Move.DELAY, Move.EXTEND))[::-1],
        remedies=remedies(complaint.kind, state, complaint.outcome, is_late=is_late),
    )


def _announced(steps: Sequence[ComplaintStep]) -> dt.date | None:
    """The day the last notice of delay announced, also where it came too late to count."""
    notice = _latest(steps, Move.DELAY)
    return notice.until_on if notice else None


def _heading(complaint: Complaint, state: State, *, is_late: bool) -> str:
    if state is State.TRANSFERRED and complaint.left_how == Move.POINT:
        return "pointed"
    if is_late and state is not State.CALLED:
        return "late_passing" if complaint.kind in PASSED_ON else "late"
    if state is State.ASSIGNED and complaint.kind in PASSED_ON:
        return "prepared"
    return state.value


def _line(
    complaint: Complaint, state: State, steps: Sequence[ComplaintStep], assigned_on: dt.date | None
) -> list[Station]:
    """The stations: filed, assigned, then as the kind goes; a case that left early ends where it left."""
    stations = [Station("filed", DONE, complaint.received_on)]
    ended = _ended(steps)
    if state in ENDS and ended is not None:
        if assigned_on is not None:
            stations.append(Station("assigned", DONE, assigned_on))
        key = "pointed" if ended.move == Move.POINT else ENDS[state]
        return [*stations, Station(key, DONE, ended.happened_on)]
    is_waiting = state is State.RECEIVED or (assigned_on is None and state is State.CALLED)
    stations.append(
        Station("assigned", NOW if state is State.RECEIVED else DONE if assigned_on else TO_COME, assigned_on)
    )
    if complaint.kind in PASSED_ON:
        return [*stations, *_passing(complaint, state, steps)]
    return [*stations, *_answering(complaint, state, steps, is_waiting=is_waiting)]


def _answering(
    complaint: Complaint, state: State, steps: Sequence[ComplaintStep], *, is_waiting: bool
) -> list[Station]:
    council = _latest(steps, Move.TO_COUNCIL)
    key = "council" if council and state not in (State.RECEIVED, State.ASSIGNED) else "explained"
    is_working = state in (State.ASSIGNED, State.AT_COUNCIL)
    is_answered = complaint.settled_on is not None
    later = state in (State.FOR_APPROVAL, State.APPROVED) or is_answered
    stations = []
    if state is State.CALLED:
        stations.append(Station("called", NOW))
    stations.append(
        Station(
            key,
            DONE if later else NOW if is_working and not is_waiting else TO_COME,
            council.happened_on if council and key == "council" else None,
        )
    )
    if key != "council":
        checking = state in (State.FOR_APPROVAL, State.APPROVED)
        stations.append(Station("checked", DONE if is_answered else NOW if checking else TO_COME))
    day = complaint.settled_on or complaint.due_on
    stations.append(Station("answer", DONE if is_answered else TO_COME, day, is_limit=not is_answered))
    return stations


def _passing(complaint: Complaint, state: State, steps: Sequence[ComplaintStep]) -> list[Station]:
    own = _latest(steps, Move.OWN_DECISION)
    if own is not None and state is State.SETTLED:
        return [Station("settled", DONE, own.happened_on)]
    passed = _latest(steps, Move.PASS_ON)
    first = [Station("called", NOW)] if state is State.CALLED else []
    if passed is None:
        now = NOW if state is State.ASSIGNED else TO_COME
        return [*first, Station("passed", now, complaint.due_on, is_limit=True), Station("decided", TO_COME)]
    result = _latest(steps, Move.RESULT)
    last = Station("decided", DONE if result else NOW, result.happened_on if result else None)
    return [Station("passed", DONE, passed.happened_on), last]


def _answer_by(complaint: Complaint, steps: Sequence[ComplaintStep], today: dt.date) -> dt.date | None:
    """Until when whoever was called may answer; None while nobody knows when the call was served."""
    moves = [step.move for step in steps if step.move in (Move.CALL, Move.SERVE)]
    if not moves or moves[-1] != Move.SERVE:
        return None
    found = [duty for duty in duties(inputs_of(complaint, steps), today) if _is_asked(duty)]
    return found[-1].deadline.last_day if found else None


def _is_asked(duty: Duty) -> bool:
    return duty.rule.starts is Start.CALLED


def _ended(steps: Sequence[ComplaintStep]) -> ComplaintStep | None:
    return _latest(steps, Move.TRANSFER, Move.POINT, Move.LEAVE, Move.WITHDRAW, Move.DIVERT, Move.JOIN)


def _latest(steps: Sequence[ComplaintStep], *moves: Move) -> ComplaintStep | None:
    return next((step for step in reversed(steps) if step.move in moves), None)
