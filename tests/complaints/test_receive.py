"""Taking in: a number without gaps, a last day, commitments instead of names, and one entry."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.actions import FeedbackTyped, leave_feedback, receive
from complaints.models import Complainant, Complaint, ComplaintMatter, Feedback
from complaints.queries import status_of
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock, warsaw
from kernel.errors import RuleBroken
from kernel.ids import access_code, spoken_code
from kernel.permissions import RESIDENT, Role
from ledger.canonical import commitment
from ledger.models import LedgerEntry
from ledger.verify import verify
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import PERSONAL, filing, last_entry, length, received, refused

FILERS, EACH = 6, 5


def test_people_filing_at_once_get_numbers_without_gaps(storage: Storage, clock: FixedClock, office: FoundedOffice):
    def file_some(_filer: int) -> list[str]:
        numbers = []
        for _ in range(EACH):
            with storage.writing() as session:
                numbers.append(receive(session, clock, RESIDENT, filing(office)).register_number)
            with storage.session(writing=True) as session:
                receive(session, clock, RESIDENT, filing(office))
                session.rollback()
        return numbers

    with ThreadPoolExecutor(FILERS) as pool:
        numbers = [number for some in pool.map(file_some, range(FILERS)) for number in some]
    assert sorted(numbers, key=lambda text: int(text.split("/")[0])) == [
        f"{number}/2026" for number in range(1, FILERS * EACH + 1)
    ]
    with storage.reading() as session:
        assert verify(session).is_whole


def test_one_form_sent_by_two_at_once_is_one_case(storage: Storage, clock: FixedClock, office: FoundedOffice):
    typed = filing(office)

    def send(_time: int) -> uuid.UUID:
        with storage.writing() as session:
            return receive(session, clock, RESIDENT, typed).complaint_id

    with ThreadPoolExecutor(6) as pool:
        cases = set(pool.map(send, range(6)))
    assert len(cases) == 1
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Complaint)) == 1
        assert last_entry(session)["data"]["number"] == 1
        assert verify(session).is_whole
    with storage.writing() as session:
        assert receive(session, clock, RESIDENT, filing(office)).register_number == "2/2026"


def test_everything_of_a_case_is_derived_and_stored(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = received(session, clock, office, received_on=dt.date(2026, 11, 19), severity="high").id
    with storage.reading() as session:
        found = session.get_one(Complaint, case)
        assert (found.kind, found.state, found.register_number) == ("skarga", "received", "1/2026")
        assert (found.received_on, found.received_at) == (dt.date(2026, 11, 19), None)
        assert (found.raw_end_on, found.due_on) == (dt.date(2026, 12, 19), dt.date(2026, 12, 21))
        assert (found.rule_id, found.rule_version) == ("skarga_settle", 1)
        assert (found.registered_at, found.acknowledged_at) == (NOW, None)
        assert (found.row_version, found.severity, found.is_open) == (1, "high", True)


@pytest.mark.parametrize("backend", ["sqlite"])
class TestIntake:
    """What does not depend on the database."""

    def test_an_event_and_an_entry_tell_of_it(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            before = length(session)
            event = receive(session, clock, office.actor(Role.CLERK), filing(office, received_on=dt.date(2026, 11, 19)))
            assert length(session) == before + 1
            entry = last_entry(session)
        assert (event.kind, event.register_number, event.is_repeated) == ("skarga", "1/2026", False)
        assert event.due_on == dt.date(2026, 12, 21)
        assert entry["stream"] == f"complaint:{event.complaint_id}"
        assert entry["actor"] == office.actor(Role.CLERK).ref
        assert (entry["effective_on"], entry["recorded_at"][:10]) == ("2026-11-19", "2026-11-21")
        assert entry["data"]["last_day"] == "2026-12-21"

    def test_the_record_holds_commitments_that_verify_and_no_word_of_personal_data(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            event = receive(session, clock, RESIDENT, filing(office, code="7QK4M2XD9TBR", remedy_sought="przeprosin"))
            entry = last_entry(session)
            text = session.scalars(select(LedgerEntry.canonical).order_by(LedgerEntry.leaf.desc())).first() or ""
            person = session.get_one(Complainant, event.complaint_id)
            matter = session.get_one(ComplaintMatter, event.complaint_id)
        personal = [PERSONAL[part] for part in ("name", "address", "email", "phone")]
        assert entry["data"]["complainant"] == commitment(person.salt, personal)
        assert entry["data"]["matter"] == commitment(
            matter.salt,
            ["Kolejka do stanowiska", "Czekanie trwało trzy godziny.", "przeprosin", "", ""],
        )
        for secret in (*personal, "Kolejka", "trzy godziny", "przeprosin", person.salt, matter.salt, "7QK4M2XD9TBR"):
            assert secret not in text
        assert person.salt != matter.salt
        assert len(person.salt) == 32

    def test_a_commitment_changes_when_the_data_do(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = received(session, clock, office).id
            person = session.get_one(Complainant, case)
            person.name = "Ktoś Inny"
            shown = [person.name, person.address, person.email, person.phone]
            assert commitment(person.salt, shown) != last_entry(session)["data"]["complainant"]

    def test_the_same_form_again_changes_nothing(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        typed = filing(office)
        with storage.writing() as session:
            first = receive(session, clock, RESIDENT, typed)
            before = length(session)
            again = receive(session, clock, RESIDENT, typed)
            assert length(session) == before
        assert again.complaint_id == first.complaint_id
        assert (first.is_repeated, again.is_repeated) == (False, True)
        assert again.register_number == first.register_number
        assert again.due_on == first.due_on

    @pytest.mark.parametrize(
        "changes",
        [
            {"text": "Więcej."},
            {"subject": "Co innego"},
            {"phone": ""},
            {"kind": Kind.WNIOSEK},
            {"remedy_sought": "Przeprosin."},
            {"happened_on": dt.date(2026, 11, 1)},
            {"department_id": None},
        ],
    )
    def test_the_same_form_with_anything_changed_is_refused_and_the_first_stays(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, changes: dict[str, Any]
    ):
        typed = filing(office)
        with storage.writing() as session:
            first = receive(session, clock, RESIDENT, typed)
            with refused(session, "already_filed"):
                receive(session, clock, RESIDENT, dataclasses.replace(typed, **changes))
            assert receive(session, clock, RESIDENT, typed).complaint_id == first.complaint_id

    def test_numbers_begin_anew_with_the_year_in_warsaw(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            assert received(session, clock, office).register_number == "1/2026"
            clock.move_to(warsaw(2026, 12, 31, 23, 59))
            assert received(session, clock, office).register_number == "2/2026"
            clock.move_to(warsaw(2027, 1, 1))
            assert received(session, clock, office).register_number == "1/2027"
            late = received(session, clock, office, received_on=dt.date(2026, 12, 31))
        assert late.register_number == "2/2027"
        assert last_entry(session)["effective_on"] == "2026-12-31"

    def test_one_numbering_for_skargi_and_wnioski(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            kinds = (Kind.SKARGA, Kind.WNIOSEK, Kind.SKARGA)
            cases = [received(session, clock, office, kind=kind) for kind in kinds]
        assert [case.register_number for case in cases] == ["1/2026", "2/2026", "3/2026"]
        assert cases[1].rule_id == "wniosek_settle"

    @pytest.mark.parametrize(
        ("changes", "code", "field"),
        [
            ({"received_on": dt.date(2026, 11, 22)}, "impossible_day", "received"),
            ({"happened_on": dt.date(2026, 11, 22)}, "impossible_day", "happened"),
            ({"received_on": dt.date(2010, 12, 31)}, "outside_calendar", "received"),
            ({"name": "  ", "channel": Channel.WEB}, "anonymous", "name"),
            ({"address": "", "channel": Channel.WEB}, "anonymous", "address"),
            ({"channel": Channel.PHONE}, "wrong_channel", "channel"),
            ({"kind": Kind.PETYCJA, "channel": Channel.ORAL}, "wrong_channel", "channel"),
            ({"kind": Kind.ODWOLANIE, "channel": Channel.WEB}, "wrong_channel", "channel"),
        ],
    )
    def test_what_cannot_be_is_refused_and_takes_no_number(
        self,
        storage: Storage,
        clock: FixedClock,
        office: FoundedOffice,
        changes: dict[str, object],
        code: str,
        field: str,
    ):
        with storage.writing() as session:
            with refused(session, code) as broken:
                received(session, clock, office, **changes)
            assert broken[0].field == field
            assert received(session, clock, office).register_number == "1/2026"

    def test_a_sprawa_cannot_be_filed_here(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session, refused(session, "no_term"):
            received(session, clock, office, kind=Kind.SPRAWA)

    def test_today_in_warsaw_is_a_day_that_has_come(self, storage: Storage, office: FoundedOffice):
        midnight = FixedClock(warsaw(2026, 11, 22, 0, 30))  # still the 21st in UTC
        with storage.writing() as session:
            case = received(session, midnight, office, received_on=dt.date(2026, 11, 22))
        assert case.received_on == dt.date(2026, 11, 22)

    def test_what_came_by_the_web_has_its_moment_and_was_acknowledged_at_once(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(session, clock, office, channel=Channel.WEB, code="7QK4M2XD9TBR")
        assert case.received_at == case.acknowledged_at == NOW
        assert case.received_on == clock.today()

    def test_number_and_code_open_the_case_and_nothing_else_does(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        typed = filing(office, submission_id=uuid.uuid4())
        code = access_code("secret", typed.submission_id)
        with storage.writing() as session:
            case = receive(session, clock, RESIDENT, filing(office, code=code)).complaint_id
            other = received(session, clock, office)  # of the counter: nobody has a code for it
            found = status_of(session, "1/2026", spoken_code(code).lower())
            assert found is not None
            assert found.id == case
            assert found.code_hash is not None
            assert code not in found.code_hash
            for number, typed_code in (
                ("1/2026", ""),
                ("1/2026", "0" * 12),
                ("1/2025", code),
                (other.register_number, code),
                (other.register_number, ""),
                ("x", code),
                ("", code),
                ("1", code),
            ):
                assert status_of(session, number, typed_code) is None, number

    def test_an_opinion_has_no_number_and_no_clock(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        typed = FeedbackTyped("Miło", "Pani przy okienku była bardzo pomocna.", office.home.id, "uk")
        with storage.writing() as session:
            before = length(session)
            event = leave_feedback(session, clock, RESIDENT, typed)
            assert length(session) == before + 1
            kept = session.get_one(Feedback, event.feedback_id)
            entry = last_entry(session)
            assert session.scalar(select(func.count()).select_from(Complaint)) == 0
        assert entry["data"] == {
            "department": str(office.home.id),
            "matter": commitment(kept.salt, ["Miło", "Pani przy okienku była bardzo pomocna."]),
            "flags": "",
        }
        assert entry["actor"] == "resident"
        assert not {"number", "due_on", "name", "received_on"} & {column.key for column in Feedback.__table__.columns}

    def test_the_same_opinion_sent_twice_is_one(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        typed = FeedbackTyped("Miło", "Bardzo.", submission_id=uuid.uuid4())
        with storage.writing() as session:
            first = leave_feedback(session, clock, RESIDENT, typed)
            before = length(session)
            assert leave_feedback(session, clock, RESIDENT, typed) == first
            assert length(session) == before
            with refused(session, "already_filed"):
                leave_feedback(session, clock, RESIDENT, dataclasses.replace(typed, text="Jednak nie."))

    def test_a_text_no_entry_can_hold_leaves_nothing(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with pytest.raises((ValueError, RuleBroken)), storage.writing() as session:
            received(session, clock, office, text="\ud800")
        with storage.reading() as session:
            assert session.scalar(select(func.count()).select_from(Complaint)) == 0
