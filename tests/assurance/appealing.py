"""What chance seldom brings: petitions put off, joined and passed on, appeals and urgings other bodies decided."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import RESULTS
from kernel.clock import FixedClock
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, take
from tests.complaints.handling import Reply, answered, assigned

FIRST_DUE: Final = dt.date(2026, 10, 5)
"""The last day of a petition received on 3 July: the 3rd of October is a Saturday."""


def play_appeals(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """All of them have their days in October 2026, whenever that is written down."""
    for number, kind in enumerate((Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE)):
        for place, result in enumerate(RESULTS[kind]):
            case = _came(session, clock, office, kind, dt.date(2026, 10, 1 + number))
            day = dt.date(2026, 10, 7 + 2 * place)
            take(session, clock, office, case, Move.PASS_ON, happened_on=day, body_id=bodies(session)["sko"])
            take(session, clock, office, case, Move.RESULT, happened_on=dt.date(2026, 10, 28), basis=result.value)
    _petitions(session, clock, office)


def _petitions(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    july, september = dt.date(2026, 7, 3), dt.date(2026, 9, 1)
    for settled_on in (None, dt.date(2026, 9, 30), dt.date(2026, 10, 20)):
        case = _came(session, clock, office, Kind.PETYCJA, july)
        if settled_on != dt.date(2026, 9, 30):
            until = dt.date(2026, 11, 5)
            take(session, clock, office, case, Move.EXTEND, happened_on=dt.date(2026, 9, 21), until_on=until)
        if settled_on:
            answered(session, clock, office, case, Reply("uwzgledniona", settled_on=settled_on))
    for day in (30, 1):
        case = _came(session, clock, office, Kind.PETYCJA, september)
        passed = dt.date(2026, 10, day)
        take(session, clock, office, case, Move.TRANSFER, happened_on=passed, body_id=bodies(session)["wojewoda"])
    first, second = (_came(session, clock, office, Kind.PETYCJA, september) for _number in range(2))
    take(session, clock, office, second, Move.JOIN, happened_on=dt.date(2026, 10, 2), other_id=first.id)


def _came(session: Session, clock: FixedClock, office: FoundedOffice, kind: Kind, day: dt.date) -> Complaint:
    return assigned(session, clock, office, kind=kind, received_on=day, channel=Channel.PAPER)
