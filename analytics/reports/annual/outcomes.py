"""T4 and T7: how what came in ended by the end of the year, and what was found to be the cause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from analytics.frames import YearCase
from analytics.reports.annual.received import KINDS
from analytics.reports.annual.tables import AnnualTable, Figure, Name, Row, Unit, crossed, nothing
from complaints.rules.bases import Basis
from complaints.rules.moves import Move
from complaints.rules.outcomes import JUSTIFIED, Outcome
from complaints.rules.register_row import last_basis

OPEN: Final = "open"
_LEFT: Final = (Move.WITHDRAW, Move.DIVERT, Move.JOIN)
ENDINGS: Final = (
    Name("outcome", Outcome.ZASADNA),
    Name("outcome", Outcome.CZESCIOWO_ZASADNA),
    Name("outcome", Outcome.BEZZASADNA),
    *(
        Name("outcome", one)
        for one in Outcome
        if one not in (*JUSTIFIED, Outcome.BEZZASADNA, Outcome.POWTORNA, Outcome.PRZEKAZANE, Outcome.NOWA_DECYZJA)
    ),
    Name("left", Move.TRANSFER),
    Name("left", Move.POINT),
    *(Name("basis", basis) for basis in Basis if not basis.startswith(("kpa_233", "kpa_234", "kpa_235", "kpa_240"))),
    Name("left", Move.WITHDRAW),
    Name("outcome", Outcome.POWTORNA),
    Name("left", Move.DIVERT),
    Name("left", Move.JOIN),
    Name("outcome", Outcome.PRZEKAZANE),
    Name("outcome", Outcome.NOWA_DECYZJA),
    Name("ending", OPEN),
)
"""Every way a case can stand at the end of a year, in the order offices report them."""

ALWAYS: Final = frozenset(
    {
        Outcome.ZASADNA, Outcome.CZESCIOWO_ZASADNA, Outcome.BEZZASADNA, Move.TRANSFER, Basis.NO_NAME,
        Basis.NOT_EXPLAINED, Move.WITHDRAW, Outcome.POWTORNA, Move.DIVERT, OPEN,
    }
)  # fmt: skip
"""Rows that stand there even when nothing is in them: that there was none is an answer."""


def by_ending(cases: Sequence[YearCase], as_of: dt.date) -> AnnualTable:
    """T4: how the cases received in the year stood on a day, by kind. What ended later was open then."""
    found = {ending(case, as_of) for case in cases}
    rows = [name for name in ENDINGS if name.code in found or name.code in ALWAYS]
    return crossed("t4", cases, rows, KINDS, lambda case: ending(case, as_of), lambda case: case.kind, ("end_of_year",))


def ending(case: YearCase, as_of: dt.date) -> str:
    """How a case stood on a day: its outcome, the basis or the way by which it left, or that it was open."""
    if case.settled_on is not None and case.settled_on <= as_of:
        return case.outcome or OPEN
    if case.left_on is not None and case.left_on <= as_of:
        if case.left_how == Move.LEAVE:
            return last_basis(case.steps, Move.LEAVE)
        return case.left_how
    return OPEN


def causes(cases: Sequence[YearCase]) -> AnnualTable:
    """T7: skargi found right in the year: the cause, what was to change; no effect, as nobody records that yet."""
    columns = (Name("column", "kind"), Name("column", "cause"), Name("column", "corrective"), Name("column", "effect"))
    rows = tuple(
        Row(
            case.id,
            Name("text", case.number, case.number),
            (
                Figure(case.kind, Unit.CODE, ids=(case.id,)),
                Figure(case.cause or None, Unit.TEXT),
                Figure(case.corrective or None, Unit.TEXT),
                nothing(),
            ),
        )
        for case in cases
        if case.outcome in JUSTIFIED
    )
    return AnnualTable("t7", columns, rows, ("no_corrective_actions",))
