"""Assign and note: each checks the move, the right and the version, and leaves one entry or none."""

from __future__ import annotations

import uuid

import pytest

from complaints.actions import Assignment, assign, note
from complaints.models import ComplaintNote
from complaints.queries import history
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, Actor, Grant, Role
from ledger.canonical import commitment
from office.models import Person
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, last_entry, length, received, refused

REPLY = Reply("zasadna")


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
            answered(session, clock, office, case, REPLY)
            to = Assignment(office.member(Role.HANDLER).person_id, office.home.id)
            with refused(session, "illegal_move"):
                assign(session, clock, office.actor(Role.HEAD), case, to, row_version=5)


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
            answered(session, clock, office, case, REPLY)
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
