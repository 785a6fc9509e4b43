"""Every move x every state x every kind x every way to hold a role x every place of a case: as the printed matrix says.

Asked of the one gate all moves go through; tests/complaints/test_every_move_by_page.py makes them by their pages.
"""

from __future__ import annotations

import itertools
import uuid
from typing import Any, cast

from sqlalchemy.orm import Session

from assurance.rules.matrix import HOLDINGS, Held, Holding, Place, actor_of, rows
from complaints.actions.moving import checked
from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import Move, State
from complaints.rules.states import IllegalMove
from kernel.errors import Forbidden
from kernel.permissions import Role

HOME, AWAY, ME = (uuid.UUID(int=number) for number in (1, 2, 3))
WHERE = {Place.OWN: (HOME, None), Place.OTHER: (AWAY, None), Place.OTHER_HANDLED: (AWAY, ME), Place.NONE: (None, None)}


class Still:
    """A session that has nothing newer to say of a case."""

    def refresh(self, _row: Any, *, with_for_update: bool) -> None:
        """Nothing changed meanwhile."""
        assert with_for_update


STILL = cast(Session, Still())


def case(kind: Kind, state: State, place: Place) -> Complaint:
    department_id, handler_id = WHERE[place]
    return Complaint(kind=kind, state=state, department_id=department_id, handler_id=handler_id)


ACTORS = {holding: actor_of(holding, HOME, ME) for holding in HOLDINGS}


def outcome(holding: Holding, kind: Kind, state: State, place: Place, move: Move) -> str:
    """Where the move leads, or why it is refused."""
    try:
        return checked(STILL, ACTORS[holding], case(kind, state, place), move).to.value
    except (Forbidden, IllegalMove) as refused:
        return refused.code


def test_every_move_is_allowed_exactly_where_the_matrix_says_so():
    matrix = {(r.holding, r.kind, r.state, r.place, r.action): r for r in rows([]) if r.what == "move"}
    asked, allowed = 0, 0
    for holding, kind, state, move in itertools.product(HOLDINGS, Kind, State, Move):
        for place in Place:
            told = matrix.get((holding, kind, state, _as_printed(holding, place), move))
            found = outcome(holding, kind, state, place, move)
            asked += 1
            if told is None:
                assert found in {"forbidden", "illegal_move"}, (holding, kind, state, place, move)
            elif told.is_allowed:
                allowed += 1
                assert found == told.to, (holding, kind, state, place, move)
            else:
                assert found == "forbidden", (holding, kind, state, place, move)
    assert asked == len(HOLDINGS) * len(Kind) * len(State) * len(Move) * len(Place)
    assert allowed > 1000


def _as_printed(holding: Holding, place: Place) -> Place:
    """To whoever holds a role for the whole office every department is the own one."""
    return Place.OWN if holding.held is Held.OFFICE and place is not Place.NONE else place


def test_nobody_who_only_reads_makes_any_move():
    readers = [one for one in HOLDINGS if one.role in {Role.AUDITOR, Role.MANAGEMENT, Role.ADMINISTRATOR}]
    for holding, kind, state, move, place in itertools.product(readers, Kind, State, Move, Place):
        assert outcome(holding, kind, state, place, move) == "forbidden", (holding, kind, state, move, place)
