"""The desk's pages: fast entry, what the law says of a letter, and what is printed; four verses for each address."""

from __future__ import annotations

import io
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select, update

from attachments.models import StagedUpload
from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from ledger.queries import latest_entries
from ledger.verify import verify
from office.actions.defaults import lay_defaults
from office.models import FilingClass, Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, assigned, length, received
from tests.filling import errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
REGISTER = "/staff/pl/register"
ABLE = {
    "about": {Role.CLERK, Role.HANDLER, Role.HEAD, Role.QUALITY_OFFICER},
    "sign": {Role.CLERK, Role.HANDLER, Role.HEAD, Role.QUALITY_OFFICER},
    "split": {Role.HANDLER, Role.HEAD},
    "related": {Role.CLERK, Role.HANDLER, Role.HEAD},
    "confirmation": {Role.CLERK, Role.HANDLER, Role.HEAD},
}
"""Who may open a page of a case: whoever may note, and, where it says who filed, may know that."""


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """An oral skarga of the home department, given to the handler there, filed by somebody who filed one before."""
    with storage.writing() as session:
        lay_defaults(session, clock, SYSTEM)
        received(session, clock, office, subject="Dawna kolejka")
        return assigned(session, clock, office, channel=Channel.ORAL).id


def at(case: uuid.UUID, page: str = "") -> str:
    return f"/staff/pl/case/{case}" + (f"/{page}" if page else "")


def letter(office: FoundedOffice, **changes: str) -> dict[str, str]:
    """A letter as typed at the desk."""
    return {"department": str(office.home.id), "subject": "Ławki", "text": "Proszę o ławki.", **PERSONAL, **changes}


def entries(storage: Storage) -> int:
    with storage.reading() as session:
        assert verify(session).is_whole
        return length(session)


def count(storage: Storage, table: Any) -> int:
    with storage.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


# --- the desk ---


def test_the_next_letter_keeps_channel_and_day(signed_in: Enter, office: FoundedOffice):
    clerk = signed_in(Role.CLERK)
    typed = letter(office, **{"channel": "email", "received-d": "16", "kind": "petycja"})
    done = clerk.get(send(clerk, clerk.get(REGISTER), **typed).headers["Location"])
    assert "Zarejestrowano: P 1/2026" in text(done)
    kept = fields(clerk.get(f"{REGISTER}?channel=email&received=2026-11-16"))
    assert f'href="{REGISTER}?channel=email&amp;received=2026-11-16"' in done.text
    assert (kept["channel"], kept["received-d"], kept["received-m"], kept["received-y"]) == (
        "email",
        "16",
        "11",
        "2026",
    )
    assert (kept["name"], kept["kind"]) == ("", "skarga")
    odd = fields(clerk.get(f"{REGISTER}?channel=phone&received=2026-13-45"))
    assert (odd["channel"], odd["received-d"]) == ("paper", "21")


def test_all_that_is_known_of_a_letter_is_registered_at_once(signed_in: Enter, storage: Storage, office: FoundedOffice):
    clerk, person = signed_in(Role.CLERK), office.member(Role.HANDLER).person_id
    typed = letter(
        office, about="employee", about_person=str(person), about_department=str(office.next_door.id),
        matter="delegated", councillor="senator", is_withheld="y", is_safety="y",
    )  # fmt: skip
    assert send(clerk, clerk.get(REGISTER), **typed).status_code == 302
    with storage.reading() as session:
        found = session.scalars(select(Complaint)).one()
    assert (found.about, found.about_person_id, found.about_department_id) == ("employee", person, office.next_door.id)
    assert (found.matter, found.councillor) == ("delegated", "senator")
    assert (found.is_withheld, found.is_safety) == (True, True)
    shown = text(clerk.get(at(found.id)))
    for words in ("pracownika urzędu: Próba (handler)", "senatorka lub senator", "zadania zlecone", "bezpieczeństwo"):
        assert words in shown


def test_p07_a_letter_without_an_address_is_registered_and_the_next_step_is_offered(
    signed_in: Enter, storage: Storage, office: FoundedOffice
):
    clerk, head = signed_in(Role.CLERK), signed_in(Role.HEAD)
    done = send(clerk, clerk.get(REGISTER), **letter(office, address=""))
    assert "§ 8 ust. 1" in text(clerk.get(done.headers["Location"]))
    with storage.reading() as session:
        case = session.scalars(select(Complaint)).one().id
    page = head.get(at(case))
    assert "§ 8 ust. 1" in text(page)
    leave = at(case, "step/leave")
    assert f'href="{leave}"' in page.text
    assert send(head, head.get(leave), "step", basis="reg_8_1").headers["Location"] == at(case)
    shown = text(head.get(at(case)))
    assert "Bez rozpoznania" in shown
    assert "1/2026" in shown


