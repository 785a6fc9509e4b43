"""Assign, note, settle: each checks the move, the right and the version, and leaves one entry or none."""

from __future__ import annotations

import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from complaints.actions import Assignment, Reply, assign, note, settle
from complaints.models import Complaint, ComplaintNote
from complaints.queries import history
from complaints.rules.kinds import Kind
from kernel.clock import FixedClock
from kernel.errors import RuleBroken
from kernel.permissions import RESIDENT, Actor, Grant, Role
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.models import Person
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import assigned, last_entry, length, received, refused

TODAY = dt.date(2026, 11, 21)
REPLY = Reply("zasadna", "Przepraszamy, uruchomimy drugie stanowisko.", TODAY)


def test_two_who_settle_at_once_settle_once(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case, version = assigned(session, clock, office).id, 2

    def try_it(number: int) -> str:
        try:
            with storage.writing() as session:
                complaint = session.get_one(Complaint, case)
                actor = office.actor(Role.HANDLER if number % 2 else Role.HEAD)
                settle(session, clock, actor, complaint, REPLY, row_version=version)
        except RuleBroken as broken:
            return broken.code
        return "settled"

    with ThreadPoolExecutor(6) as pool:
        results = sorted(pool.map(try_it, range(6)))
    assert results.count("settled") == 1
    assert set(results) <= {"settled", "illegal_move", "stale"}
    with storage.reading() as session:
        tags = session.scalars(select(LedgerEntry.tag).where(LedgerEntry.stream == f"complaint:{case}")).all()
        assert tags.count("complaints:complaint:settle") == 1
        assert session.get_one(Complaint, case).row_version == 3
        assert verify(session).is_whole


@pytest.mark.parametrize("backend", ["sqlite"])
class TestAssign:
    """Making somebody responsible."""

    def test_it_changes_the_case_tells_of_it_and_leaves_an_entry(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        handler = office.member(Role.HANDLER).person_id
        with storage.writing() as session:
            case = received(session, clock, office)
            before = length(session)
            event = assign(
                session, clock, office.actor(Role.HEAD), case, Assignment(handler, office.home.id), row_version=1
            )
            assert length(session) == before + 1
            entry = last_entry(session)
        assert (event.complaint_id, event.handler_id) == (case.id, handler)
        assert (case.state, case.handler_id, case.department_id, case.row_version) == (
            "assigned",
            handler,
            office.home.id,
            2,
        )
        assert entry["tag"] == "complaints:complaint:assign"
        assert entry["data"] == {"handler": str(handler), "department": str(office.home.id)}
        assert entry["actor"] == office.actor(Role.HEAD).ref

    def test_a_case_can_be_given_to_somebody_else(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        head = office.member(Role.HEAD)
        with storage.writing() as session:
            case = assigned(session, clock, office)
            assign(session, clock, head.actor, case, Assignment(head.person_id, office.home.id), row_version=2)
        assert (case.handler_id, case.state, case.row_version) == (head.person_id, "assigned", 3)

    @pytest.mark.parametrize("who", [Role.CLERK, Role.AUDITOR, Role.ADMINISTRATOR])
    def test_only_somebody_who_handles_cases_there_can_be_made_responsible(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, who: Role
    ):
        with storage.writing() as session:
            case = received(session, clock, office)
            to = Assignment(office.member(who).person_id, office.home.id)
            with refused(session, "not_a_handler") as broken:
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=1)
        assert broken[0].field == "handler"

    def test_neither_a_neighbour_nor_somebody_inactive_nor_nobody(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(session, clock, office)
            session.get_one(Person, office.member(Role.HANDLER).person_id).is_active = False
            for person in (
                office.member(Role.HANDLER).person_id,
                office.member(Role.HANDLER, next_door=True).person_id,
                uuid.uuid4(),
            ):
                with refused(session, "not_a_handler"):
                    to = Assignment(person, office.home.id)
                    assign(session, clock, office.actor(Role.HEAD), case, to, row_version=1)

    @pytest.mark.parametrize("role", [role for role in Role if role is not Role.HEAD])
    def test_nobody_but_a_head_assigns(self, storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role):
        with storage.writing() as session:
            case = received(session, clock, office)
            to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
            with refused(session, "forbidden"):
                assign(session, clock, office.actor(role), case, to, row_version=1)

    def test_a_head_assigns_only_at_home(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = received(session, clock, office)
            to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
            with refused(session, "forbidden"):
                assign(session, clock, office.actor(Role.HEAD, next_door=True), case, to, row_version=1)

    def test_a_head_sends_no_case_to_the_neighbours(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = received(session, clock, office)
            to = Assignment(office.member(Role.HANDLER, next_door=True).person_id, office.next_door.id)
            with refused(session, "forbidden") as broken:
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=1)
        assert broken[0].field == "department"

    def test_a_case_of_no_department_waits_for_a_head_of_the_whole_office(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        secretary = Actor("person:s", person_id=uuid.uuid4(), grants=frozenset({Grant(Role.HEAD)}))
        to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
        with storage.writing() as session:
            case = received(session, clock, office, department_id=None)
            with refused(session, "forbidden"):
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=1)
            assign(session, clock, secretary, case, to, row_version=1)
        assert case.department_id == office.home.id

    def test_an_old_version_is_stale(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
            with refused(session, "stale") as broken:
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=1)
        assert broken[0].facts == {"now": 2}

    def test_a_settled_case_is_not_assigned_any_more(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            settle(session, clock, office.actor(Role.HANDLER), case, REPLY, row_version=2)
            to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
            with refused(session, "illegal_move"):
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=3)


@pytest.mark.parametrize("backend", ["sqlite"])
class TestNote:
    """Writing something down for colleagues."""

    def test_the_text_stays_outside_the_record_under_a_commitment(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            case = received(session, clock, office)
            event = note(session, clock, clerk, case, "Rozmowa z panem Próbnym.")
            kept = session.get_one(ComplaintNote, event.note_id)
            entry = last_entry(session)
            happened = history(session, case.id)
        assert (kept.text, kept.person_id, kept.written_at) == ("Rozmowa z panem Próbnym.", clerk.person_id, NOW)
        assert entry["data"] == {"note": commitment(kept.salt, kept.text)}
        assert case.row_version == 1
        assert [item.text for item in happened] == ["Rozmowa z panem Próbnym.", ""]

    def test_a_note_changed_afterwards_is_not_shown_as_the_one_recorded(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(session, clock, office)
            event = note(session, clock, office.actor(Role.CLERK), case, "Tak było.")
            session.get_one(ComplaintNote, event.note_id).text = "Było inaczej."
            session.flush()
            assert [item.text for item in history(session, case.id)] == ["", ""]

    def test_notes_go_on_after_settling(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            settle(session, clock, office.actor(Role.HANDLER), case, REPLY, row_version=2)
            before = length(session)
            note(session, clock, office.actor(Role.QUALITY_OFFICER), case, "Do przeglądu.")
            assert length(session) == before + 1

    @pytest.mark.parametrize("text", ["", "  \n "])
    def test_an_empty_note_is_none(self, storage: Storage, clock: FixedClock, office: FoundedOffice, text: str):
        with storage.writing() as session:
            case = received(session, clock, office)
            with refused(session, "no_text"):
                note(session, clock, office.actor(Role.CLERK), case, text)

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.MANAGEMENT, Role.ADMINISTRATOR])
    def test_who_only_reads_writes_no_note(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role
    ):
        with storage.writing() as session:
            case = received(session, clock, office)
            for actor in (office.actor(role), office.actor(Role.CLERK, next_door=True), RESIDENT):
                with refused(session, "forbidden"):
                    note(session, clock, actor, case, "Ciekawe.")


@pytest.mark.parametrize("backend", ["sqlite"])
class TestSettle:
    """The outcome, the words, the day the notice went out; on time or late follows by itself."""

    @pytest.mark.parametrize("role", [Role.HANDLER, Role.HEAD])
    def test_it_changes_the_case_tells_of_it_and_leaves_an_entry(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, role: Role
    ):
        reply = Reply("bezzasadna", "Nie stwierdzono uchybień.", dt.date(2026, 11, 20))
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            before = length(session)
            event = settle(session, clock, office.actor(role), case, reply, row_version=2)
            assert length(session) == before + 1
            entry = last_entry(session)
        assert (event.complaint_id, event.outcome, event.settled_on) == (case.id, "bezzasadna", dt.date(2026, 11, 20))
        assert (case.state, case.outcome, case.settled_on) == ("settled", "bezzasadna", dt.date(2026, 11, 20))
        assert (case.settled_recorded_at, case.reply, case.row_version) == (NOW, "Nie stwierdzono uchybień.", 3)
        assert not case.is_open
        assert entry["effective_on"] == "2026-11-20"
        assert case.reply_salt is not None
        assert entry["data"] == {
            "outcome": "bezzasadna",
            "settled_on": "2026-11-20",
            "reply": commitment(case.reply_salt, "Nie stwierdzono uchybień."),
        }

    @pytest.mark.parametrize(
        ("kind", "outcome"), [(Kind.SKARGA, "uwzgledniony"), (Kind.WNIOSEK, "zasadna"), (Kind.SKARGA, "zalatwiona")]
    )
    def test_the_outcome_has_to_fit_the_kind(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind, outcome: str
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, kind=kind)
            with refused(session, "wrong_outcome") as broken:
                reply = Reply(outcome, "Treść.", TODAY)
                settle(session, clock, office.actor(Role.HANDLER), case, reply, row_version=2)
        assert broken[0].field == "outcome"

    @pytest.mark.parametrize("day", [dt.date(2026, 11, 9), dt.date(2026, 11, 22)])
    def test_a_notice_goes_out_neither_before_receipt_nor_tomorrow(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, day: dt.date
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            with refused(session, "wrong_day") as broken:
                settle(session, clock, office.actor(Role.HANDLER), case, Reply("zasadna", "Treść.", day), row_version=2)
        assert broken[0].field == "settled"

    @pytest.mark.parametrize("day", [dt.date(2026, 11, 10), TODAY])
    def test_the_day_of_receipt_and_today_are_days_for_it(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, day: dt.date
    ):
        with storage.writing() as session:
            case = assigned(session, clock, office, received_on=dt.date(2026, 11, 10))
            settle(session, clock, office.actor(Role.HANDLER), case, Reply("zasadna", "Treść.", day), row_version=2)
        assert case.settled_on == day

    def test_without_a_word_there_is_no_reply(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            with refused(session, "no_text") as broken:
                reply = Reply("zasadna", " \n", TODAY)
                settle(session, clock, office.actor(Role.HANDLER), case, reply, row_version=2)
        assert (broken[0].field, broken[0].source) == ("text", "art. 238 KPA")

    def test_an_old_version_is_stale(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office)
            for version in (0, 1, 3):
                with refused(session, "stale"):
                    settle(session, clock, office.actor(Role.HANDLER), case, REPLY, row_version=version)

    def test_a_case_nobody_handles_is_not_settled_and_none_is_settled_twice(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        handler = office.actor(Role.HANDLER)
        with storage.writing() as session:
            case = received(session, clock, office)
            with refused(session, "illegal_move"):
                settle(session, clock, handler, case, REPLY, row_version=1)
            case = assigned(session, clock, office)
            settle(session, clock, handler, case, REPLY, row_version=2)
            with refused(session, "illegal_move"):
                settle(session, clock, handler, case, REPLY, row_version=3)

    def test_neither_a_neighbour_nor_a_role_without_the_right_settles(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        able = {Role.HANDLER, Role.HEAD}
        actors = [office.actor(role) for role in Role if role not in able]
        actors += [office.actor(role, next_door=True) for role in able]
        with storage.writing() as session:
            case = assigned(session, clock, office)
            for actor in [*actors, RESIDENT]:
                with refused(session, "forbidden"):
                    settle(session, clock, actor, case, REPLY, row_version=2)
