"""A register of any size: plain rows without entries, the same mixture at every size.

2 % are open, as in an office that keeps up: their last days from ten days ago to a month from now, over twelve
departments, sixty handlers, all kinds, states and channels; half of them sorted into twelve topics. The others were
settled or went elsewhere over five years.
"""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, cast

from sqlalchemy import Table, insert, text

from complaints.models import Complaint, RegisterCounter
from complaints.rules.kinds import REGISTER_OF, Channel, Kind, Register
from complaints.rules.moves import State
from kernel.clock import FixedClock, SystemClock
from kernel.permissions import SYSTEM, Role
from office.actions import add_person, grant_role, open_department
from office.actions.topics import TopicTyped, add_topic
from storage.session import Storage
from tests.cast import read_office

DEPARTMENTS, HANDLERS_EACH, TOPICS, OPEN_OF = 10, 5, 12, 50
"""Departments beside the two of the cast, handlers in each, topics, and of how many cases one is open."""

KINDS: Final = (*[Kind.SKARGA] * 11, *[Kind.WNIOSEK] * 5, Kind.PETYCJA, Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE)
CHANNELS: Final = (*[Channel.WEB] * 5, *[Channel.PAPER] * 4, Channel.EMAIL, Channel.EDELIVERY, Channel.ORAL)
STATES: Final = (
    *[State.ASSIGNED] * 10, *[State.RECEIVED] * 4, State.CALLED, State.AT_COUNCIL, State.FOR_APPROVAL, State.APPROVED,
)  # fmt: skip
OUTCOMES: Final = ("zasadna", "bezzasadna", "czesciowo_zasadna")
SUBJECTS: Final = (
    "Hałas w nocy przy ulicy Próbnej",
    "Zbyt długie oczekiwanie na wydanie odpisu aktu urodzenia",
    "Nieodśnieżony chodnik i nieprzejezdna ścieżka rowerowa przy szkole",
    "Brak odpowiedzi na pismo w sprawie zajęcia pasa drogowego",
    "Uciążliwy zapach z przepompowni",
)
AT_ONCE: Final = 10_000
YEAR: Final = SystemClock().today().year


def build(url: str, size: int) -> None:
    """Fill the founded test office with so many cases."""
    storage = Storage(url)
    places, topics = _staff(storage), _topics(storage)
    table = cast(Table, Complaint.__table__)
    indexes = sorted((index for index in table.indexes if not index.unique), key=lambda index: str(index.name))
    for index in indexes:  # made once at the end instead of a million times
        index.drop(storage.engine)
    rows = _rows(size, places, topics)
    while some := list(islice(rows, AT_ONCE)):
        with storage.writing() as session:
            session.execute(insert(table), some)
    for index in indexes:
        index.create(storage.engine)
    with storage.writing() as session:  # who files now gets the next number
        for register in Register:
            session.merge(RegisterCounter(register=register.value, year=YEAR, last=size))
    if storage.engine.dialect.name == "postgresql":  # as autovacuum leaves it
        with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE complaint"))
    storage.close()


def _staff(storage: Storage) -> list[tuple[uuid.UUID, list[uuid.UUID]]]:
    """The departments with their handlers, those of the cast among them."""
    clock = FixedClock(SystemClock().now())
    with storage.writing() as session:
        office = read_office(session)
        found = [
            (office.home.id, [office.member(Role.HANDLER).person_id]),
            (office.next_door.id, [office.member(Role.HANDLER, next_door=True).person_id]),
        ]
        for number in range(DEPARTMENTS):
            code, name = f"W{number:02}", f"Wydział Próbny {number}"
            department = open_department(session, clock, SYSTEM, code=code, name=name, valid_from_on=clock.today())
            found.append((department.id, []))
            for other in range(HANDLERS_EACH):
                login = f"prowadzi.{number}.{other}"
                name = f"Osoba Próbna {number}-{other}"
                person = add_person(
                    session, clock, SYSTEM, login=login, display_name=name, post="", password=None, is_sample=True
                )
                grant_role(session, clock, SYSTEM, person=person, role=Role.HANDLER, department=department)
                found[-1][1].append(person.id)
    return found


def _topics(storage: Storage) -> list[uuid.UUID | None]:
    """The topics, and as often none."""
    clock = FixedClock(SystemClock().now())
    with storage.writing() as session:
        typed = [TopicTyped(f"T{at:02}", f"Temat próbny {at}", "", "", clock.today()) for at in range(TOPICS)]
        found = [add_topic(session, clock, SYSTEM, one).id for one in typed]
    return [*found, *[None] * TOPICS]


def _rows(
    size: int, places: list[tuple[uuid.UUID, list[uuid.UUID]]], topics: list[uuid.UUID | None]
) -> Iterator[dict[str, Any]]:
    today, chance = SystemClock().today(), random.Random(7)
    for number in range(1, size + 1):
        department, people = chance.choice(places)
        kind = chance.choice(KINDS)
        yield {
            "id": uuid.UUID(int=chance.getrandbits(128), version=4),
            "kind": kind.value,
            "register": REGISTER_OF[kind].value,
            "channel": chance.choice(CHANNELS).value,
            "subject": f"{chance.choice(SUBJECTS)} ({number})",
            "department_id": department,
            "handler_id": chance.choice(people),
            "topic_id": chance.choice(topics),
            "number": number,
            "year": YEAR,
            **(_open(chance, today) if number % OPEN_OF == 0 else _closed(chance, today)),
        }


def _open(chance: random.Random, today: dt.date) -> dict[str, Any]:
    state = chance.choice(STATES)
    nobody = {"handler_id": None} if state is State.RECEIVED else {}
    ends = {"settled_on": None, "left_on": None, "outcome": None}
    return {
        **_dates(today + dt.timedelta(days=chance.randrange(-10, 30)), chance),
        **nobody,
        **ends,
        "state": state.value,
    }


def _closed(chance: random.Random, today: dt.date) -> dict[str, Any]:
    ended = today - dt.timedelta(days=chance.randrange(1, 1_800))
    is_gone = chance.randrange(30) == 0
    return {
        **_dates(ended + dt.timedelta(days=chance.randrange(-1, 8)), chance),
        "state": (State.TRANSFERRED if is_gone else State.SETTLED).value,
        "settled_on": None if is_gone else ended,
        "left_on": ended if is_gone else None,
        "outcome": None if is_gone else chance.choice(OUTCOMES),
    }


def _dates(due_on: dt.date, chance: random.Random) -> dict[str, Any]:
    received_on = due_on - dt.timedelta(days=30)
    moment = dt.datetime.combine(received_on, dt.time(7), dt.UTC) + dt.timedelta(seconds=chance.randrange(30_000))
    return {
        "due_on": due_on,
        "warn_on": due_on - dt.timedelta(days=5),
        "received_on": received_on,
        "starts_on": received_on,
        "registered_at": moment,
    }