def test_p05_an_appeal_by_plain_mail_is_registered_with_what_has_to_be_done(
    signed_in: Enter, storage: Storage, office: FoundedOffice
):
    clerk, head = signed_in(Role.CLERK), signed_in(Role.HEAD)
    done = send(clerk, clerk.get(REGISTER), **letter(office, kind="odwolanie", channel="email"))
    shown = text(clerk.get(done.headers["Location"]))
    assert "O 1/2026" in shown
    assert "art. 63 § 1 KPA" in shown
    assert "zawiadomić" in shown
    with storage.reading() as session:
        case = session.scalars(select(Complaint)).one().id
    assert "art. 63 § 1 KPA" in text(head.get(at(case)))
    left = send(head, head.get(at(case, "step/leave")), "step", basis="kpa_63_1")
    assert left.status_code == 302
    assert "Bez rozpoznania" in text(head.get(at(case)))


def test_a_way_the_law_does_not_know_is_explained_and_nothing_is_lost(
    signed_in: Enter, storage: Storage, office: FoundedOffice
):
    clerk, before = signed_in(Role.CLERK), entries(storage)
    typed = letter(office, kind="petycja", channel="oral")
    page = send(clerk, clerk.get(REGISTER), **typed)
    assert page.status_code == 422
    assert "Petycji nie można złożyć ustnie" in errors_beside(page)["channel"]
    assert {**fields(page), **typed} == fields(page)
    assert entries(storage) == before
    assert send(clerk, page, channel="paper").status_code == 302


@pytest.mark.parametrize("what", ["court", "whistleblower"])
def test_what_belongs_elsewhere_is_led_there_and_never_stored(
    signed_in: Enter, storage: Storage, office: FoundedOffice, what: str
):
    clerk = signed_in(Role.CLERK)
    blank = clerk.get(REGISTER)
    with_file = {**fields(blank), **letter(office), "attach": "1", "files": (io.BytesIO(b"Tajne."), "list.txt")}
    staged = clerk.post(REGISTER, data=with_file, content_type="multipart/form-data")
    assert count(storage, StagedUpload) == 1
    before = entries(storage)
    page = send(clerk, staged, elsewhere=what)
    assert page.status_code == 200
    assert ("30 dni" if what == "court" else "sygnalist") in text(page)
    assert ("21 grudnia 2026" in text(page)) == (what == "court")
    assert (count(storage, Complaint), count(storage, StagedUpload), entries(storage)) == (0, 0, before)
    again = send(clerk, page, back="1")
    assert again.status_code == 200
    assert {**fields(again), **letter(office)} == fields(again)
    assert fields(again)["elsewhere"] == ""


def test_at_the_counter_the_confirmation_carries_the_code_that_opens_the_case(
    signed_in: Enter, client: FlaskClient, storage: Storage, office: FoundedOffice
):
    clerk = signed_in(Role.CLERK)
    done = send(clerk, clerk.get(REGISTER), **letter(office, channel="counter"))
    case = uuid.UUID(done.headers["Location"].rsplit("/", 1)[1])
    page = clerk.get(at(case, "confirmation"))
    shown = text(page)
    code = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", shown)[0]
    assert "Ławki" in text(send(client, client.get("/pl/case"), number="1/2026", code=code))
    before = entries(storage)
    assert send(clerk, page, to=at(case, "confirmation")).status_code == 302
    given = text(clerk.get(at(case, "confirmation")))
    assert "Potwierdzenie wydano" in given
    assert code not in given
    assert entries(storage) == before + 1


# --- pages of a case: they work ---


def test_a_case_is_described(signed_in: Enter, storage: Storage, office: FoundedOffice, case: uuid.UUID):
    clerk, head = signed_in(Role.CLERK), signed_in(Role.HEAD)
    assert send(clerk, clerk.get(at(case, "about")), "step", about="mayor").headers["Location"] == at(case)
    assert "burmistrza" in text(clerk.get(at(case)))
    assert fields(clerk.get(at(case, "about")), "step")["about"] == "mayor"
    before = entries(storage)
    other = {"about": "department", "about_department": str(office.home.id), "reason": "Tak wynika z pisma."}
    assert send(clerk, clerk.get(at(case, "about")), "step", **other).status_code == 403  # no longer about the mayor
    gone = send(head, head.get(at(case, "about")), "step", **other)
    assert gone.headers["Location"] == "/staff/pl/queue"
    assert clerk.get(at(case)).status_code == 404
    assert entries(storage) == before + 1


def test_a_case_gets_a_sign_and_is_found_by_it(signed_in: Enter, storage: Storage, case: uuid.UUID):
    clerk = signed_in(Role.CLERK)
    with storage.writing() as session:
        chosen = session.scalars(select(FilingClass).where(FilingClass.symbol == "1511")).one().id
    refused = send(clerk, clerk.get(at(case, "sign")), "step", filing_class=str(chosen))
    assert refused.status_code == 422
    assert "Urząd nie ma symbolu" in text(refused)
    with storage.writing() as session:
        session.execute(update(Office).values(unit_symbol="OR"))
    assert send(clerk, refused, "step").status_code == 302
    assert "OR.1511.1.2026" in text(clerk.get(at(case)))
    found = text(clerk.get("/staff/pl/queue?q=or.1511.1.2026"))
    assert "2/2026" in found
    assert "Dawna kolejka" not in found


