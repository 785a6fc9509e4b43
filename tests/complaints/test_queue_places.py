"""Walking the queue by keys: every case once, in both directions, whoever reads; no statement sorts all there are."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from complaints.models import Complaint
from complaints.queries import QueueFilter, counts, how_many, queue_page, queue_rows
from complaints.queries import queue as queue_module
from complaints.queries.queue_counts import MOST_COUNTED
from complaints.queries.queue_filter import QUEUE_STATES
from complaints.queries.queue_places import LAST, Place, read_place, stretches
from complaints.queries.scope import within
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock
from kernel.paging import Counted
from kernel.permissions import Actor, Role
from storage.session import Storage
from tests.cast import NOW, FoundedOffice

ALL = QueueFilter(state="all")
SIZE = 3
DAY = dt.date(2026, 11, 21)


@pytest.fixture
def cases(storage: Storage, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch) -> int:
    """Forty cases of every stretch, some of a day, some of a moment, some of nobody's; pages of three."""
    monkeypatch.setattr(queue_module, "PAGE_SIZE", SIZE)
    places = (office.home.id, office.next_door.id, None)
    people = (office.member(Role.HANDLER).person_id, office.member(Role.HEAD).person_id, None)
    with storage.writing() as session:
        for number in range(40):
            ended = DAY - dt.timedelta(days=number // 7)
            session.add(
                Complaint(
                    kind=Kind.SKARGA.value,
                    state="assigned",
                    register="SW",
                    year=2026,
                    number=number + 1,
                    channel=Channel.WEB.value,
                    subject=f"sprawa {number}",
                    department_id=places[number % 3],
                    handler_id=people[number % 5 % 3],
                    received_on=ended,
                    registered_at=NOW + dt.timedelta(microseconds=number // 2),
                    due_on=None if number % 4 == 1 else DAY + dt.timedelta(days=number // 9),
                    settled_on=ended if number % 4 == 2 else None,
                    left_on=ended if number % 4 == 3 else None,
                )
            )
    return 40


def walked(
    session: Session, clock: FixedClock, actor: Actor, wanted: QueueFilter, *, back: bool = False
) -> list[uuid.UUID]:
    """The ids page by page, from the first page on or from the last one back."""
    page = queue_page(session, clock, actor, wanted, before=LAST if back else "")
    pages = [page.rows]
    while key := (page.before if back else page.after):
        page = queue_page(session, clock, actor, wanted, **{"before" if back else "after": key})
        pages.append(page.rows)
    return [row.id for rows in (pages[::-1] if back else pages) for row in rows]


def readers(office: FoundedOffice) -> list[Actor]:
    """Everywhere, one department, a department with cases of one's own elsewhere, nowhere."""
    return [
        office.actor(Role.AUDITOR),
        office.actor(Role.HEAD, next_door=True),
        office.actor(Role.HANDLER),
        Actor("person:nobody"),
    ]


def test_walking_shows_every_case_of_the_scope_once(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: int
):
    with storage.reading() as session:
        for actor in readers(office):
            within_scope = set(session.scalars(select(Complaint.id).where(within(actor))))
            forth = walked(session, clock, actor, ALL)
            assert len(forth) == len(within_scope)
            assert set(forth) == within_scope
            for state in QUEUE_STATES:
                wanted = QueueFilter(state=state)
                there = walked(session, clock, actor, wanted)
                assert how_many(session, clock, actor, wanted) == Counted(len(there))
                rows = [row.subject for some in queue_rows(session, clock, actor, wanted) for row in some]
                shown = [session.get_one(Complaint, key).subject for key in there]
                assert rows == shown, state


@pytest.mark.parametrize("page", [SIZE, 7, 50])
def test_a_search_walks_the_same_list_from_part_to_part(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: int, page: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(queue_module, "PAGE_SIZE", page)
    with storage.reading() as session:
        for actor in readers(office):
            for state in QUEUE_STATES:
                there = walked(session, clock, actor, QueueFilter(state=state))
                searched = QueueFilter(state=state, text="sprawa")
                assert walked(session, clock, actor, searched) == there
                back = walked(session, clock, actor, searched, back=True)
                assert list(dict.fromkeys(back)) == there
                assert how_many(session, clock, actor, searched) == Counted(len(there))


def test_a_part_that_is_cut_to_what_is_lacking_is_cut_in_its_order(
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    cases: int,
    statements: Callable[[], AbstractContextManager[list[str]]],
):
    """No statement counts on rows of a subquery coming in the order of that subquery."""
    with storage.reading() as session, statements() as seen:
        queue_page(session, clock, office.actor(Role.AUDITOR), QueueFilter(state="all", text="sprawa"))
    (searched,) = seen
    assert searched.count("LIMIT") == searched.count("ORDER BY") == 7, "four parts, three of them cut"


def test_backwards_is_the_same_list(storage: Storage, clock: FixedClock, office: FoundedOffice, cases: int):
    with storage.reading() as session:
        for actor in readers(office)[:3]:
            forth = walked(session, clock, actor, ALL)
            back = walked(session, clock, actor, ALL, back=True)
            assert list(dict.fromkeys(back)) == forth  # the first page is whole however one comes to it


def test_the_order_is_open_by_last_day_then_closed_latest_first(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: int
):
    with storage.reading() as session:
        keys = walked(session, clock, office.actor(Role.AUDITOR), ALL)
        rows = [session.get_one(Complaint, key) for key in keys]
    is_closed = [row.settled_on is not None or row.left_on is not None for row in rows]
    assert is_closed == sorted(is_closed)
    due = [row.due_on for row in rows if row.is_open]
    assert due == sorted(due, key=lambda day: (day is None, day))
    settled = [row.settled_on for row in rows if row.settled_on]
    assert settled == sorted(settled, reverse=True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_key_of_no_place_shows_the_beginning_and_says_so(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: int
):
    actor = office.actor(Role.AUDITOR)
    with storage.reading() as session:
        first = queue_page(session, clock, actor, ALL)
        for key in ("x", "d.20261399.1.", "s.20261121.1." + "0" * 32, "d.-.1." + "0" * 32, "d.20261121.1." + "g" * 32):
            lost = queue_page(session, clock, actor, QueueFilter(), after=key)
            assert lost.is_lost, key
            assert lost.rows[0] == first.rows[0]
        gone = Place("d", DAY, NOW, uuid.UUID(int=5))
        assert not queue_page(session, clock, actor, ALL, after=gone.key).is_lost
        behind = Place("l", dt.date(1999, 1, 1), NOW, uuid.UUID(int=5))
        assert queue_page(session, clock, actor, ALL, after=behind.key).rows  # the last page, never an empty one


def test_a_key_is_read_as_it_was_written():
    for place in (Place("d", DAY, NOW, uuid.UUID(int=7)), Place("u", None, NOW, uuid.uuid4())):
        assert read_place(place.key, stretches(ALL)) == place


@contextmanager
def plans(session: Session) -> Iterator[list[str]]:
    """The query plans of the SELECTs of a block."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if statement.startswith("SELECT"):
            seen.append((statement, parameters))

    found: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
    connection = session.connection()
    for statement, parameters in seen:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        found.append("\n".join(row[3] for row in rows))


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.HEAD])
@pytest.mark.parametrize("state", ["open", "unassigned", "called", "settled", "left", "all"])
def test_no_page_and_no_count_sorts_or_walks_all_rows(
    storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role, state: str
):
    handler, actor = office.member(Role.HANDLER).person_id, office.actor(role)
    narrowed: tuple[dict[str, Any], ...] = (
        {},
        {"kind": "wniosek"},
        {"department_id": office.home.id},
        {"handler_id": handler},
        {"channel": "web"},
        {"topic_id": uuid.uuid4()},
        *([] if state in ("settled", "left") else [{"due": "late"}]),  # of closed cases: a contradiction, no rows
        {"department_id": office.home.id, "handler_id": handler, "kind": "skarga"},
    )
    key = Place({"settled": "s", "left": "l"}.get(state, "d"), DAY, NOW, uuid.uuid4()).key
    with storage.reading() as session:
        for facts in narrowed:
            wanted = QueueFilter(state=state, **facts)
            with plans(session) as found:
                queue_page(session, clock, actor, wanted)
                queue_page(session, clock, actor, wanted, after=key)
                queue_page(session, clock, actor, wanted, before=LAST)
                counts(session, clock, actor, wanted)
            for plan in found:
                lines = [line for line in plan.splitlines() if "complaint" in line]
                assert lines
                assert all("INDEX" in line for line in lines), (facts, plan)
                is_of_few = "LIST SUBQUERY" in plan  # a scope of two parts: the pages of both are put in order
                assert is_of_few or "TEMP B-TREE" not in plan, (facts, plan)


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("state", "part"), [("open", "open"), ("settled", "settled"), ("left", "left")])
def test_what_a_filter_names_is_where_its_index_begins(
    storage: Storage, clock: FixedClock, office: FoundedOffice, state: str, part: str
):
    """However few of the open, or of a million closed cases, are of a topic: the others are not walked over."""
    kind, channel = {"kind": "ponaglenie"}, {"channel": "oral"}
    person, topic = {"handler_id": office.member(Role.HANDLER).person_id}, {"topic_id": uuid.uuid4()}
    named: list[tuple[str, dict[str, Any]]] = [
        ("kind", kind),
        ("channel", channel),
        ("department_id", {"department_id": office.home.id}),
        *[("handler_id", person | other) for other in ({}, kind, channel)],
        *[("topic_id", topic | other) for other in ({}, kind, channel, kind | channel)],
    ]
    with storage.reading() as session:
        for column, facts in named:
            if part == "left" and column not in ("handler_id", "topic_id"):
                continue  # few cases go elsewhere; their one index answers these without a look at the row
            with plans(session) as found:
                queue_page(session, clock, office.actor(Role.AUDITOR), QueueFilter(state=state, **facts))
            began = re.findall(rf"INDEX ix_complaint_{part}_\w+ \((\w+)=\?", found[0])
            assert set(began) == {column}, (facts, found[0])
            with plans(session) as counted:
                counts(session, clock, office.actor(Role.AUDITOR), QueueFilter(state=state, **facts))
            assert f"ix_complaint_{part}_{column.removesuffix('_id')} ({column}=?" in counted[0], (facts, counted[0])


@pytest.mark.parametrize("backend", ["sqlite"])
def test_within_a_department_the_settled_cases_of_a_channel_are_found_by_department_and_day(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    wanted = QueueFilter(state="settled", channel="oral")
    with storage.reading() as session, plans(session) as found:
        queue_page(session, clock, office.actor(Role.HEAD), wanted)
        counts(session, clock, office.actor(Role.HEAD), wanted)
    for plan in found:
        assert "COVERING INDEX ix_complaint_settled_department (department_id=?" in plan
        assert "COVERING INDEX ix_complaint_settled_handler (handler_id=?" in plan
        assert "ix_complaint_settled_channel" not in plan


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_nobody_handles_is_counted_among_the_open_cases(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.reading() as session, plans(session) as found:
        counts(session, clock, office.actor(Role.AUDITOR), QueueFilter())
    (plan,) = found
    assert "ix_complaint_open_handler (handler_id=?)" in plan


@pytest.mark.parametrize("backend", ["sqlite"])
def test_counting_stops_at_a_thousand_and_says_so(storage: Storage, clock: FixedClock, office: FoundedOffice):
    assert Counted.up_to(MOST_COUNTED, MOST_COUNTED) == Counted(MOST_COUNTED)
    assert Counted.up_to(MOST_COUNTED + 1, MOST_COUNTED) == Counted(MOST_COUNTED, is_more=True)
    assert Counted.up_to(7_000, MOST_COUNTED).number == MOST_COUNTED
