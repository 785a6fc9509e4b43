"""The replay of a case: what its entries in the record, and nothing else, say of it.

A pure fold over the entries of one stream, oldest first. What a row of the register says beyond it has no backing in
the record. Entries of earlier versions lack keys that came later; where a key is missing nothing was said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final

from complaints.rules.corrections import DAYS, Fact, column_of_day
from complaints.rules.course import Course, Happened, Inputs, course
from complaints.rules.moves import Move, State
from complaints.rules.outcomes import Outcome
from complaints.rules.states import TRANSITIONS
from kernel.terms import WARNING_WORKING_DAYS

Data = Mapping[str, Any]


class NotReplayable(ValueError):
    """The entries of a stream do not tell of a case: the first of them neither registers nor imports one."""


@dataclass(slots=True)
class CaseReplay:
    """A case as its entries tell it. Days are dates, ids text as the record writes them.

    ``due_on`` is the last day the entries named last: a later rule or calendar does not move that of a closed case.
    ``has_corrective``: it was settled with a word on what will change.
    """

    kind: str
    channel: str
    department: str | None
    received_on: dt.date
    state: str = State.RECEIVED.value
    register: str | None = None
    year: int | None = None
    number: int | None = None
    source: str | None = None
    external_number: str | None = None
    handler: str | None = None
    due_on: dt.date | None = None
    settled_on: dt.date | None = None
    outcome: str | None = None
    has_corrective: bool = False
    left_on: dt.date | None = None
    left_how: str | None = None
    result: str | None = None
    result_on: dt.date | None = None
    received_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    settled_at: dt.datetime | None = None
    topic: str | None = None
    sign: str | None = None
    filing_class: str | None = None
    description: dict[str, Any] = field(default_factory=dict)
    has_rule: bool = False
    warning_days: int = WARNING_WORKING_DAYS
    is_erased: bool = False
    is_restricted: bool = False
    steps: list[Happened] = field(default_factory=list)

    @property
    def inputs(self) -> Inputs:
        """What the dates of the case follow from."""
        return Inputs(
            kind=self.kind,
            received_on=self.received_on,
            steps=tuple(self.steps),
            is_councillors=bool(self.description.get("councillor")),
            is_multiple=any(step.move in (Move.JOIN, Move.WAIT) for step in self.steps),
            ended_on=self.settled_on or self.left_on,
            warning_days=self.warning_days,
        )

    @property
    def course(self) -> Course | None:
        """The dates that follow from it under today's rules; None for a case none of them binds.

        Raises NoTerm, OutsideCalendar.
        """
        return _course(self.inputs) if self.has_rule else None

    @property
    def facts(self) -> dict[str, Any]:
        """What can be told of the case, in the order of telling: each as the register shows it, days as dates."""
        plain = {name: getattr(self, name) for name in FACTS}
        return {**plain, **{key: self.description.get(key) or None for key in DESCRIPTION}}


@lru_cache(maxsize=20_000)
def _course(inputs: Inputs) -> Course:
    """Most cases take one of few ways, and many are received on the same day."""
    return course(inputs)


def replayed(entries: Iterable[tuple[str, Data]]) -> CaseReplay:
    """Fold the entries of one stream, pairs of tag and data, oldest first. Raises NotReplayable."""
    case: CaseReplay | None = None
    for tag, data in entries:
        case = first(tag, data) if case is None else applied(case, tag, data)
    if case is None:
        raise NotReplayable("the stream holds no entry")
    return case


def first(tag: str, data: Data) -> CaseReplay:
    """The case its first entry tells of. Raises NotReplayable."""
    beginning = _BEGINNINGS.get(tag)
    if beginning is None:
        raise NotReplayable(f"its first entry is {tag}")
    return beginning(data)


def applied(case: CaseReplay, tag: str, data: Data) -> CaseReplay:
    """The case after one more entry: the same object, changed. A tag that changes nothing of it is passed over."""
    change = _CHANGES.get(tag)
    if change is not None:
        change(case, data)
    return case


def day_of(written: str | None) -> dt.date | None:
    """A day as the record writes it."""
    return dt.date.fromisoformat(written) if written else None


def _moment_of(written: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(written) if written else None


def _received(data: Data) -> CaseReplay:
    return CaseReplay(
        kind=data["kind"],
        channel=data["channel"],
        department=data["department"],
        received_on=dt.date.fromisoformat(data["received_on"]),
        register=data["register"],
        year=data["year"],
        number=data["number"],
        due_on=day_of(data["last_day"]),
        sign=data.get("sign"),
        filing_class=data.get("filing_class"),
        description={key: data[key] for key in DESCRIPTION if key in data},
        has_rule=True,
        warning_days=data.get("warning_days", WARNING_WORKING_DAYS),
    )


def _imported(data: Data) -> CaseReplay:
    settled_on = day_of(data["settled_on"])
    return CaseReplay(
        kind=data["kind"],
        channel=data["channel"],
        department=data["department"],
        received_on=dt.date.fromisoformat(data["received_on"]),
        state=(State.RECEIVED if settled_on is None else State.SETTLED).value,
        source=data["source"],
        external_number=data["external_number"],
        due_on=day_of(data["due_on"]),
        settled_on=settled_on,
        outcome=data["outcome"],
        received_at=_moment_of(data["received_at"]),
        due_at=_moment_of(data["due_at"]),
        settled_at=_moment_of(data["settled_at"]),
        has_rule=data["due_at"] is None and data["due_on"] is not None and data["kind"] in _WITH_TERM,
    )


def _assigned(case: CaseReplay, data: Data) -> None:
    case.handler, case.department = data["handler"], data["department"]
    if case.state == State.RECEIVED:
        case.state = State.ASSIGNED.value


def _handed_on(case: CaseReplay, data: Data) -> None:
    case.department = data["department"]
    _held_by(case, data["handler"])


def _released(case: CaseReplay, _data: Data) -> None:
    _held_by(case, None)  # the entry names who let go of it


def _described(case: CaseReplay, data: Data) -> None:
    case.description = {key: data[key] for key in DESCRIPTION}
    case.department = data["department"]
    _held_by(case, data["handler"])


def _held_by(case: CaseReplay, handler: str | None) -> None:
    if handler is None and case.handler is not None and case.state == State.ASSIGNED:
        case.state = State.RECEIVED.value
    case.handler = handler


def _drafted(case: CaseReplay, _data: Data) -> None:
    found = TRANSITIONS[case.kind].get((State(case.state), Move.DRAFT))
    if found is not None:  # the words of the council's resolution are drafted and approved at once
        case.state = found.to.value


def _approved(case: CaseReplay, _data: Data) -> None:
    case.state = State.APPROVED.value


def _settled(case: CaseReplay, data: Data) -> None:
    case.state = State.SETTLED.value
    case.settled_on, case.outcome = day_of(data["settled_on"]), data["outcome"]
    case.has_corrective = data.get("corrective") is not None


def _reprojected(case: CaseReplay, data: Data) -> None:
    case.due_on = day_of(data["after"]["last_day"])
    case.warning_days = data.get("warning_days", WARNING_WORKING_DAYS)


def _sorted(case: CaseReplay, data: Data) -> None:
    case.topic = data["topic"]


def _signed(case: CaseReplay, data: Data) -> None:
    case.sign, case.filing_class = data["sign"], data["filing_class"]


def _corrected(case: CaseReplay, data: Data) -> None:
    """One fact is another one; the dates follow from the inputs as they are then."""
    name, after = data["field"], data["after"]
    if data["step"] is not None:
        _step_corrected(case, data["step"] - 1, name, dt.date.fromisoformat(after))
    else:
        setattr(case, name, dt.date.fromisoformat(after) if name in DAYS else after)
    case.due_on = day_of(data["last_day"])


def _step_corrected(case: CaseReplay, place: int, name: str, day: dt.date) -> None:
    step = case.steps[place]
    case.steps[place] = replace(step, until=day) if name == Fact.UNTIL_ON else replace(step, on=day)
    is_last = all(later.move is not step.move for later in case.steps[place + 1 :])
    if name == Fact.HAPPENED_ON and is_last:
        column = column_of_day(step.move, case.left_how)
        if column is not None:
            setattr(case, column, day)


def _restricted(case: CaseReplay, _data: Data) -> None:
    case.is_restricted = True


def _lifted(case: CaseReplay, _data: Data) -> None:
    case.is_restricted = False


def _erased(case: CaseReplay, _data: Data) -> None:
    case.is_erased, case.is_restricted = True, False
    case.has_corrective = False  # its words are gone, and with them what can be shown of it


def _step(move: Move) -> Callable[[CaseReplay, Data], None]:
    effect = _EFFECTS.get(move)

    def take(case: CaseReplay, data: Data) -> None:
        case.steps.append(Happened(move, dt.date.fromisoformat(data["on"]), day_of(data["until"])))
        case.state, case.due_on = data["state"], day_of(data["last_day"]) or case.due_on
        if effect is not None:
            effect(case, data)

    return take


def _gone(move: Move) -> Callable[[CaseReplay, Data], None]:
    def leave(case: CaseReplay, data: Data) -> None:
        if case.settled_on is None:
            case.left_on, case.left_how = day_of(data["on"]), move.value

    return leave


def _settled_as(outcome: Outcome) -> Callable[[CaseReplay, Data], None]:
    def settle(case: CaseReplay, data: Data) -> None:
        case.settled_on, case.outcome = day_of(data["on"]), outcome.value

    return settle


def _come_back(case: CaseReplay, _data: Data) -> None:
    case.left_on = case.left_how = case.handler = None


def _opened_again(case: CaseReplay, _data: Data) -> None:
    case.left_on = case.left_how = None


def _handed_up(case: CaseReplay, _data: Data) -> None:
    case.handler = None


def _qualified(case: CaseReplay, data: Data) -> None:
    case.kind, case.register = data["to"], data["register"]
    case.year, case.number = data["year"], data["number"]


def _decided(case: CaseReplay, data: Data) -> None:
    case.result, case.result_on = data["basis"], day_of(data["on"])


FACTS: Final = (
    "kind", "state", "department", "handler", "received_on", "due_on", "outcome", "settled_on", "left_on", "result",
    "topic", "sign",
)  # fmt: skip
"""What people call a case by, besides its description."""

DESCRIPTION: Final = ("about", "person", "unit", "task", "councillor", "withheld", "safety")
"""The keys that say whom a case is about and so on, see rules.description."""

_WITH_TERM: Final = frozenset(kind for kind in TRANSITIONS if kind not in ("sprawa", "opinion"))

_EFFECTS: Final[dict[Move, Callable[[CaseReplay, Data], None]]] = {
    **{move: _gone(move) for move in (
        Move.LEAVE, Move.TRANSFER, Move.POINT, Move.DIVERT, Move.WITHDRAW, Move.JOIN,
    )},
    Move.RETURN: _come_back,
    Move.COMPLETE: _opened_again,
    Move.PASS_UP: _handed_up,
    Move.QUALIFY: _qualified,
    Move.ANNOTATE: _settled_as(Outcome.POWTORNA),
    Move.PASS_ON: _settled_as(Outcome.PRZEKAZANE),
    Move.OWN_DECISION: _settled_as(Outcome.NOWA_DECYZJA),
    Move.RESULT: _decided,
}  # fmt: skip

_BEGINNINGS: Final[dict[str, Callable[[Data], CaseReplay]]] = {
    "complaints:complaint:receive": _received,
    "complaints:complaint:import": _imported,
}

NO_STEPS: Final = frozenset({
    Move.ASSIGN, Move.RELEASE, Move.NOTE, Move.DRAFT, Move.APPROVE, Move.SETTLE, Move.REVIEW, Move.CLOSE,
})  # fmt: skip
"""Moves that have entries of their own and leave no row among the steps."""

_CHANGES: Final[dict[str, Callable[[CaseReplay, Data], None]]] = {
    **{f"complaints:complaint:{move}": _step(move) for move in Move if move not in NO_STEPS},
    "complaints:complaint:assign": _assigned,
    "complaints:complaint:hand_on": _handed_on,
    "complaints:complaint:release": _released,
    "complaints:complaint:describe": _described,
    "complaints:complaint:sort": _sorted,
    "complaints:complaint:sign": _signed,
    "complaints:complaint:reproject": _reprojected,
    "complaints:answer:draft": _drafted,
    "complaints:answer:approve": _approved,
    "complaints:complaint:settle": _settled,
    "complaints:complaint:correct": _corrected,
    "complaints:complaint:restrict": _restricted,
    "complaints:complaint:lift": _lifted,
    "complaints:complaint:erase": _erased,
}

REPLAYED: Final = frozenset({*_BEGINNINGS, *_CHANGES})
"""The tags the replay knows; all others change nothing of a case."""
