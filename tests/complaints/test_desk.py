"""The clerk's pages: finding a case, phone calls and their invitations, a new code with the receipt."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.actions import CallTyped, issue_code, link_call, note_call, sweep_calls
from complaints.actions.erase import erase_again
from complaints.models import Complaint, PhoneCall
from complaints.queries.search import find_cases
from complaints.queries.status import status_of
from complaints.reactions import INVITATION
from complaints.replaying import REPLAYS as ALL
from complaints.replaying.calls import REPLAYS
from complaints.rules.erasing import Basis
from complaints.rules.kinds import Channel
from kernel.clock import FixedClock
from kernel.ids import new_id, typed_code
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.replays import compare
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.complaints.handling import PERSONAL, last_entry, length, received, refused
from tests.filling import document, text
from tests.pages import text_of
from worker.loop import Worker
from worker.models import OutboxRow

Enter = Callable[..., FlaskClient]
ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
DESK, CALLS = "/staff/pl/desk", "/staff/pl/calls"
CODE = "7QK4M2XD9TBR"


def call(**changes: object) -> CallTyped:
    """A call as typed."""
    given = {"called_on": dt.date(2026, 11, 20), "topic": "kolejka", "told": "Zaproszono.", "submission_id": new_id()}
    return CallTyped(**{**given, **changes})  # type: ignore[arg-type]


class TestFinding:
    """By number, name and day, and never what one may not know."""

    def test_number_name_and_day_lead_to_the_case(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            number = received(session, clock, office, subject="Kolejka").register_number
            received(session, clock, office, name="Jan Inny", subject="Inna", received_on=dt.date(2026, 11, 19))
        with storage.reading() as session:

            def found(text: str, day: dt.date | None = None) -> list[str]:
                return [one.case.subject for one in find_cases(session, clerk, text, day).cases]

            assert found(number) == found("Źdźbło") == found("", clock.today()) == ["Kolejka"]
            assert found("", None) == found("Źdźbło", dt.date(2026, 11, 19)) == []

    @ON_SQLITE
    def test_a_name_leads_nobody_who_may_not_know_it_to_a_case(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            received(session, clock, office)
        with storage.reading() as session:
            for actor in (office.actor(Role.AUDITOR), office.actor(Role.CLERK, next_door=True)):
                assert find_cases(session, actor, "Źdźbło").cases == ()
            (by_subject,) = find_cases(session, office.actor(Role.AUDITOR), "Kolejka").cases
            assert by_subject.name == ""
            (known,) = find_cases(session, office.actor(Role.CLERK), "Kolejka").cases
            assert known.name == PERSONAL["name"]


class TestCalls:
    """A call is noted once, may lead to a case, and is forgotten."""

    def test_a_call_is_noted_once_with_its_words_only_as_a_commitment(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        clerk, typed = office.actor(Role.CLERK), call(topic="tajny temat", email="kto@example.pl")
        with storage.writing() as session:
            before = length(session)
            assert not note_call(session, clock, clerk, typed).is_repeated
            assert note_call(session, clock, clerk, typed).is_repeated
            assert length(session) == before + 1
            entry = last_entry(session)
            assert entry["tag"] == "complaints:call:note"
            assert "tajny" not in str(entry)
            assert "example.pl" not in str(entry)
            assert not session.scalars(select(OutboxRow)).all()  # reactions are told of it, not this action
            with refused(session, "already_filed"):
                note_call(session, clock, clerk, call(topic="inny", submission_id=typed.submission_id))
            assert compare(session, REPLAYS).difference is None

    @ON_SQLITE
    @pytest.mark.parametrize(
        ("changes", "code"), [({"topic": " "}, "no_text"), ({"called_on": dt.date(2026, 11, 22)}, "wrong_day")]
    )
    def test_a_call_has_words_and_has_been(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, changes: dict[str, object], code: str
    ):
        with storage.writing() as session, refused(session, code):
            note_call(session, clock, office.actor(Role.CLERK), call(**changes))

    @ON_SQLITE
    def test_it_leads_to_one_case_that_came_after_it(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            noted = session.get_one(PhoneCall, note_call(session, clock, clerk, call()).call_id)
            older = received(session, clock, office, received_on=dt.date(2026, 11, 19))
            later = received(session, clock, office, name="Jan Inny")
            with refused(session, "filed_before_call"):
                link_call(session, clock, clerk, noted, older)
            link_call(session, clock, clerk, noted, later)
            assert last_entry(session)["data"] == {"complaint": str(later.id)}
            with refused(session, "call_linked"):
                link_call(session, clock, clerk, noted, later)
            with refused(session, "forbidden"):
                link_call(session, clock, office.actor(Role.HANDLER), noted, later)
            assert compare(session, REPLAYS).difference is None

    def test_its_words_are_forgotten_and_that_it_was_stays(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            note_call(session, clock, office.actor(Role.CLERK), call(email="kto@example.pl"))
            assert sweep_calls(session, clock) == 0
            clock.advance(days=91)
            assert sweep_calls(session, clock) == 1
            assert sweep_calls(session, clock) == 0
            (left,) = session.scalars(select(PhoneCall))
            assert (left.topic, left.told, left.email, left.salt) == ("", "", "", "")
            assert compare(session, REPLAYS).difference is None

    def test_its_words_go_with_the_case_it_led_to(self, storage: Storage, clock: FixedClock, office: FoundedOffice):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            noted = session.get_one(PhoneCall, note_call(session, clock, clerk, call(email="kto@example.pl")).call_id)
            other = session.get_one(PhoneCall, note_call(session, clock, clerk, call()).call_id)
            case = received(session, clock, office)
            link_call(session, clock, clerk, noted, case)
            assert erase_again(session, clock, case, Basis.REQUEST, "na prośbę")
            assert (noted.topic, noted.told, noted.email, noted.salt) == ("", "", "", "")
            assert other.told == "Zaproszono."
            assert compare(session, REPLAYS).difference is None

    def test_the_same_form_arriving_twice_at_once_is_one_call(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
    ):
        typed, clerk = call(), office.actor(Role.CLERK)
        with storage.writing() as session:
            first = note_call(session, clock, clerk, typed).call_id
        with storage.writing() as session:
            looked: list[object] = []
            look = session.get

            def too_early(kind: type[PhoneCall], key: object) -> PhoneCall | None:
                looked.append(key)
                return None if len(looked) == 1 else look(kind, key)

            monkeypatch.setattr(session, "get", too_early)
            again = note_call(session, clock, clerk, typed)
        assert (again.call_id, again.is_repeated) == (first, True)

    @ON_SQLITE
    @pytest.mark.parametrize(
        ("field", "value"), [("topic", "inny"), ("called_on", dt.date(2026, 11, 1)), ("erased_at", NOW)]
    )
    def test_a_call_edited_past_the_record_is_found(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice, field: str, value: object
    ):
        with storage.writing() as session:
            noted = session.get_one(PhoneCall, note_call(session, clock, office.actor(Role.CLERK), call()).call_id)
            setattr(noted, field, value)
            session.flush()
            assert compare(session, REPLAYS).difference is not None


@ON_SQLITE
def test_the_invitation_goes_by_mail_once_in_the_callers_language(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    typed = call(email="kto@example.pl", language="en", topic="tajny temat")
    with storage.writing() as session:
        call_id = note_call(session, clock, office.actor(Role.CLERK), typed).call_id
    with storage.reading() as session:
        (row,) = session.scalars(select(OutboxRow))
        assert (row.kind, json.loads(row.payload)) == (INVITATION, {"call": str(call_id)})
    for _round in range(2):
        Worker(app).drain()
    (path,) = (Path(app.config["SETTINGS"].data_folder) / "mail").glob("*.eml")
    letter = message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(letter, EmailMessage)
    assert letter["To"] == "kto@example.pl"
    assert "https://opinie.proba.example/en/complaint" in letter.get_content()
    assert "tajny" not in letter.get_content()
    with storage.reading() as session:
        tags = select(LedgerEntry.tag).where(LedgerEntry.stream == f"call:{call_id}")
        assert list(session.scalars(tags)) == ["complaints:call:note", "complaints:call:invite"]
        assert compare(session, REPLAYS).difference is None


@ON_SQLITE
@pytest.mark.parametrize(("typed", "told"), [("kto@example.pl", "k•••@example.pl"), ("x@y.pl", "x•••@y.pl")])
def test_the_address_of_a_caller_is_told_by_nobody_after_it_was_typed(
    signed_in: Callable[..., FlaskClient],
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    typed: str,
    told: str,
):
    """It is contact data, and a look at it would have to be recorded; the program alone needs it whole."""
    with storage.writing() as session:
        call_id = note_call(session, clock, office.actor(Role.CLERK), call(email=typed)).call_id
    for role in (Role.CLERK, Role.HEAD):
        page = signed_in(role).get(f"/staff/pl/calls/{call_id}").text
        assert told in page
        assert typed not in page


@ON_SQLITE
class TestCodes:
    """A new code ends the one before."""

    def test_the_new_code_opens_and_the_old_one_does_not(
        self, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        clerk = office.actor(Role.CLERK)
        with storage.writing() as session:
            case = received(session, clock, office, channel=Channel.COUNTER, code=CODE)
            fresh = "ABCDEFGH1234"
            with refused(session, "not_identified"):
                issue_code(session, clock, clerk, case, fresh, is_identified=False)
            assert not issue_code(session, clock, clerk, case, fresh, is_identified=True).is_repeated
            assert last_entry(session)["data"] == {"replaces": True}
            assert issue_code(session, clock, clerk, case, fresh, is_identified=True).is_repeated
            assert status_of(session, case.register_number, CODE) is None
            assert status_of(session, case.register_number, fresh) is case
            for role in (Role.AUDITOR, Role.QUALITY_OFFICER):
                with refused(session, "forbidden"):
                    issue_code(session, clock, office.actor(role), case, CODE, is_identified=True)

    def test_the_page_shows_it_once(
        self, signed_in: Enter, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            case = received(session, clock, office)
            case_id, number = case.id, case.register_number
        clerk, path = signed_in(Role.CLERK), f"/staff/pl/case/{case_id}/code"
        fields = _fields(clerk.get(path))
        assert clerk.post(path, data=fields).status_code == 422
        shown = clerk.post(path, data=fields | {"identified": "y"})
        (code,) = [text_of(one) for one in document(shown).iterfind(".//b[@class='code']")]
        assert shown.status_code == 200
        with storage.reading() as session:
            assert status_of(session, number, typed_code(code)) is not None
        assert code not in text(clerk.get(f"/staff/pl/case/{case_id}/confirmation"))
        assert signed_in(Role.CLERK, next_door=True).get(path).status_code == 404
        assert signed_in(Role.AUDITOR).get(path).status_code == 403


@ON_SQLITE
class TestPages:
    """What a clerk sees and does."""

    def test_a_case_is_found_and_its_confirmation_is_a_press_away(
        self, signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            received(session, clock, office)
        clerk = signed_in(Role.CLERK)
        fields = _fields(clerk.get(DESK))
        found = clerk.post(DESK, data=fields | {"text": "Źdźbło"})
        assert (found.status_code, PERSONAL["name"] in text(found)) == (200, True)
        assert not [secret for secret in (PERSONAL["address"], PERSONAL["phone"]) if secret in text(found)]
        assert any("/confirmation" in str(link.get("href")) for link in document(found).iterfind(".//a"))
        assert clerk.post(DESK, data=fields).status_code == 422
        assert "Nie ma takiej sprawy" in text(clerk.post(DESK, data=fields | {"text": "nikt taki"}))

    def test_a_call_is_noted_handed_out_as_a_sheet_and_linked_with_what_came_of_it(
        self, signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        clerk = signed_in(Role.CLERK)
        fields = _fields(clerk.get(f"{CALLS}/new")) | {
            "topic": "Głośna budowa",
            "told": "Zaproszono.",
            "language": "pl",
        }
        missing = clerk.post(f"{CALLS}/new", data=fields | {"topic": ""})
        assert (missing.status_code, "w kilku słowach" in text(missing)) == (422, True)
        noted = clerk.post(f"{CALLS}/new", data=fields)
        path = noted.location
        assert noted.status_code == 302
        assert clerk.post(f"{CALLS}/new", data=fields).location == path
        assert "Głośna budowa" in text(clerk.get(CALLS))
        sheet = clerk.get(f"{path}/invitation")
        assert "ul. Próbna 1" in text(sheet).replace("\u00a0", " ")
        assert "Głośna budowa" not in text(sheet)
        assert clerk.get(f"{path}/invitation".replace("/pl/", "/uk/")).status_code == 200
        with storage.writing() as session:
            number = received(session, clock, office).register_number
        link = _fields(clerk.get(path))
        wrong = clerk.post(path, data=link | {"number": "999/2026"})
        assert (wrong.status_code, "Nie ma sprawy o tym numerze" in text(wrong).replace("\u00a0", " ")) == (422, True)
        assert number in text(clerk.post(path, data=link | {"number": number}, follow_redirects=True))
        assert number in text(clerk.get(CALLS))
        with storage.writing() as session:
            erase_again(session, clock, session.scalars(select(Complaint)).one(), Basis.REQUEST, "na prośbę")
        erased = text(clerk.get(path)).replace("\u00a0", " ")
        assert "Dane osobowe i treść pism usunięto: 21 listopada 2026" in erased
        assert "od rozmowy minęło 90 dni" not in erased

    @pytest.mark.parametrize("path", [DESK, CALLS, f"{CALLS}/new"])
    def test_only_those_who_register_get_in(self, signed_in: Enter, client: FlaskClient, path: str):
        assert client.get(path).status_code == 302
        for role in Role:
            assert signed_in(role).get(path).status_code == (200 if role in (Role.CLERK, Role.HEAD) else 403)

    def test_calls_of_another_department_are_not_there(
        self, signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice
    ):
        with storage.writing() as session:
            there = note_call(session, clock, office.actor(Role.CLERK), call(department_id=office.home.id)).call_id
        stranger = signed_in(Role.CLERK, next_door=True)
        for path in (f"{CALLS}/{there}", f"{CALLS}/{there}/invitation", f"{CALLS}/{uuid.UUID(int=1)}"):
            assert stranger.get(path).status_code == 404
        assert "kolejka" not in text(stranger.get(CALLS))

    @pytest.mark.parametrize(
        ("role", "path"), [(Role.CLERK, "/desk"), (Role.HEAD, "/department"), (Role.HANDLER, "/queue?who=")]
    )
    def test_everybody_lands_where_the_work_is(self, signed_in: Enter, role: Role, path: str):
        assert path in signed_in(role).get("/staff/pl/").location


def _fields(page: object) -> dict[str, str]:
    """The hidden fields and days of the form on a page."""
    main = document(page).iterfind(".//main//form//input")  # type: ignore[arg-type]
    kept = [one for one in main if one.get("type") in ("hidden", None) and one.get("value")]
    return {str(one.get("name")): str(one.get("value")) for one in kept}


@ON_SQLITE
def test_the_case_of_a_code_stays_what_it_is_by_the_record(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        case = received(session, clock, office)
        issue_code(session, clock, office.actor(Role.CLERK), case, CODE, is_identified=True)
        assert compare(session, ALL).difference is None
        assert session.get_one(Complaint, case.id).code_hash
