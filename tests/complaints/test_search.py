"""Searching: the same words find the same cases on both databases, and nobody finds by what they may not read."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from complaints.actions import erase, note
from complaints.actions.restrict import restrict
from complaints.indexing import differing, index_all, index_waiting, tidy
from complaints.models import Complaint, ComplaintLetter, ComplaintMatter, ComplaintWords
from complaints.queries.matching import is_incomplete, matches
from complaints.queries.readable import knowable, readable
from complaints.queries.scope import may_know, may_read, within
from complaints.queries.search import find_cases
from complaints.rules.erasing import Basis
from complaints.rules.restricting import Ground
from kernel.clock import FixedClock
from kernel.permissions import Actor, Permission, Role
from storage.searching import INDEX
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned, received
from tests.forms import FILING, hidden


def found(session: Session, actor: Actor, typed: str) -> list[str]:
    """The subjects of the cases somebody finds."""
    query = select(Complaint.subject).where(within(actor), matches(actor, typed)).order_by(Complaint.subject)
    return list(session.scalars(query))


@pytest.fixture
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> dict[str, uuid.UUID]:
    """Three cases: two at home, one next door."""
    with storage.writing() as session:
        hole = assigned(
            session,
            clock,
            office,
            subject="Dziura w drodze",
            name="Anna Wójcik",
            text="Na ulicy Długiej 12, obok sądu.",
        )
        note(session, clock, office.actor(Role.HANDLER), hole, "Dzwonił w sprawie chodników, decyzja PO.5310.12.2025.")
        noise = received(session, clock, office, subject="Hałas", name="Юлія Шевченко", text="Psy szczekają nocą.")
        away = received(
            session,
            clock,
            office,
            subject="Kolejka",
            name="Jan Wojcicki",
            text="Dziury w chodniku.",
            department_id=office.next_door.id,
        )
        return {"hole": hole.id, "noise": noise.id, "away": away.id}


def test_our_letters_name_whoever_filed_and_find_for_those_alone_who_may_know(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases: dict[str, uuid.UUID]
):
    with storage.writing() as session:
        session.add(
            ComplaintLetter(
                complaint_id=cases["hole"], template_id="free", template_version=1, state="draft", language="pl",
                addressee="", subject="Zawiadomienie", body="Szanowna Pani Anno Wójcik, oględziny już jutro.",
                dated_on=clock.today(), drafted_at=clock.now(), salt="x",
            )
        )  # fmt: skip
    with storage.reading() as session:
        assert found(session, office.actor(Role.HANDLER), "oględzinach") == ["Dziura w drodze"]
        for role in (Role.AUDITOR, Role.MANAGEMENT, Role.QUALITY_OFFICER):
            assert found(session, office.actor(role), "Wójcik") == []
            assert found(session, office.actor(role), "oględzinach") == []
    assert list(differing(storage)) == []


FINDS = [
    ("dziura", ["Dziura w drodze", "Kolejka"]),
    ("DZIURZE", ["Dziura w drodze", "Kolejka"]),
    ("dziury droga", ["Dziura w drodze"]),
    ("drodze sądzie", ["Dziura w drodze"]),
    ("drog sad", ["Dziura w drodze"]),
    ("chodnik", ["Dziura w drodze", "Kolejka"]),
    ("chodnikow", ["Dziura w drodze", "Kolejka"]),
    ("PO.5310.12.2025", ["Dziura w drodze"]),
    ("po 5310.12.2025", []),
    ("PO.5310*", ["Dziura w drodze"]),
    ("pies", ["Hałas"]),
    ("halasu", ["Hałas"]),
    ("szczek*", ["Hałas"]),
    ("Wójcik", ["Dziura w drodze"]),
    ("wojcik", ["Dziura w drodze"]),
    ("wójc", ["Dziura w drodze", "Kolejka"]),
    ("Anna Wójcik dziura", ["Dziura w drodze"]),
    ("Anna Wójcik pies", []),
    ("Шевченко", ["Hałas"]),
    ("shevchenko yuliia", ["Hałas"]),
    ("1/2026", ["Dziura w drodze"]),
    ("2", ["Hałas"]),
    ("12", []),
    ("Długa 12", ["Dziura w drodze"]),
    ("sekretna", []),
    ("zaneta@example.pl", []),
    ("w i na", []),
    ("?!", []),
    ('"', []),
    ("dziura) OR (pies", []),
    ("NOT dziura", []),
    ("' | !dziura", ["Dziura w drodze", "Kolejka"]),
]
"""What is typed, and the subjects of the cases it finds."""


def test_the_same_words_find_the_same_cases_on_both_databases(storage: Storage, office: FoundedOffice, cases):
    """By somebody who sees the whole office and may know every name."""
    both = office.actor(Role.CLERK).grants | office.actor(Role.CLERK, next_door=True).grants
    with storage.reading() as session:
        for typed, subjects in FINDS:
            assert found(session, Actor("x", grants=both), typed) == subjects, typed


def test_a_sign_and_a_foreign_number_are_found_exactly(storage: Storage, office: FoundedOffice, cases):
    with storage.writing() as session:
        hole = session.get_one(Complaint, cases["hole"])
        hole.sign, hole.external_number = "OR.1511.7.2026", "A-7"
    actor = office.actor(Role.HEAD)
    with storage.reading() as session:
        for typed in ("OR.1511.7.2026", "or 1511 7 2026", "A-7", "or.1511*"):
            assert found(session, actor, typed) == ["Dziura w drodze"], typed
        assert found(session, actor, "OR.1511.70.2026") == found(session, actor, "A-70") == []


def test_nobody_finds_across_departments(storage: Storage, office: FoundedOffice, cases):
    with storage.reading() as session:
        assert found(session, office.actor(Role.HEAD), "dziura") == ["Dziura w drodze"]
        assert found(session, office.actor(Role.HEAD, next_door=True), "dziura") == ["Kolejka"]
        assert found(session, office.actor(Role.ADMINISTRATOR), "dziura") == []


def test_who_may_not_know_names_finds_by_none_and_still_by_words(storage: Storage, office: FoundedOffice, cases):
    for role in (Role.AUDITOR, Role.MANAGEMENT, Role.QUALITY_OFFICER):
        actor = office.actor(role)
        assert not actor.can(Permission.COMPLAINANT_READ)
        with storage.reading() as session:
            assert found(session, actor, "wójcik") == found(session, actor, "anna dziura") == []
            assert found(session, actor, "dziura") == ["Dziura w drodze", "Kolejka"]


def test_whom_a_case_is_about_finds_it_by_its_line_in_the_register_only(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases
):
    """art. 232 § 2, 236 § 2 KPA."""
    head = office.member(Role.HEAD)
    with storage.writing() as session:
        session.get_one(Complaint, cases["hole"]).about_person_id = head.person_id
    with storage.reading() as session:
        assert found(session, head.actor, "wójcik") == found(session, head.actor, "chodnik") == []
        assert found(session, head.actor, "dziura") == found(session, head.actor, "1/2026") == ["Dziura w drodze"]
        assert found(session, head.actor, "dziura chodnik") == []
        assert found(session, office.actor(Role.CLERK), "wójcik chodnik") == ["Dziura w drodze"]


def test_restricted_data_are_only_kept_and_found_by_nobody(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases
):
    """Art. 18(2) GDPR."""
    with storage.writing() as session:
        hole = session.get_one(Complaint, cases["hole"])
        officer = office.actor(Role.QUALITY_OFFICER)
        restrict(session, clock, officer, hole, Ground.ACCURACY, "prośba", row_version=hole.row_version)
    with storage.reading() as session:
        actor = office.actor(Role.HEAD)
        assert found(session, actor, "wójcik") == found(session, actor, "chodnik") == []
        assert found(session, actor, "droga") == ["Dziura w drodze"]


def test_the_conditions_say_what_the_rules_say_for_every_reader_and_case(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    people = [None, office.member(Role.HANDLER).person_id, office.member(Role.HEAD, next_door=True).person_id]
    units = [None, office.home.id, office.next_door.id]
    with storage.writing() as session:
        for person, unit, is_withheld, home in itertools.product(people, units, (True, False), (True, False)):
            case = received(session, clock, office, subject="S")
            case.about_person_id, case.about_department_id, case.is_withheld = person, unit, is_withheld
            case.department_id = office.home.id if home else office.next_door.id
    with storage.reading() as session:
        everything = session.scalars(select(Complaint)).all()
        for member in office.people.values():
            by_words = {case.id for case in everything if may_read(session, member.actor, case)}
            by_name = {case.id for case in everything if may_know(session, member.actor, case)}
            assert set(session.scalars(select(Complaint.id).where(readable(member.actor)))) == by_words, member.login
            assert set(session.scalars(select(Complaint.id).where(knowable(member.actor)))) == by_name, member.login


def test_erasing_a_case_takes_its_words_out_of_the_index(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases
):
    with storage.writing() as session:
        hole = session.get_one(Complaint, cases["hole"])
        answered(session, clock, office, hole, Reply("zasadna", text="Naprawimy jezdnię.", settled_on=clock.today()))
    actor = office.actor(Role.HEAD)
    with storage.reading() as session:
        assert found(session, actor, "jezdnia") == ["Dziura w drodze"]
    with storage.writing() as session:
        officer = office.actor(Role.QUALITY_OFFICER)
        erase(session, clock, officer, session.get_one(Complaint, cases["hole"]), Basis.REQUEST, "wniosek")
    with storage.reading() as session:
        for typed in ("dziura", "wójcik", "jezdnia", "chodnik", "PO.5310.12.2025"):
            assert found(session, actor, typed) == [], typed
        row = session.scalars(select(ComplaintWords).where(ComplaintWords.complaint_id == cases["hole"])).one()
        assert (row.letter, row.person) == ("", "")
        assert len(found(session, actor, "1/2026")) == 1
    assert list(differing(storage)) == []
    tidy(storage)
    if storage.engine.dialect.name == "sqlite":
        with storage.engine.connect() as connection:
            blocks = connection.execute(text(f"SELECT block FROM {INDEX}_data")).scalars().all()
        assert not any(b"jezd" in block or b"wojcik" in block for block in blocks)


def test_a_change_taken_back_is_not_in_the_index(storage: Storage, clock: FixedClock, office: FoundedOffice, cases):
    with storage.session(writing=True) as session:
        note(session, clock, office.actor(Role.HANDLER), session.get_one(Complaint, cases["hole"]), "Latarnia.")
        session.rollback()
        session.commit()
    with storage.writing() as session:
        point = session.begin_nested()
        received(session, clock, office, subject="Latarnia")
        point.rollback()
        received(session, clock, office, subject="Ławka")
    with storage.reading() as session:
        assert found(session, office.actor(Role.HEAD), "latarnia") == []
        assert found(session, office.actor(Role.HEAD), "ławka") == ["Ławka"]
    assert list(differing(storage)) == []


def test_what_came_in_past_the_models_is_found_by_comparing_and_mended(storage: Storage, office: FoundedOffice, cases):
    actor = office.actor(Role.HEAD)
    with storage.engine.execution_options(writing=True).begin() as connection:
        connection.execute(delete(ComplaintWords).where(ComplaintWords.complaint_id == cases["noise"]))
        changed = update(ComplaintMatter).where(ComplaintMatter.complaint_id == cases["hole"])
        connection.execute(changed.values(text="Latarnia nie świeci."))
    assert sorted(differing(storage)) == ["case 1/2026: other words in letter", "case 2/2026: not in the index"]
    assert list(index_all(storage)) == [3]
    assert list(differing(storage)) == []
    with storage.reading() as session:
        assert found(session, actor, "latarnia") == ["Dziura w drodze"]
        assert found(session, actor, "sądu") == []
        assert found(session, actor, "psy") == ["Hałas"]


def test_after_an_upgrade_numbers_are_found_at_once_and_words_when_they_are_read(
    storage: Storage, office: FoundedOffice, cases
):
    actor = office.actor(Role.HEAD)
    with storage.engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(ComplaintWords).values(version=0, letter="", person=""))
    with storage.reading() as session:
        assert is_incomplete(session)
        assert found(session, actor, "1/2026") == ["Dziura w drodze"]
    assert all(said.endswith("indexed by older rules") for said in differing(storage))
    assert index_waiting(storage) == 3
    assert index_waiting(storage) == 0
    with storage.reading() as session:
        assert not is_incomplete(session)
        assert found(session, actor, "wójcik") == ["Dziura w drodze"]


def test_an_index_of_the_database_that_lost_a_row_is_noticed(storage: Storage, cases):
    if storage.engine.dialect.name != "sqlite":
        return  # PostgreSQL keeps its indexes itself
    with storage.engine.execution_options(writing=True).begin() as connection:
        connection.execute(text(f"INSERT INTO {INDEX}({INDEX}) VALUES ('delete-all')"))
    assert list(differing(storage)) == ["the index of the database does not say what its table says"]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_filing_writes_the_index_with_one_statement(
    storage: Storage, clock: FixedClock, office: FoundedOffice, statements
):
    with storage.session(writing=True) as session:
        received(session, clock, office)
        with statements() as seen:
            session.commit()
            assert [sql.split("(")[0].strip() for sql in seen if "complaint_words" in sql] == [
                "INSERT INTO complaint_words"
            ]
            assert not any(sql.startswith("SELECT") for sql in seen)


def test_a_filing_of_the_web_form_is_found_by_all_its_words_though_no_flush_wrote_it(
    client: FlaskClient, storage: Storage, office: FoundedOffice
):
    page = client.get("/pl/complaint").get_data(as_text=True)
    typed = {**FILING, "department": str(office.home.id), "remedy": "Drugie stanowisko"}
    answer = client.post("/pl/complaint", data={**hidden(page), **typed})
    assert answer.status_code == 200
    assert list(differing(storage)) == []
    with storage.reading() as session:
        for word in ("kolejki", "godziny", "stanowiska", "Próbna", "1/2026"):
            assert found(session, office.actor(Role.CLERK), word) == [FILING["subject"]], word


def test_a_step_that_writes_no_words_costs_the_index_nothing(
    storage: Storage, office: FoundedOffice, cases, statements
):
    with storage.session(writing=True) as session:
        session.get_one(Complaint, cases["hole"]).handler_id = None
        with statements() as seen:
            session.flush()
            session.commit()
            assert not any("complaint_words" in sql for sql in seen)


def test_the_clerk_finds_by_number_name_words_and_day(
    storage: Storage, clock: FixedClock, office: FoundedOffice, cases
):
    clerk, auditor = office.actor(Role.CLERK), office.actor(Role.AUDITOR)
    with storage.reading() as session:
        [one] = find_cases(session, clerk, " wojcik ").cases
        assert (one.case.id, one.name) == (cases["hole"], "Anna Wójcik")
        assert [one.name for one in find_cases(session, auditor, "dziura").cases] == ["", ""]
        assert len(find_cases(session, clerk, "", clock.today()).cases) == 2
        assert find_cases(session, clerk, "", clock.today() - dt.timedelta(days=1)).cases == ()
        assert find_cases(session, clerk, "  ").cases == ()
        assert len(find_cases(session, clerk, "2/2026", clock.today()).cases) == 1


def test_more_cases_than_can_be_shown_are_said_to_be_there(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        for number in range(26):
            received(session, clock, office, subject=f"Sprawa {number}")
    with storage.reading() as session:
        told = find_cases(session, office.actor(Role.CLERK), "sprawa")
    assert (len(told.cases), told.has_more) == (25, True)


def test_every_lexeme_reaches_postgresql_as_one(storage: Storage):
    """Its parser must see no hosts, numbers with exponents or versions in what is plain letters and digits."""
    if storage.engine.dialect.name != "postgresql":
        return
    odd = [
        "1e5",
        "12e",
        "0123",
        "no214y2026",
        "sgor151172026",
        "1a",
        "u65e5u672c",
        "143152026",
        "a7",
        "0x1f",
        "12a3b4e5",
    ]
    odd += ["xt1e10", "po5310122025", "9" * 60, "e5", "00", "3d"]
    with storage.engine.connect() as connection:
        for lexeme in odd:
            query = text(
                "SELECT to_tsvector('simple', :one) @@ CAST(:one AS tsquery), length(to_tsvector('simple', :one))"
            )
            assert connection.execute(query, {"one": lexeme}).one() == (True, 1), lexeme


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_command_makes_the_index_anew_and_compares_it(app: Flask, storage: Storage, cases):
    def said(*args: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["cases", "index", *args])
        return result.exit_code, result.output

    assert said("--check") == (0, "The index says what the cases say.\n")
    with storage.engine.execution_options(writing=True).begin() as connection:
        connection.execute(delete(ComplaintWords))
    code, told = said("--check")
    assert code == 1
    assert "case 2/2026: not in the index" in told
    assert "Error: 3 differences. flask cases index makes the index anew." in told
    assert said() == (0, "3 cases indexed\n3 cases are in the index.\n")
    assert said("--check")[0] == 0


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_queue_says_so_while_older_cases_are_still_unread(storage: Storage, signed_in, cases):
    head = signed_in(Role.HEAD)
    assert "czyta jeszcze" not in head.get("/staff/pl/queue?q=wojcik").text
    assert "Dziura" in head.get("/staff/pl/queue?q=wojcik").text
    with storage.engine.execution_options(writing=True).begin() as connection:
        connection.execute(update(ComplaintWords).values(version=0))
    assert "czyta jeszcze" in head.get("/staff/pl/queue?q=wojcik").text
    assert "czyta jeszcze" not in head.get("/staff/pl/queue").text
