"""From rows to frames, on both databases."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.cases import known_at
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.satisfaction import of_month, tally
from kernel.clock import warsaw
from surveys.models import Answer, Response
from surveys.queries import current_version
from tests.analytics.conftest import AS_OF
from tests.analytics.filling import complaint
from tests.cast import FoundedOffice


@pytest.fixture
def version_id(session: Session, office: FoundedOffice) -> uuid.UUID:
    """The version of SATYS-7 the test office was founded with."""
    version = current_version(session, frames.INSTRUMENT)
    assert version is not None
    return version.id


def respond(session: Session, version_id: uuid.UUID, at: dt.datetime, answer: int | str, **other: object) -> None:
    facts = {"mode": "qr", "layout_version": 1, "language": "pl", "flags": "", **other}
    hashes = {"payload_hash": "0" * 64, "salt": "0" * 32, "commitment": "0" * 64}
    response = Response(id=uuid.uuid4(), version_id=version_id, received_at=at, **hashes, **facts)
    session.add(response)
    session.flush()
    chosen = {"value": answer} if isinstance(answer, int) else {"code": answer}
    session.add(Answer(response_id=response.id, question="q1", **chosen))
    session.flush()


def test_legal_cases_keep_their_days(session: Session, office: FoundedOffice) -> None:
    settled = {"state": "settled", "settled_on": dt.date(2026, 10, 5), "outcome": "zasadna"}
    session.add_all(
        [
            complaint(1, due_on=dt.date(2026, 10, 5), department_id=office.home.id, **settled),
            complaint(2, due_on=dt.date(2026, 10, 7), department_id=office.next_door.id),
            complaint(3, kind="wniosek", due_on=dt.date(2026, 10, 7)),
        ]
    )
    session.flush()
    known = known_at(frames.cases(session, Population.COMPLAINTS), AS_OF)
    result = compute("on_time", known, Period.of(Month(2026, 10)))
    assert (result.numerator, result.n) == (1, 3)
    assert set(known["department"].dropna()) == {str(office.home.id), str(office.next_door.id)}
    assert len(frames.cases(session, Population.SKARGA)) == 2
    assert len(frames.cases(session, Population.COMPLAINTS, frozenset({office.home.id}))) == 1
    assert len(frames.cases(session, Population.COMPLAINTS, frozenset())) == 0


def test_imported_cases_belong_to_their_due_day_or_to_the_warsaw_day_of_their_due_moment(
    session: Session, office: FoundedOffice
) -> None:
    late_evening = dt.datetime(2026, 10, 31, 23, 30, tzinfo=dt.UTC)
    facts = {"kind": "sprawa", "due_at": late_evening, "received_at": warsaw(2026, 9, 5, 9)}
    session.add_all([complaint(None, source="a", **facts), complaint(None, due_on=dt.date(2026, 10, 31), **facts)])
    session.flush()
    days = frames.cases(session, Population.SPRAWA)["due_day"]
    assert sorted(str(day.date()) for day in days) == ["2026-10-31", "2026-11-01"]
    assert len(frames.cases(session, Population.SPRAWA, source="a")) == 1
    assert len(frames.cases(session, Population.SPRAWA, source="elsewhere")) == 0


def test_cases_over_before_the_day_are_left_in_the_database(session: Session, office: FoundedOffice) -> None:
    old = dt.date(2025, 1, 10)
    session.add_all(
        [
            complaint(1, received_on=old, due_on=old, settled_on=old),
            complaint(2, received_on=old, due_on=old),
            complaint(3, received_on=old, due_on=old, left_on=old),
            complaint(4, received_on=old, due_on=old, settled_on=dt.date(2026, 1, 1)),
        ]
    )
    session.flush()
    assert len(frames.cases(session, Population.COMPLAINTS, since=dt.date(2026, 1, 1))) == 2
    assert len(frames.cases(session, Population.COMPLAINTS, since=old)) == 4


def test_a_response_belongs_to_its_month_in_warsaw(session: Session, version_id: uuid.UUID) -> None:
    last_minute_of_march = dt.datetime(2026, 3, 31, 21, 59, tzinfo=dt.UTC)  # 23:59 in Warsaw, summer time
    first_of_april = dt.datetime(2026, 3, 31, 22, 0, tzinfo=dt.UTC)
    first_of_january = dt.datetime(2025, 12, 31, 23, 0, tzinfo=dt.UTC)
    for at, answer in ((last_minute_of_march, 1), (first_of_april, 5), (first_of_january, 3)):
        respond(session, version_id, at, answer)
    months = Period.of(Month(2026, 1), Month(2026, 4)).months
    found = frames.answers(session, months)
    assert tally(of_month(found, Month(2026, 3)), "q1").counts == (1, 0, 0, 0, 0)
    assert tally(of_month(found, Month(2026, 4)), "q1").counts == (0, 0, 0, 0, 1)
    assert tally(of_month(found, Month(2026, 1)), "q1").counts == (0, 0, 1, 0, 0)
    assert tally(frames.answers(session, months[1:3]), "q1").counts == (1, 0, 0, 0, 0)


def test_answers_are_counted_clean_and_flagged_apart_within_the_scope(
    session: Session, office: FoundedOffice, version_id: uuid.UUID
) -> None:
    at = warsaw(2026, 10, 10, 12)
    for _ in range(3):
        respond(session, version_id, at, 5, department_id=office.home.id)
    respond(session, version_id, at, 1, department_id=office.home.id, flags="burst")
    respond(session, version_id, at, "na", department_id=office.home.id)
    respond(session, version_id, at, 2, department_id=office.next_door.id, mode="kiosk_full")
    respond(session, version_id, at, 2)
    october = [Month(2026, 10)]
    assert tally(frames.answers(session, october), "q1").counts == (0, 2, 0, 0, 3)
    assert tally(frames.answers(session, october, frozenset({office.home.id})), "q1").counts == (0, 0, 0, 0, 3)
    assert int(frames.answers(session, october)["n"].sum()) == 7
    collected = frames.responses(session, october)
    assert collected.groupby("mode")["n"].sum().to_dict() == {"kiosk_full": 1, "qr": 6}
    assert len(frames.answers(session, october, instrument="kcmo_2021")) == 0


def test_the_stamp_changes_with_every_case_and_response(session: Session, version_id: uuid.UUID) -> None:
    before = frames.stamp(session)
    session.add(complaint(1))
    session.flush()
    respond(session, version_id, warsaw(2026, 10, 10), 4)
    assert frames.stamp(session) == (before[0] + 1, before[1] + 1, before[2] + 1)


def test_nothing_in_the_tables_makes_frames_without_rows(session: Session, office: FoundedOffice) -> None:
    known = known_at(frames.cases(session, Population.COMPLAINTS), AS_OF)
    assert compute("backlog", known, Period.of(Month(2026, 10))).n == 0
    assert len(frames.answers(session, [Month(2026, 10)])) == 0
