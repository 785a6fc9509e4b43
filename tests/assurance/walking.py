"""An office at work for some months by chance: filings, lawful steps, answers, imports, opinions; always the same."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.actions.correct import Correction, correct
from complaints.models import Complainant, Complaint
from complaints.queries.correcting import correctables
from complaints.queries.steps import steps_of
from complaints.reminding import record_all
from complaints.rules.corrections import DAYS, Fact
from complaints.rules.kinds import LEGAL_KINDS, SETTLED_HERE, Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import OUTCOMES, RESULTS
from complaints.rules.states import State, moves_from
from kernel.clock import FixedClock, warsaw
from kernel.errors import RuleBroken
from kernel.permissions import RESIDENT, SYSTEM, Role
from storage.session import Storage
from surveys.actions import seal_responses, submit_response
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, take
from tests.complaints.handling import Reply, answered, assigned, received
from tests.complaints.importing import HEADER, csv_of, imported, mapping_of
from tests.surveys.filling import filled

BEGINNING: Final = warsaw(2026, 7, 1, 9)
END: Final = warsaw(2026, 11, 21, 10)
ASKED_OF: Final = {"q1": 3, "q3": 2, "q4": 1, "q5": 4}
"""The questions many answer every month, and how far one answer lies from the one before."""
MOST_ASKED, MANY = (2026, 10), 132
"""In October so many answer that tables of two questions may be told."""
BASES: Final = {Kind.SKARGA: "reg_8_1", Kind.WNIOSEK: "reg_8_1", Kind.PETYCJA: "pet_12"}
OWN_WAYS: Final = frozenset({
    Move.ASSIGN, Move.RELEASE, Move.NOTE, Move.DRAFT, Move.APPROVE, Move.SETTLE, Move.SEND_BACK, Move.RESOLVE,
    Move.SPLIT, Move.JOIN, Move.ANNOTATE, Move.REVIEW, Move.CLOSE,
})  # fmt: skip
"""Moves that are no plain steps."""


@dataclass
class Walk:
    """The office, its clock, and the die."""

    storage: Storage
    office: FoundedOffice
    seed: int
    clock: FixedClock = field(default_factory=lambda: FixedClock(BEGINNING))
    open: list[uuid.UUID] = field(default_factory=list)
    all: list[uuid.UUID] = field(default_factory=list)
    steps: int = 0
    corrections: int = 0
    late: int = 0
    asked: set[tuple[int, int]] = field(default_factory=set)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def go(self, folder: Path, most: int) -> None:
        """Work until the end, with at most so many things done."""
        for turn in range(most):
            self.clock.advance(hours=self.chance.randint(1, int(2 * 143 * 24 / most)))
            if self.clock.now() >= END:
                break
            with self.storage.writing() as session:
                if (self.clock.today().year, self.clock.today().month) not in self.asked:
                    self._ask(session)
                self._turn(session)
            if turn % 20 == 0:
                self.late += len(list(record_all(self.storage, self.clock, SYSTEM)))
        with self.storage.writing() as session:
            seal_responses(session, self.clock, SYSTEM)
            imported(session, self.clock, csv_of(folder, HEADER + "".join(self._services())), mapping_of(folder))

    def _ask(self, session: Session) -> None:
        """Many answer in every month, by no chance: enough for their figures to be told."""
        month = (self.clock.today().year, self.clock.today().month)
        self.asked.add(month)
        for number in range(MANY if month == MOST_ASKED else 72):
            scale = {question: str(1 + (number * step + number // 7) % 5) for question, step in ASKED_OF.items()}
            answers = {**scale, "q2": ("yes", "yes", "in_progress", "no")[number % 4]}
            department = (None, self.office.home.id, self.office.next_door.id)[number % 6 % 3]
            key = uuid.UUID(int=1000 * month[1] + number + 1, version=4)
            at_desk = department == self.office.home.id and number % 2 == 0
            where = {"department_id": department, "desk_id": self.office.desk.id if at_desk else None}
            made = filled(session, answers=answers, submission_id=key, **where)
            submit_response(session, self.clock, RESIDENT, made)
        seal_responses(session, self.clock, SYSTEM)

    def _turn(self, session: Session) -> None:
        die = self.chance.random()
        if die < 0.25 or not self.open:
            self._file(session)
        elif die < 0.4:
            self._rate(session)
        elif die < 0.5:
            self._mend(session, session.get_one(Complaint, self.chance.choice(self.all)))
        else:
            self._act(session, session.get_one(Complaint, self.chance.choice(self.open)))

    def _file(self, session: Session) -> None:
        kind = self.chance.choice([Kind.SKARGA, Kind.SKARGA, Kind.WNIOSEK, *LEGAL_KINDS])
        day = self.clock.today() - dt.timedelta(days=self.chance.choice([0, 0, 0, 1, 2, 9]))
        make = self.chance.choice([received, assigned, assigned])
        others: dict[str, Any] = {"received_on": day, "channel": Channel.PAPER}
        if make is received and self.chance.random() < 0.3:
            others["department_id"] = self.chance.choice([None, self.office.next_door.id])
        self.open.append(make(session, self.clock, self.office, kind=kind, **others).id)
        self.all.append(self.open[-1])

    def _rate(self, session: Session) -> None:
        answers = {question: str(self.chance.randint(1, 5)) for question in ("q1", "q3", "q4")}
        answers["q2"] = self.chance.choice(["yes", "in_progress", "no"])
        department = self.chance.choice([self.office.home.id, self.office.home.id, self.office.next_door.id, None])
        made = filled(session, answers=answers, department_id=department, submission_id=self._id())
        submit_response(session, self.clock, RESIDENT, made)
        if self.chance.random() < 0.2:
            seal_responses(session, self.clock, SYSTEM)

    def _mend(self, session: Session, case: Complaint) -> None:
        """Somebody else finds that a day or an outcome was recorded wrongly."""
        what = self.chance.choice(correctables(case, steps_of(session, case.id)))
        if what.fact in DAYS:
            after = (dt.date.fromisoformat(what.value) + dt.timedelta(days=self.chance.randint(-4, 4))).isoformat()
        elif what.fact is Fact.OUTCOME:
            after = self.chance.choice(OUTCOMES[Kind(case.kind)]).value
        else:
            after = Channel.EDELIVERY.value
        actor = self.office.actor(Role.QUALITY_OFFICER)
        try:
            with session.begin_nested():
                typed = Correction(what.name, after, "Pomyłka przy wpisywaniu.")
                correct(session, self.clock, actor, case, typed, row_version=case.row_version)
            self.corrections += 1
        except RuleBroken:
            session.expire_all()

    def _id(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _act(self, session: Session, case: Complaint) -> None:
        try:
            with session.begin_nested():
                self._move(session, case)
            self.steps += 1
        except RuleBroken:
            session.expire_all()

    def _move(self, session: Session, case: Complaint) -> None:
        kind = Kind(case.kind)
        if case.state == State.ASSIGNED and kind in SETTLED_HERE and self.chance.random() < 0.4:
            outcome = self.chance.choice(OUTCOMES[kind]).value
            answered(session, self.clock, self.office, case, Reply(outcome, settled_on=self.clock.today()))
            return
        moves = [move for move in moves_from(kind, case.state) if move not in OWN_WAYS]
        if not moves:
            self.open.remove(case.id)
            return
        ending = {Move.LEAVE, Move.TRANSFER, Move.POINT, Move.WITHDRAW, Move.DIVERT}
        move = self.chance.choices(moves, [1 if move in ending else 4 for move in moves])[0]
        take(session, self.clock, self.office, case, move, **self._typed(session, case, kind, move))

    def _typed(self, session: Session, case: Complaint, kind: Kind, move: Move) -> dict[str, Any]:
        known, today = bodies(session), self.clock.today()
        later = (case.due_on or today) + dt.timedelta(days=self.chance.randint(-3, 70))
        if move is Move.QUALIFY:
            return {"kind": self.chance.choice(["skarga", "wniosek"])}
        if move is Move.SERVED:
            return {"happened_on": case.received_on - dt.timedelta(days=3)}
        if move is Move.LEAVE and BASES.get(kind) == "reg_8_1":
            session.get_one(Complainant, case.id).name = ""
        if move is Move.TO_COUNCIL and kind is Kind.SKARGA:
            case.about = "mayor"
            session.flush()
        typed: dict[Move, dict[str, Any]] = {
            Move.DELAY: {"until_on": later},
            Move.EXTEND: {"until_on": later},
            Move.WAIT: {"until_on": today + dt.timedelta(days=self.chance.randint(1, 50))},
            Move.LEAVE: {"basis": BASES.get(kind, "kpa_63_1")},
            Move.DIVERT: {"basis": "kpa_233"},
            Move.TRANSFER: {"body_id": known["wojewoda"]},
            Move.POINT: {"body_id": known["wojewoda"]},
            Move.TO_COUNCIL: {"body_id": known["council"]},
            Move.PASS_ON: {"body_id": known["sko"]},
            Move.OWN_DECISION: {"reference": "OR.1.2026"},
            Move.RESULT: {"basis": RESULTS[kind][0].value} if kind in RESULTS else {},
        }
        return typed.get(move, {})

    def _services(self) -> list[str]:
        """Cases of another system with exact moments: some late, some open, some over before they began."""
        rows = []
        for number in range(40):
            begun = dt.datetime(2026, 9, 1, 8) + dt.timedelta(hours=self.chance.randint(0, 1900))
            due, over = begun + dt.timedelta(days=14), begun + dt.timedelta(hours=self.chance.randint(-2, 800))
            settled = f"{over:%Y-%m-%dT%H:%M:%S}" if self.chance.random() < 0.8 else ""
            unit = self.chance.choice(["Drogi", "Zieleń", ""])
            rows.append(f"S{number};{begun:%Y-%m-%dT%H:%M:%S};{due:%Y-%m-%dT%H:%M:%S};{settled};tel;{unit};\n")
        return rows
