"""Taking in every kind: its register, its sign, what the office knows of it, and letters that lack something."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from complaints.actions import StepTyped, receive, take_step
from complaints.models import Complainant, Complaint
from complaints.rules.bases import Basis
from complaints.rules.competence import About, Matter
from complaints.rules.kinds import LEGAL_KINDS, REGISTER_OF, Channel, Councillor, Kind, Register
from complaints.rules.moves import Move
from complaints.rules.states import State
from kernel.clock import FixedClock, warsaw
from kernel.permissions import RESIDENT, SYSTEM, Role
from ledger.canonical import commitment
from ledger.verify import verify
from office.actions.defaults import lay_defaults
from office.actions.filing import FilingClassTyped, add_filing_class
from office.models import Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, assigned, filing, last_entry, length, received, refused

FILERS, EACH = 5, 4


@pytest.mark.parametrize("kinds", [(Kind.PETYCJA,), (Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE)])
def test_petitions_and_appeals_filed_at_once_get_numbers_and_signs_without_gaps(
    storage: Storage, clock: FixedClock, office: FoundedOffice, kinds: tuple[Kind, ...]
):
    with storage.writing() as session:
        session.scalars(select(Office)).one().unit_symbol = "OR"
        typed = FilingClassTyped("152", "Petycje i inne", "A", clock.today(), tuple(kind.value for kind in kinds))
        add_filing_class(session, clock, SYSTEM, typed)

    def file_some(filer: int) -> list[tuple[str, str]]:
        found = []
        for number in range(EACH):
            kind = kinds[(filer + number) % len(kinds)]
            with storage.writing() as session:
                event = receive(session, clock, RESIDENT, filing(office, kind=kind))
                case = session.get_one(Complaint, event.complaint_id)
                found.append((event.register_number, case.sign or ""))
            with storage.session(writing=True) as session:
                receive(session, clock, RESIDENT, filing(office, kind=kind))
                session.rollback()
        return found

    with ThreadPoolExecutor(FILERS) as pool:
        pairs = [pair for some in pool.map(file_some, range(FILERS)) for pair in some]
    letter = REGISTER_OF[kinds[0]].value
    counted = range(1, FILERS * EACH + 1)
    assert {number for number, _sign in pairs} == {f"{letter} {number}/2026" for number in counted}
    assert {sign for _number, sign in pairs} == {f"OR.152.{number}.2026" for number in counted}
    with storage.reading() as session:
        assert verify(session).is_whole


@pytest.mark.parametrize("backend", ["sqlite"])
class TestKinds:
    """What does not depend on the database."""

    def test_each_kind_stands_in_its_register(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            numbers = [received(session, clock, office, kind=kind).register_number for kind in LEGAL_KINDS]
        assert numbers == ["1/2026", "2/2026", "P 1/2026", "O 1/2026", "O 2/2026", "O 3/2026"]
        assert {REGISTER_OF[kind] for kind in LEGAL_KINDS} == set(Register)

    @pytest.mark.parametrize(
        ("kind", "last"),
        [
            (Kind.SKARGA, dt.date(2026, 12, 21)),
            (Kind.WNIOSEK, dt.date(2026, 12, 21)),
            (Kind.PETYCJA, dt.date(2027, 2, 22)),
            (Kind.ODWOLANIE, dt.date(2026, 11, 30)),
            (Kind.ZAZALENIE, dt.date(2026, 11, 30)),
            (Kind.PONAGLENIE, dt.date(2026, 11, 30)),
        ],
    )
    def test_each_kind_has_its_last_day(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind, last: dt.date
    ):
        with storage.writing() as session:
            case = received(session, clock, office, kind=kind)
        assert case.due_on == last

    def test_what_is_known_at_once_stands_in_the_case_and_in_the_one_entry(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        person = office.member(Role.HANDLER).person_id
        with storage.writing() as session:
            before = length(session)
            case = received(
                session,
                clock,
                office,
                about_person_id=person,
                about_department_id=office.next_door.id,
                matter=Matter.DELEGATED,
                councillor=Councillor.MP,
                is_withheld=True,
                is_safety=True,
            )
            assert length(session) == before + 1
            data = last_entry(session)["data"]
        assert (case.about, case.about_person_id, case.about_department_id) == (
            "employee", person, office.next_door.id,
        )  # fmt: skip
        assert (case.matter, case.councillor, case.is_withheld, case.is_safety) == ("delegated", "mp", True, True)
        assert {key: data[key] for key in ("about", "person", "unit", "task", "councillor", "withheld", "safety")} == {
            "about": "employee",
            "person": str(person),
            "unit": str(office.next_door.id),
            "task": "delegated",
            "councillor": "mp",
            "withheld": True,
            "safety": True,
        }

    @pytest.mark.parametrize("about", [About.COUNCIL, About.OFFICE])
    def test_who_is_no_person_of_the_office_names_none(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, about: About
    ):
        person = office.member(Role.HANDLER).person_id
        with storage.writing() as session:
            case = received(session, clock, office, about=about, about_person_id=person)
        assert (case.about, case.about_person_id, case.about_department_id) == (about, None, None)

    def test_a_skarga_is_not_given_to_the_unit_it_is_about(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session, refused(session, "concerned") as broken:
            received(session, clock, office, about_department_id=office.home.id)
        assert broken[0].field == "department"

    def test_a_petition_says_for_whom_and_whether_it_may_be_published_as_a_commitment(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(
                session, clock, office, kind=Kind.PETYCJA, on_behalf_of="Klub Próbny, ul. Próbna 9", may_publish=True
            )
            person, data = session.get_one(Complainant, case.id), last_entry(session)["data"]
        said = [*(PERSONAL[part] for part in ("name", "address", "email", "phone")), "Klub Próbny, ul. Próbna 9", True]
        assert data["complainant"] == commitment(person.salt, said)
        assert "Klub" not in str(data)


@pytest.mark.parametrize("backend", ["sqlite"])
class TestSigns:
    """The sign at registering."""

    def test_no_symbol_or_no_class_no_sign(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            assert received(session, clock, office).sign is None
            session.scalars(select(Office)).one().unit_symbol = "OR"
            assert received(session, clock, office).sign is None

    def test_one_class_gives_the_sign_and_two_leave_it_to_people(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            session.scalars(select(Office)).one().unit_symbol = "OR"
            lay_defaults(session, clock, SYSTEM)
            first, second = received(session, clock, office), received(session, clock, office, kind=Kind.WNIOSEK)
            entry = last_entry(session)["data"]
            assert (first.sign, second.sign) == ("OR.1510.1.2026", "OR.1510.2.2026")
            assert (entry["sign"], entry["filing_class"]) == (second.sign, str(second.filing_class_id))
            assert received(session, clock, office, kind=Kind.PETYCJA).sign == "OR.152.1.2026"
            assert received(session, clock, office, kind=Kind.ODWOLANIE).sign is None
            add_filing_class(session, clock, SYSTEM, FilingClassTyped("1512", "Też", "A", clock.today(), ("skarga",)))
            assert received(session, clock, office).sign is None
            clock.move_to(warsaw(2027, 1, 1))
            assert received(session, clock, office, kind=Kind.WNIOSEK).sign == "OR.1510.1.2027"


@pytest.mark.parametrize("backend", ["sqlite"])
class TestSituations:
    """Situations with the answer the law gives."""

    def leave(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, basis: Basis, **changes: Any
    ) -> Complaint:
        """Register a letter and leave it without consideration."""
        with storage.writing() as session:
            case = assigned(session, clock, office, **changes)
            step = StepTyped(happened_on=clock.today(), basis=basis.value)
            head = office.actor(Role.HEAD)
            take_step(session, clock, head, case, Move.LEAVE, step, row_version=case.row_version)
            assert last_entry(session)["data"]["basis"] == basis
            return case

    def test_p05_an_appeal_by_plain_mail_is_registered_and_left(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        case = self.leave(storage, clock, office, Basis.PLAIN_EMAIL, kind=Kind.ODWOLANIE, channel=Channel.EMAIL)
        assert (case.register_number, case.state) == ("O 1/2026", State.UNCONSIDERED)

    def test_p05_on_paper_it_cannot_be_left_for_that(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        with storage.writing() as session:
            case = assigned(session, clock, office, kind=Kind.ODWOLANIE)
            step = StepTyped(happened_on=clock.today(), basis=Basis.PLAIN_EMAIL.value)
            with refused(session, "not_by_email"):
                take_step(session, clock, office.actor(Role.HEAD), case, Move.LEAVE, step, row_version=case.row_version)

    def test_p06_a_skarga_by_plain_mail_with_name_and_address_is_accepted_and_the_month_runs(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(session, clock, office, channel=Channel.EMAIL, received_on=dt.date(2026, 3, 2))
        assert (case.state, case.due_on) == (State.RECEIVED, dt.date(2026, 4, 2))

    @pytest.mark.parametrize("missing", ["name", "address"])
    def test_p07_a_skarga_without_name_or_address_is_registered_and_left(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, missing: str
    ):
        case = self.leave(storage, clock, office, Basis.NO_NAME, **{missing: ""})
        assert (case.register_number, case.state) == ("1/2026", State.UNCONSIDERED)
        with storage.reading() as session:
            assert session.scalar(select(func.count()).select_from(Complaint)) == 1
