"""The replay of a case: from its entries alone follows what the register says, and whoever edits a row is found."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries.replay import Told, differences, replayed_cases
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import Move, State
from complaints.rules.replay import _CHANGES, NO_STEPS, NotReplayable, replayed
from kernel.clock import FixedClock
from ledger.queries import head
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in
from tests.complaints.handling import Reply, answered, assigned

D = dt.date
EDITS = {
    "kind": "wniosek", "state": "received", "number": 99, "year": 2020, "register": "P", "channel": "email",
    "received_on": D(2026, 10, 1), "settled_on": D(2026, 10, 1), "outcome": "bezzasadna", "due_on": D(2027, 1, 4),
    "left_on": D(2026, 10, 2), "left_how": "transfer", "result": "utrzymane", "result_on": D(2026, 10, 2),
    "department_id": None, "handler_id": None, "topic_id": uuid.UUID(int=7), "filing_class_id": uuid.UUID(int=7),
    "sign": "X.1", "about": "mayor", "about_person_id": uuid.UUID(int=7), "councillor": "mp", "is_withheld": True,
    "is_safety": True, "matter": "council", "starts_on": D(2026, 10, 1), "raw_end_on": D(2026, 10, 1),
    "warn_on": D(2026, 10, 1), "noticed_on": D(2026, 10, 1), "announced_on": D(2026, 10, 1), "rule_id": "wniosek_244",
    "source": "elsewhere", "external_number": "7", "due_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
    "settled_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC), "erased_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
    "restricted_at": dt.datetime(2026, 10, 1, tzinfo=dt.UTC),
}  # fmt: skip
"""An edit of every column the figures, the queue or the rules of independence look at."""


def told_of(session: Session, case: Complaint) -> Told:
    session.flush()
    return next(told for told in replayed_cases(session) if told.case_id == case.id)


@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_a_case_that_was_just_registered_is_what_its_first_entry_says(
    storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind
):
    with storage.writing() as session:
        case = case_in(session, clock, office, kind, State.RECEIVED)
        assert list(differences(case, told_of(session, case).case)) == []


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("column", "value"), EDITS.items(), ids=list(EDITS))
def test_a_row_edited_behind_the_back_of_the_record_is_found(
    storage: Storage, clock: FixedClock, office: FoundedOffice, column: str, value: object
):
    with storage.writing() as session:
        case = assigned(session, clock, office)
        answered(session, clock, office, case, Reply("zasadna"))
        assert list(differences(case, told_of(session, case).case)) == []
        session.execute(update(Complaint).where(Complaint.id == case.id).values({column: value}))
        session.refresh(case)
        assert column in list(differences(case, told_of(session, case).case))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_is_replayed_as_it_was_known_at_an_earlier_entry(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = assigned(session, clock, office)
        session.flush()
        then = head(session)
        assert then is not None
        answered(session, clock, office, case, Reply("zasadna"))
        [was] = replayed_cases(session, then.leaf)
        [now] = replayed_cases(session)
    assert (was.case.state, was.case.settled_on, was.last_leaf) == ("assigned", None, then.leaf)
    assert (now.case.state, now.case.outcome) == ("settled", "zasadna")
    assert now.last_leaf > was.last_leaf


def test_every_move_that_leaves_a_row_is_replayed():
    assert {f"complaints:complaint:{move}" for move in Move if move not in NO_STEPS} <= _CHANGES.keys()


@pytest.mark.parametrize("entries", [[], [("complaints:complaint:assign", {"handler": None, "department": None})]])
def test_a_stream_without_a_beginning_is_no_case(entries: list[tuple[str, dict[str, object]]]):
    with pytest.raises(NotReplayable):
        replayed(entries)
