"""Loading the sample office: through the ordinary actions, into an empty local database, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app import REPLAYS
from assurance.verifying import verified
from attachments.models import StoredFile
from attachments.queries import faults
from complaints.events import ComplaintTag
from complaints.models import Complaint, ComplaintLetter, Feedback, FollowUp, PetitionPublication
from complaints.queries.petitions import petitions_page
from complaints.rules.letters import LetterState
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.models import Department, Office, Person, RoleAssignment, Topic
from sample import loading
from sample.events import Event, Filed, FollowedUp, OpinionLeft, PaperTyped, Pranked, Published, Rated, Written
from sample.loading import NotHere, check_day, load
from sample.shape import span_up_to
from sample.story import story
from sample.tablets import TABLETS
from storage.session import Storage
from surveys.kiosk.queries import numbers_of
from surveys.models import (
    Answer,
    CommentReview,
    DeskVisits,
    Device,
    DeviceState,
    PaperForm,
    QuestionnaireVersion,
    Response,
    Theme,
)
from tests.cast import FoundedOffice
from tests.sample.conftest import DAY, SMALL, migrated, shelf_beside

COLUMNS = (
    "register", "year", "number", "kind", "channel", "language", "state", "subject", "severity", "happened_on",
    "received_on", "received_at", "registered_at", "due_on", "settled_on", "settled_recorded_at", "outcome", "reply",
)  # fmt: skip


def digest(session: Session) -> str:
    """Everything a figure can be made of, without what is random: ids, salts, hashes."""
    cases = (
        select(*(getattr(Complaint, name) for name in COLUMNS), Department.code, Person.login)
        .outerjoin(Department, Department.id == Complaint.department_id)
        .outerjoin(Person, Person.id == Complaint.handler_id)
    )
    answers = (
        select(
            Response.received_at,
            Response.mode,
            Response.flags,
            Department.code,
            Answer.question,
            Answer.value,
            Answer.code,
        )
        .join(Answer, Answer.response_id == Response.id)
        .outerjoin(Department, Department.id == Response.department_id)
    )
    rows = [
        *session.execute(cases.order_by(Complaint.year, Complaint.number)),
        *sorted(map(str, session.execute(answers))),  # answers after a case have an id of chance
        *session.execute(select(LedgerEntry.leaf, LedgerEntry.tag, LedgerEntry.recorded_at).order_by(LedgerEntry.leaf)),
    ]
    return hashlib.sha256("\n".join(str(tuple(row)) for row in rows).encode()).hexdigest()


def modes_told(told: list[Event]) -> Counter[str]:
    """Responses by mode as the story has them."""
    taps = [tap for event in told if isinstance(event, Pranked) for tap in event.taps]
    modes = Counter(event.mode for event in (*told, *taps) if isinstance(event, Rated))
    modes["paper"] = sum(len(event.forms) for event in told if isinstance(event, PaperTyped))
    return modes


def latest(session: Session, column: Any) -> Any:
    return session.scalar(select(func.max(column)))


def count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def count_of(session: Session, tag: ComplaintTag) -> int:
    query = select(func.count()).select_from(LedgerEntry).where(LedgerEntry.tag == tag.text)
    return session.execute(query).scalar_one()


def test_heads_sort_what_they_hand_out_by_topic(loaded: Storage):
    with loaded.reading() as session:
        known = {topic.id: topic.code for topic in session.scalars(select(Topic))}
        given = Counter(known[topic] for topic in session.scalars(select(Complaint.topic_id)) if topic)
        assert count_of(session, ComplaintTag.SORTED) == given.total() > 0
    assert len(given) > 5


def test_the_first_entry_marks_the_office_as_a_sample_for_ever(loaded: Storage):
    with loaded.reading() as session:
        first = session.scalars(select(LedgerEntry).where(LedgerEntry.leaf == 1)).one()
        assert session.scalars(select(Office)).one().is_sample
    content = json.loads(first.canonical)
    assert content["tag"] == "office:office:found"
    assert content["data"] == {"name": "Urząd Miasta Przykładowo", "is_sample": True}


def test_its_record_is_whole(loaded: Storage):
    with loaded.reading() as session:
        walk = verify(session)
        assert walk.is_whole, walk.broken
        assert walk.entries == count(session, LedgerEntry) > 100


def test_everything_that_repeats_the_record_is_what_a_replay_of_it_gives(loaded: Storage):
    found = verified(loaded, REPLAYS)
    assert found.comparison.difference is None
    assert found.is_whole
    with loaded.reading() as session:
        compared = {
            "cases": Complaint,
            "responses": Response,
            "departments": Department,
            "survey_device": Device,
            "comments": CommentReview,
            "visits": DeskVisits,
        }
        for name, table in compared.items():
            assert found.comparison.rows[name] == count(session, table) > 0, name
        assert count(session, Complaint) > 5
        assert count(session, Response) > 5


def test_everything_in_the_story_happened(loaded: Storage):
    told = story(span_up_to(DAY), SMALL)
    with loaded.reading() as session:
        for kind, table in ((Filed, Complaint), (OpinionLeft, Feedback), (FollowedUp, FollowUp)):
            assert count(session, table) == sum(isinstance(event, kind) for event in told)
        given = Counter[str](session.scalars(select(Response.mode)))
        letting_in = given.pop("follow_up", 0)
        assert 0 <= letting_in <= count(session, FollowUp)
        assert given == modes_told(told)
        numbers = list(
            session.scalars(select(Complaint.number).where(Complaint.year == 2025).order_by(Complaint.registered_at))
        )
    assert numbers == list(range(1, len(numbers) + 1))


def test_responses_are_sealed(loaded: Storage):
    with loaded.reading() as session:
        waiting = session.scalars(select(Response.received_at).where(Response.leaf.is_(None))).all()
        assert len(waiting) < count(session, Response) / 4
    assert all(moment.date() > DAY - dt.timedelta(days=8) for moment in waiting)


def test_its_surveys_show_something_of_everything(loaded: Storage):
    with loaded.reading() as session:
        states = Counter(session.scalars(select(QuestionnaireVersion.state)))
        seen = {row.name: row for row in session.execute(select(Device.name, Device.valid_to_on, DeviceState.seen_at)
                                                        .join(DeviceState))}  # fmt: skip
        paper = Counter(session.scalars(select(PaperForm.standing).where(PaperForm.is_sampled)))
        standings = set(session.scalars(select(CommentReview.standing)))
        gaps = [numbers_of(session, device).missing for device in session.scalars(select(Device.id))]
        flags = {flag for row in session.scalars(select(Response.flags)) for flag in row.split()}
        themes = count(session, Theme)
    assert states == {"published": 3, "approved": 1, "draft": 1}
    silent = next(tablet.name for tablet in TABLETS if tablet.is_silent)
    gone = next(tablet.name for tablet in TABLETS if tablet.gone_months)
    assert set(seen) == {tablet.name for tablet in TABLETS}
    assert seen[silent].seen_at.date() < DAY - dt.timedelta(days=4)
    assert [name for name, row in seen.items() if row.valid_to_on] == [gone] or SMALL < 0.2
    assert paper.total() == 2
    assert standings <= {"shown", "hidden"}
    assert set(gaps) == {0}
    assert flags & {"burst", "repeat_fast"}
    assert themes == 5


def test_its_letters_are_sent_and_lie_on_the_shelf_as_the_record_says(loaded: Storage):
    told = [event for event in story(span_up_to(DAY), SMALL) if isinstance(event, Written)]
    with loaded.reading() as session:
        letters = session.scalars(select(ComplaintLetter)).all()
        sent = count_of(session, ComplaintTag.LETTER_SENT)
        assert not list(faults(session, shelf_beside(loaded)))
        assert count(session, StoredFile) >= len(letters) - 1
    assert 0 < len(letters) == len(told) == sent
    assert all(letter.state == LetterState.SENT and letter.file_id for letter in letters)


def test_its_petitions_can_be_read_by_everybody(loaded: Storage):
    told = {event.case for event in story(span_up_to(DAY), SMALL) if isinstance(event, Published)}
    with loaded.reading() as session:
        page = petitions_page(session, 1)
        assert page.total == count(session, PetitionPublication) == len(told) > 0
    assert all(one.text and one.published_on > one.received_on for one in page.rows)


def test_all_its_people_are_marked_and_hold_every_role(loaded: Storage):
    with loaded.reading() as session:
        assert all(session.scalars(select(Person.is_sample)))
        assert set(session.scalars(select(RoleAssignment.role))) == set(Role)


def test_nothing_lies_after_the_sample_day(loaded: Storage):
    until = span_up_to(DAY).until
    with loaded.reading() as session:
        assert latest(session, LedgerEntry.recorded_at) <= until
        assert latest(session, Complaint.settled_on) <= DAY
        assert latest(session, Response.received_at) <= until


def test_two_offices_of_the_same_day_have_the_same_figures(loaded: Storage, empty: Storage):
    load(empty, shelf_beside(empty), DAY, scale=SMALL)
    with loaded.reading() as one, empty.reading() as other:
        assert digest(one) == digest(other)


def test_the_time_is_nowhere_asked_of_the_machine(loaded: Storage, tmp_path: Path):
    for storage in migrated(tmp_path / "other.sqlite"):
        load(storage, shelf_beside(storage), DAY - dt.timedelta(days=400), scale=0.01)
        with storage.reading() as session:
            assert latest(session, LedgerEntry.recorded_at).date() <= DAY - dt.timedelta(days=400)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_it_goes_only_into_an_empty_record(office: FoundedOffice, storage: Storage):
    with storage.reading() as session:
        before = count(session, LedgerEntry)
    with pytest.raises(NotHere, match="only into an empty one"):
        load(storage, shelf_beside(storage), DAY, scale=SMALL)
    with storage.reading() as session:
        assert count(session, LedgerEntry) == before
        assert session.scalars(select(Office.id)).one() == office.id


@pytest.mark.parametrize("backend", ["postgresql"])
def test_it_never_goes_into_postgresql(storage: Storage):
    with pytest.raises(NotHere, match="SQLite file on this machine"):
        load(storage, shelf_beside(storage), DAY, scale=SMALL)
    with storage.reading() as session:
        assert count(session, Office) == 0


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "sqlite:////" + "/server/share/i.sqlite"])
def test_it_goes_only_into_a_file_of_this_machine(url: str):
    storage = Storage(url)
    with pytest.raises(NotHere, match="SQLite file on this machine"):
        loading.check(storage)
    storage.close()


def test_a_database_that_was_never_migrated_is_told_so(tmp_path: Path):
    storage = Storage(f"sqlite:///{tmp_path / 'bare.sqlite'}")
    with pytest.raises(NotHere, match="flask db upgrade"):
        load(storage, shelf_beside(storage), DAY)
    storage.close()


def test_interrupted_it_leaves_nothing(empty: Storage):
    def interrupted(events: list[Event]) -> Iterator[Event]:
        yield from events[:50]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(empty, shelf_beside(empty), DAY, scale=SMALL, wrap=interrupted)
    with empty.reading() as session:
        assert count(session, Office) == count(session, LedgerEntry) == count(session, Complaint) == 0


@pytest.mark.parametrize("day", [DAY + dt.timedelta(days=1), dt.date(2012, 12, 31)])
def test_the_sample_day_is_neither_to_come_nor_before_the_calendar(day: dt.date):
    check_day(DAY, DAY)
    with pytest.raises(NotHere, match="must lie between 2013-02-01 and today, 2026-11-21"):
        check_day(day, DAY)
