"""T11: petitions, as the yearly summary the law asks for. Source: art. 8, 10, 11 and 14 of the petitions act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from analytics.frames import YearCase
from analytics.reports.annual.outcomes import OPEN, ending
from analytics.reports.annual.tables import AnnualTable, Figure, Name, Row, Unit, count_of
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move

LISTED: Final = ("subject", "received_on", "settled_on", "outcome")


def petitions(cases: Sequence[YearCase], year: int, as_of: dt.date) -> AnnualTable:
    """T11: how many petitions came in, were considered, extended, joined, passed on, left, published, are open."""
    own = [case for case in cases if case.kind == Kind.PETYCJA]
    received = [case for case in own if case.received_on.year == year]
    rows = (
        ("received", received),
        ("considered", _considered(own, year)),
        ("extended", [case for case in own if _has(case, Move.EXTEND, year)]),
        ("joined", [case for case in own if _left(case, (Move.JOIN,), year)]),
        ("passed_on", [case for case in own if _left(case, (Move.TRANSFER, Move.POINT), year)]),
        ("unconsidered", [case for case in own if _left(case, (Move.LEAVE,), year)]),
        ("published", [case for case in own if case.published_on and case.published_on.year == year]),
        ("published_answers", [case for case in _considered(own, year) if case.has_published_answer]),
        ("open", [case for case in received if ending(case, as_of) == OPEN]),
    )
    found = tuple(Row(key, Name("petitions", key), (count_of(chosen),)) for key, chosen in rows)
    return AnnualTable("t11", (Name("column", "petitions"),), found, ("petitions",))


def considered(cases: Sequence[YearCase], year: int) -> AnnualTable:
    """T11b: the petitions considered in the year, one by one: subject as published, days, manner of settling."""
    rows = tuple(
        Row(
            case.id,
            Name("text", case.number, case.number),
            (
                Figure(case.published or None, Unit.TEXT, ids=(case.id,)),
                Figure(case.received_on, Unit.DAY),
                Figure(case.settled_on, Unit.DAY),
                Figure(case.outcome, Unit.CODE),
            ),
        )
        for case in _considered(cases, year)
    )
    return AnnualTable("t11b", tuple(Name("column", column) for column in LISTED), rows)


def _considered(cases: Sequence[YearCase], year: int) -> list[YearCase]:
    return [case for case in cases if case.kind == Kind.PETYCJA and case.settled_on and case.settled_on.year == year]


def _has(case: YearCase, move: Move, year: int) -> bool:
    return any(step.move == move and step.on.year == year for step in case.steps)


def _left(case: YearCase, moves: tuple[Move, ...], year: int) -> bool:
    return case.left_how in moves and case.left_on is not None and case.left_on.year == year
