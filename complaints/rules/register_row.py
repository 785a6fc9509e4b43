"""A line of a register: what its columns say about a case. Pure: the same facts give the same line in every output.

Source of the thirteen columns: registers of skargi and wnioski as municipal offices keep them (art. 254 KPA asks for a
register and names no columns); the further ones are what controllers asked such registers for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

from complaints.rules.competence import competence
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import Outcome
from complaints.rules.register_facts import CaseFacts, RegisterRow, Remark, Said, StepFacts, Told

REQUALIFIED: Final = "requalified"
"""The manner of a line whose case goes on under another number."""

JUDGED: Final = frozenset({Outcome.ZASADNA, Outcome.CZESCIOWO_ZASADNA, Outcome.BEZZASADNA})
"""Outcomes that say whether a skarga was right."""

AWAY: Final = frozenset({Move.TRANSFER, Move.POINT, Move.TO_COUNCIL, Move.PASS_ON})
"""Moves that name another body as the competent one."""

NOTICES: Final = frozenset({Move.DELAY, Move.EXTEND})
"""Notices of delay, and of the extension of a petition."""


def row_of(case: CaseFacts) -> RegisterRow:
    """The line of a case under the number it has now."""
    away = step_away(case.steps)
    passed = away if away is not None and away.move != Move.TO_COUNCIL else None
    at_council = away is not None and away.move == Move.TO_COUNCIL
    notices = [step for step in case.steps if step.move in NOTICES]
    return RegisterRow(
        number=case.number,
        received_on=case.received_on,
        complainant=case.complainant,
        address=case.address,
        subject=case.subject,
        assigned_on=away.on if away is not None and at_council else case.assigned_on,
        assigned_to=_filled(away.body if away is not None and at_council else case.handler, case.department),
        due_on=case.due_on,
        came_back_on=_came_back_on(case),
        manner=_manner(case),
        notified_on=_notified_on(case),
        notified=_notified(case),
        remarks=tuple(_remarks(case)),
        sign=case.sign,
        kind=case.kind,
        channel=case.channel,
        competent=competent_body(case.kind, case.about, case.matter, case.steps),
        justified=case.outcome if case.outcome in JUDGED else "",
        passed_to=passed.body if passed else "",
        passed_on=passed.on if passed else None,
        unconsidered=last_basis(case.steps, Move.LEAVE) if case.left_how == Move.LEAVE else "",
        councillor=case.councillor,
        repeat_of=", ".join(number for how, number in case.links if how == "earlier"),
        noticed_on=notices[-1].on if notices else None,
        announced_on=notices[-1].until if notices else None,
        department=case.department,
        verdict=case.verdict,
        is_erased=case.is_erased,
    )


def row_before(case: CaseFacts, number: str) -> RegisterRow:
    """The line of a case under a number it had before it was qualified into another register.

    It says what was known under that number and where the case goes on: the numbering shows no gap, and nothing that
    happened later is told twice.
    """
    moved = [step for step in case.steps if step.move == Move.QUALIFY and step.reference]
    at = next(place for place, step in enumerate(moved) if step.reference == number)
    goes_on_as = moved[at + 1].reference if at + 1 < len(moved) else case.number
    remarks = (
        *([Remark(Said.QUALIFIED_FROM, moved[at - 1].on, number=moved[at - 1].reference)] if at else []),
        Remark(Said.QUALIFIED_TO, moved[at].on, number=goes_on_as),
    )
    return RegisterRow(
        number=number,
        received_on=case.received_on,
        complainant=case.complainant,
        address=case.address,
        subject=case.subject,
        assigned_on=case.assigned_on if case.assigned_on and case.assigned_on <= moved[at].on else None,
        assigned_to=(),
        due_on=None,
        came_back_on=None,
        manner=(REQUALIFIED,),
        notified_on=None,
        notified=(),
        remarks=remarks,
        sign=case.sign,
        kind=moved[at].kind_before,
        channel=case.channel,
        competent=("", ""),
        justified="",
        passed_to="",
        passed_on=None,
        unconsidered="",
        councillor=case.councillor,
        repeat_of="",
        noticed_on=None,
        announced_on=None,
        department=case.department,
        verdict=None,
        is_erased=case.is_erased,
    )


def step_away(steps: Sequence[StepFacts]) -> StepFacts | None:
    """The step that gave the case to another body, unless it came back."""
    found = None
    for step in steps:
        if step.move in AWAY:
            found = step
        elif step.move == Move.RETURN:
            found = None
    return found


def competent_body(kind: str, about: str, matter: str, steps: Sequence[StepFacts]) -> tuple[str, str]:
    """Name and kind of the competent body: the one it was given to, else what the table says; both empty: this office.

    Source: art. 229 KPA.
    """
    away = step_away(steps)
    if away is not None:
        return away.body, ""
    if kind != Kind.SKARGA:
        return "", ""
    return "", competence(about, matter or "own").body


def _came_back_on(case: CaseFacts) -> dt.date | None:
    """The day it came back settled: resolution of the council, result of the other body, approval of the answer."""
    if case.result_on is not None:
        return case.result_on
    resolved = [step.on for step in case.steps if step.move == Move.RESOLVE]
    return resolved[-1] if resolved else case.approved_on


def _manner(case: CaseFacts) -> tuple[str, ...]:
    """Outcome or way of leaving, then the basis of that way, then what the other body decided."""
    basis = last_basis(case.steps, case.left_how) if case.left_how in (Move.LEAVE, Move.DIVERT) else ""
    return _filled(case.outcome or case.left_how, basis, case.result)


def _notified_on(case: CaseFacts) -> dt.date | None:
    if case.outcome in (Outcome.POWTORNA, Outcome.PRZEKAZANE):
        return None
    if case.left_how in (Move.TRANSFER, Move.POINT):
        return case.left_on
    return case.settled_on


def _notified(case: CaseFacts) -> tuple[Told, ...]:
    """Whoever filed, and the councillor who forwarded it; nobody where the law asks for no notice.

    Source: art. 231, 237 § 2 and 3, 239 § 1 KPA.
    """
    if case.outcome == Outcome.POWTORNA:
        return (Told.NOBODY,)
    if _notified_on(case) is None:
        return ()
    return (Told.COMPLAINANT, Told.COUNCILLOR) if case.councillor else (Told.COMPLAINANT,)


_SIMPLE: Final = {
    Move.CALL: Said.CALLED,
    Move.SERVE: Said.SERVED,
    Move.COMPLETE: Said.COMPLETED,
    Move.RETURN: Said.RETURNED,
    Move.PASS_UP: Said.PASSED_UP,
    Move.TELL: Said.TOLD,
}
_LINKS: Final = {"split": Said.SPLIT, "duplicate": Said.DUPLICATE, "joined": Said.JOINED}


def _remarks(case: CaseFacts) -> Iterator[Remark]:
    """What else the steps tell, in their order. Never the words of a step: those may be personal."""
    last_notice = max((at for at, step in enumerate(case.steps) if step.move in NOTICES), default=-1)
    for at, step in enumerate(case.steps):
        if at != last_notice:
            yield from _remark_on(step)
    for how, number in case.links:
        if how in _LINKS:
            yield Remark(_LINKS[how], number=number)


def _remark_on(step: StepFacts) -> Iterator[Remark]:
    if step.move == Move.QUALIFY:
        number = step.reference or step.kind_before
        yield Remark(Said.QUALIFIED_FROM if step.reference else Said.KIND_CHANGED, step.on, number=number)
    elif step.move in NOTICES:
        yield Remark(Said.EARLIER_NOTICE, step.on, step.until)
    elif step.move == Move.RESOLVE:
        yield Remark(Said.RESOLUTION, step.on, number=step.reference)
    elif step.move in _SIMPLE:
        yield Remark(_SIMPLE[Move(step.move)], step.on)


def last_basis(steps: Sequence[StepFacts], move: str) -> str:
    """The basis of the last step of a move; empty where there is none."""
    return next((step.basis for step in reversed(steps) if step.move == move), "")


def _filled(*values: str) -> tuple[str, ...]:
    return tuple(value for value in values if value)
