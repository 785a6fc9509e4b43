"""The way of each kind through the office: from which states a move is possible, where it leads, on what basis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from complaints.rules.kinds import Kind
from complaints.rules.moves import FINAL, NEEDS, OPINION, PERMISSION_OF, Move, State, Transition

S, V = State, Move


@dataclass(frozen=True)
class Row:
    """A move of a kind: from where, to where (None: it stays), and its article."""

    move: Move
    start: tuple[State, ...]
    to: State | None
    source: str


HANDLED: Final = (S.RECEIVED, S.ASSIGNED, S.CALLED)
OPEN: Final = (*HANDLED, S.AT_COUNCIL, S.FOR_APPROVAL, S.APPROVED)
ALL: Final = tuple(state for state in State if state not in (S.REVIEWED, S.CLOSED))
REGISTER: Final = "art. 254 KPA"
REGULATION: Final = "rozporządzenia w sprawie skarg i wniosków"
PETITIONS: Final = "ustawy o petycjach"


def _desk(states: tuple[State, ...]) -> tuple[Row, ...]:
    """What is alike for every kind: who handles it, and notes."""
    return (
        Row(V.ASSIGN, (S.RECEIVED,), S.ASSIGNED, REGISTER),
        Row(V.ASSIGN, tuple(state for state in states if state not in FINAL and state != S.RECEIVED), None, REGISTER),
        Row(V.RELEASE, (S.ASSIGNED,), S.RECEIVED, REGISTER),
        Row(V.NOTE, states, None, "ISO 10002:2018, 7.3"),
    )


def _answer(contents: str, day: str) -> tuple[Row, ...]:
    """From the draft to the dispatch, with four eyes."""
    return (
        Row(V.DRAFT, (S.ASSIGNED, S.FOR_APPROVAL), S.FOR_APPROVAL, contents),
        Row(V.SEND_BACK, (S.FOR_APPROVAL, S.APPROVED), S.ASSIGNED, "art. 268a KPA"),
        Row(V.APPROVE, (S.FOR_APPROVAL,), S.APPROVED, "art. 268a KPA"),
        Row(V.SETTLE, (S.APPROVED,), S.SETTLED, day),
    )


def _council(competence: str) -> tuple[Row, ...]:
    return (
        Row(V.TO_COUNCIL, (S.RECEIVED, S.ASSIGNED), S.AT_COUNCIL, competence),
        Row(V.RESOLVE, (S.AT_COUNCIL,), S.APPROVED, competence),
    )


def _calling(source: str) -> tuple[Row, ...]:
    return (
        Row(V.CALL, (S.RECEIVED, S.ASSIGNED), S.CALLED, source),
        Row(V.SERVE, (S.CALLED,), None, f"{source}; art. 39-44 KPA"),
        Row(V.COMPLETE, (S.CALLED, S.UNCONSIDERED), S.ASSIGNED, f"{source}; art. 57 § 5 KPA"),
    )


def _elsewhere(transfer: str) -> tuple[Row, ...]:
    return (
        Row(V.TRANSFER, (S.RECEIVED, S.ASSIGNED), S.TRANSFERRED, transfer),
        Row(V.RETURN, (S.TRANSFERRED, S.AT_COUNCIL), S.RECEIVED, transfer),
    )


_DZIAL_VIII: Final = (
    *_desk(ALL),
    Row(V.QUALIFY, (S.RECEIVED, S.ASSIGNED), None, "art. 222 KPA"),
    *_calling(f"§ 8 ust. 2 {REGULATION}"),
    Row(V.LEAVE, HANDLED, S.UNCONSIDERED, f"§ 8 {REGULATION}"),
    Row(V.SPLIT, (S.RECEIVED, S.ASSIGNED), None, f"§ 10 {REGULATION}"),
    Row(V.WITHDRAW, OPEN, S.WITHDRAWN, "art. 221 KPA"),
)

_SKARGA: Final = (
    *_DZIAL_VIII,
    *_elsewhere("art. 231 § 1 KPA"),
    Row(V.POINT, (S.RECEIVED, S.ASSIGNED), S.TRANSFERRED, "art. 231 § 1 KPA"),
    *_council("art. 229 pkt 3 KPA"),
    Row(V.PASS_UP, (S.RECEIVED, S.ASSIGNED), S.RECEIVED, "art. 256 KPA"),
    Row(V.DIVERT, (S.RECEIVED, S.ASSIGNED), S.DIVERTED, "art. 233-235, 240 KPA"),
    Row(V.DELAY, OPEN, None, "art. 237 § 4 w zw. z art. 36 KPA"),
    Row(V.TELL, OPEN, None, "art. 237 § 2 KPA"),
    Row(V.ANNOTATE, (S.ASSIGNED,), S.SETTLED, "art. 239 § 1 KPA"),
    *_answer("art. 238 § 1 KPA", "art. 237 § 3 KPA"),
)
_WNIOSEK: Final = (
    *_DZIAL_VIII,
    *_elsewhere("art. 243 KPA"),
    *_council("art. 242 § 1 KPA"),
    Row(V.DELAY, OPEN, None, "art. 245 KPA"),
    Row(V.TELL, OPEN, None, "art. 247 w zw. z art. 237 § 2 KPA"),
    *_answer("art. 247 w zw. z art. 238 KPA", "art. 244 § 2 KPA"),
)
_PETYCJA: Final = (
    *_desk(ALL),
    Row(V.QUALIFY, (S.RECEIVED, S.ASSIGNED), None, f"art. 3 {PETITIONS}; art. 222 KPA"),
    *_calling(f"art. 7 ust. 2 {PETITIONS}"),
    Row(V.LEAVE, HANDLED, S.UNCONSIDERED, f"art. 7, 12 {PETITIONS}"),
    *_elsewhere(f"art. 6 ust. 1 {PETITIONS}"),
    *_council(f"art. 9 ust. 2 {PETITIONS}"),
    Row(V.EXTEND, OPEN, None, f"art. 10 ust. 3 {PETITIONS}"),
    Row(V.WAIT, (S.RECEIVED, S.ASSIGNED), None, f"art. 11 {PETITIONS}"),
    Row(V.JOIN, (S.RECEIVED, S.ASSIGNED), S.JOINED, f"art. 11 {PETITIONS}"),
    Row(V.WITHDRAW, OPEN, S.WITHDRAWN, f"art. 15 {PETITIONS}"),
    *_answer(f"art. 13 ust. 1 {PETITIONS}", f"art. 13 ust. 1 {PETITIONS}"),
)


def _podanie(passing: str) -> tuple[Row, ...]:
    """What another body decides: passed on with files, then its result."""
    return (
        *_desk(ALL),
        Row(V.QUALIFY, (S.RECEIVED, S.ASSIGNED), None, "art. 222 KPA"),
        *_calling("art. 64 § 2 KPA"),
        Row(V.LEAVE, HANDLED, S.UNCONSIDERED, "art. 63, 64 KPA"),
        *_elsewhere("art. 65 § 1 KPA"),
        Row(V.PASS_ON, (S.RECEIVED, S.ASSIGNED), S.PASSED, passing),
        Row(V.RESULT, (S.PASSED,), S.DECIDED, "art. 138, 144 KPA"),
        Row(V.WITHDRAW, (*HANDLED, S.PASSED), S.WITHDRAWN, "art. 137 KPA"),
    )


_ODWOLANIE: Final = (
    *_podanie("art. 133 KPA"),
    Row(V.SERVED, (S.RECEIVED, S.ASSIGNED), None, "art. 129 § 2 KPA"),
    Row(V.OWN_DECISION, (S.ASSIGNED,), S.SETTLED, "art. 132 KPA"),
)
_ZAZALENIE: Final = (
    *_podanie("art. 144 w zw. z art. 133 KPA"),
    Row(V.SERVED, (S.RECEIVED, S.ASSIGNED), None, "art. 141 § 2 KPA"),
    Row(V.OWN_DECISION, (S.ASSIGNED,), S.SETTLED, "art. 144 w zw. z art. 132 KPA"),
)
_PONAGLENIE: Final = _podanie("art. 37 § 4 KPA")
_SPRAWA: Final = (*_desk(ALL), *_answer("art. 107 KPA", "art. 35 KPA"))
_OPINION: Final = (
    Row(V.REVIEW, (S.RECEIVED,), S.REVIEWED, "ISO 10002:2018, 7.5"),
    Row(V.CLOSE, (S.RECEIVED, S.REVIEWED), S.CLOSED, "ISO 10002:2018, 7.9"),
)


def _table(rows: Iterable[Row]) -> dict[tuple[State, Move], Transition]:
    found: dict[tuple[State, Move], Transition] = {}
    for row in rows:
        for state in row.start:
            if (state, row.move) in found:
                raise ValueError(f"{row.move} from {state} stands twice")
            found[state, row.move] = Transition(
                row.to or state, row.source, PERMISSION_OF[row.move], NEEDS.get(row.move, ())
            )
    return found


TRANSITIONS: Final[dict[str, dict[tuple[State, Move], Transition]]] = {
    Kind.SKARGA: _table(_SKARGA),
    Kind.WNIOSEK: _table(_WNIOSEK),
    Kind.PETYCJA: _table(_PETYCJA),
    Kind.ODWOLANIE: _table(_ODWOLANIE),
    Kind.ZAZALENIE: _table(_ZAZALENIE),
    Kind.PONAGLENIE: _table(_PONAGLENIE),
    Kind.SPRAWA: _table(_SPRAWA),
    OPINION: _table(_OPINION),
}
"""Every allowed move, kind by kind. What is not here is forbidden."""