def test_a_letter_is_split(signed_in: Enter, storage: Storage, office: FoundedOffice, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    page = send(handler, handler.get(at(case, "split")), "step", subject_2="Park")
    assert (page.status_code, set(errors_beside(page))) == (422, {"text_2"})
    before = entries(storage)
    typed = {"kind_1": "wniosek", "subject_1": "Ławki", "text_1": "O ławki.", "kind_2": "petycja", "text_2": "O park."}
    typed["department_1"] = str(office.home.id)
    assert send(handler, page, "step", **typed).headers["Location"] == at(case)
    assert entries(storage) == before + 3
    assert "P 1/2026" in text(handler.get("/staff/pl/queue?state=all&q=3/2026")) or count(storage, Complaint) == 4


def test_an_earlier_case_is_shown_and_linked(signed_in: Enter, storage: Storage, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    shown = text(handler.get(at(case)))
    assert "Dawna kolejka" in shown
    assert "jeszcze w toku" in shown
    page = handler.get(at(case, "related"))
    with storage.reading() as session:
        earlier = session.scalars(select(Complaint.id).where(Complaint.subject == "Dawna kolejka")).one()
    assert send(handler, page, "step").status_code == 422
    assert send(handler, page, "step", earlier=str(earlier)).status_code == 302
    assert "wcześniejsza skarga" in text(handler.get(at(case, "related")))
    assert 'name="earlier"' not in handler.get(at(case, "related")).text
    stale = send(handler, page, "step", duplicate=str(earlier))
    assert stale.status_code == 409


@pytest.mark.parametrize("page", ["", "related", "protocol.pdf", "confirmation"])
def test_the_person_it_is_about_never_learns_who_filed(
    signed_in: Enter, storage: Storage, office: FoundedOffice, case: uuid.UUID, page: str
):
    with storage.writing() as session:
        person = office.member(Role.CLERK).person_id
        session.execute(update(Complaint).where(Complaint.id == case).values(about="employee", about_person_id=person))
    answer = signed_in(Role.CLERK).get(at(case, page))
    assert answer.status_code == (403 if page else 200)
    assert PERSONAL["name"] not in answer.text
    assert "Dawna kolejka" not in answer.text
    assert PERSONAL["name"] in signed_in(Role.HEAD).get(at(case)).text


# --- wrong method, strangers, the under-privileged ---


@pytest.mark.parametrize("page", list(ABLE))
def test_strangers_find_nothing_and_the_under_privileged_are_refused(
    signed_in: Enter, client: FlaskClient, storage: Storage, case: uuid.UUID, page: str
):
    stranger, people = signed_in(Role.HEAD, next_door=True), {role: signed_in(role) for role in Role}
    before = entries(storage)
    assert client.get(at(case, page)).status_code == 302
    assert stranger.get(at(case, page)).status_code == 404
    assert stranger.put(at(case, page)).status_code == 405
    assert stranger.post(at(case, page), data={"row_version": "2"}).status_code == 404
    for role in Role:
        assert people[role].get(at(case, page)).status_code == (200 if role in ABLE[page] else 403), role
    assert entries(storage) == before


def test_what_was_registered_is_seen_by_whoever_registers(signed_in: Enter, client: FlaskClient, case: uuid.UUID):
    address = f"/staff/pl/registered/{case}"
    assert client.get(address).status_code == 302
    assert signed_in(Role.CLERK).get(address).status_code == 200
    assert signed_in(Role.CLERK, next_door=True).get(address).status_code == 404
    assert signed_in(Role.HANDLER).get(address).status_code == 403
    assert signed_in(Role.CLERK).post(address).status_code == 405


def test_the_word_for_each_way_stands_on_the_page_of_the_desk(signed_in: Enter):
    shown = text(signed_in(Role.CLERK).get(REGISTER))
    for words in ("nie tą drogą", "rejestruje się i zostawia bez rozpoznania", "art. 63 § 1 KPA", "telefon"):
        assert words in shown


def test_the_record_of_a_registered_letter_names_nobody(signed_in: Enter, storage: Storage, office: FoundedOffice):
    clerk = signed_in(Role.CLERK)
    typed = letter(office, kind="petycja", on_behalf_of="Klub Próbny", may_publish="y")
    assert send(clerk, clerk.get(REGISTER), **typed).status_code == 302
    with storage.reading() as session:
        content = json.loads(latest_entries(session, 1)[0].canonical)
    assert content["data"]["kind"] == Kind.PETYCJA
    for secret in (*PERSONAL.values(), "Klub", "Ławki"):
        assert secret not in json.dumps(content, ensure_ascii=False)
