"""What the steps of a case say of its further terms: passing on, telling a councillor, a first qualification.

Pure, and the same for the register and for a replay, so that both frames agree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from complaints.rules.course import NOTIFIED
from complaints.rules.kinds import SETTLED_HERE
from complaints.rules.moves import Move
from complaints.rules.term_table import PASSED
from complaints.rules.terms import deadline_under, rule_by_id

WANTED: Final = (*PASSED, Move.TELL.value, Move.QUALIFY.value)
"""The moves these facts are read from."""

Step = tuple[str, dt.date]
"""A move and its legal day."""


@dataclass(frozen=True, slots=True)
class Further:
    """Days of a case beside those of its main term; None where there is none.

    ``transfer_on``: it was first passed to the body it is for, or whoever filed was told which one that is;
    ``transfer_due_on``: by when that had to be. ``councillor_due_on``: by when an MP, senator or councillor was to
    hear; ``told_on``: when they were told how it stands. ``requalified_on``: it was first found to be of another kind.
    """

    transfer_on: dt.date | None = None
    transfer_due_on: dt.date | None = None
    councillor_due_on: dt.date | None = None
    told_on: dt.date | None = None
    requalified_on: dt.date | None = None

    @property
    def days(self) -> tuple[dt.date | None, ...]:
        """The days in the order of the columns of a frame."""
        return self.transfer_on, self.transfer_due_on, self.councillor_due_on, self.told_on, self.requalified_on


NOTHING: Final = Further().days


def further(kind: str, received_on: dt.date, *, is_councillors: bool, steps: Sequence[Step]) -> Further:
    """Return the further days of a case. ``steps`` in the order they were recorded; others than WANTED do not matter.

    A case passed on twice counts by the first time: what happens later changes nothing of a month that is over.
    Source: art. 231, 237 § 2, 243, 247 KPA; art. 6 section 1 of the petitions act.
    """
    transfer_on = _first(steps, PASSED) if kind in SETTLED_HERE else None
    return Further(
        transfer_on,
        _due(f"{kind}_transfer", received_on) if transfer_on else None,
        _due(f"{kind}_councillor", received_on) if is_councillors and kind in NOTIFIED else None,
        _first(steps, (Move.TELL,)),
        _first(steps, (Move.QUALIFY,)),
    )


def _first(steps: Sequence[Step], moves: Sequence[str]) -> dt.date | None:
    return next((on for move, on in steps if move in moves), None)


def _due(rule_id: str, received_on: dt.date) -> dt.date:
    return deadline_under(rule_by_id(rule_id, received_on), received_on).last_day
