"""Mail to whoever complained and reminders to staff: asked for with the fact, written when sent, nothing twice."""

from __future__ import annotations

import datetime as dt
import json
import socket
import uuid
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.actions import FilingTyped, draft, receive
from complaints.actions.handle import Assignment, assign
from complaints.models import Complainant, Complaint
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import State
from complaints.rules.outcomes import OUTCOMES, legal_notice
from kernel.clock import FixedClock, warsaw
from kernel.permissions import RESIDENT, Role
from ledger.models import LedgerEntry
from office.models import Absence, Deputy, Office, Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import case_in, reply_to
from tests.complaints.handling import Reply, answered
from worker.effects import Work
from worker.loop import Worker
from worker.models import OutboxRow
from worker.rules import State as Effect

CODE = "7QK4M2XD9TBR"
ADDRESS = "jan.kowalski@example.pl"


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def typed_by_a_resident(**more) -> FilingTyped:
    facts = {"kind": Kind.SKARGA, "channel": Channel.WEB, "email": ADDRESS, "code": CODE, **more}
    return FilingTyped(subject="Kolejka", text="Trzy godziny.", name="Jan Kowalski", address="ul. Próbna 2", **facts)


def file(storage: Storage, clock: FixedClock, office: FoundedOffice, **more) -> uuid.UUID:
    facts = {
        "kind": Kind.SKARGA,
        "channel": Channel.WEB,
        "email": ADDRESS,
        "code": CODE,
        "department_id": office.home.id,
    }
    typed = FilingTyped(
        subject="Kolejka", text="Trzy godziny.", name="Jan Kowalski", address="ul. Próbna 2", **{**facts, **more}
    )
    with storage.writing() as session:
        return receive(session, clock, RESIDENT, typed).complaint_id


def answer(storage: Storage, clock: FixedClock, office: FoundedOffice, complaint_id: uuid.UUID, outcome: str) -> None:
    handler = office.member(Role.HANDLER)
    with storage.writing() as session:
        complaint = session.get_one(Complaint, complaint_id)
        head, assignment = office.actor(Role.HEAD), Assignment(handler.person_id, office.home.id)
        assign(session, clock, head, complaint, assignment, row_version=complaint.row_version)
        reply = Reply(outcome, "Przepraszamy.\nOtworzyliśmy drugie okienko.", clock.today())
        answered(session, clock, office, complaint, reply)


def sent(app: Flask) -> list[EmailMessage]:
    """The mails in the folder after a worker carried out what waits."""
    Worker(app).drain()
    found = []
    for path in sorted((Path(app.config["SETTINGS"].data_folder) / "mail").glob("*.eml")):
        letter = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(letter, EmailMessage)
        found.append(letter)
    return found


def rows(storage: Storage) -> list[OutboxRow]:
    with storage.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.created_at)))


def tags(storage: Storage, complaint_id: uuid.UUID) -> list[str]:
    with storage.reading() as session:
        stream = f"complaint:{complaint_id}"
        return list(session.scalars(select(LedgerEntry.tag).where(LedgerEntry.stream == stream)))


def test_whoever_gave_an_address_gets_the_number_the_last_day_and_the_reasons(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    complaint_id = file(storage, clock, office)
    (row,) = rows(storage)
    assert json.loads(row.payload) == {"complaint": str(complaint_id)}, "ids, and nothing about the person"
    (letter,) = sent(app)
    assert letter["To"] == ADDRESS
    assert letter["Subject"] == "Skarga 1/2026 jest w rejestrze"
    text = letter.get_content()
    assert "poniedziałek, 21 grudnia 2026" in text
    assert "art. 57 § 3 KPA" in text
    assert "https://opinie.proba.example/pl/case" in text
    assert "Urząd Testowy" in text
    assert not any(secret in text for secret in (CODE, "7QK4", "Kowalski", "Trzy godziny"))
    assert tags(storage, complaint_id)[-1] == "complaints:receipt:dispatch"


@pytest.mark.parametrize(
    ("kind", "channel", "subject", "words", "is_promised"),
    [
        (Kind.PETYCJA, Channel.PAPER, "Petycja P 1/2026 jest w rejestrze", "poniedziałek, 22 lutego 2027", True),
        (Kind.ODWOLANIE, Channel.PAPER, "Odwołanie O 1/2026 jest w rejestrze", "30 listopada 2026", True),
        (Kind.ODWOLANIE, Channel.EMAIL, "Odwołanie O 1/2026 jest w rejestrze", "zostanie bez rozpoznania", False),
    ],
)
def test_each_kind_is_confirmed_in_its_own_words_and_is_acknowledged_then(
    app: Flask,
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    kind: Kind,
    channel: Channel,
    subject: str,
    words: str,
    is_promised: bool,
):
    complaint_id = file(storage, clock, office, kind=kind, channel=channel, code=None)
    (letter,) = sent(app)
    assert letter["Subject"] == subject
    assert words in letter.get_content()
    assert ("najpóźniej w tym dniu" in letter.get_content()) == is_promised
    with storage.reading() as session:
        assert session.get_one(Complaint, complaint_id).acknowledged_at == clock.now()


@pytest.mark.parametrize(("lang", "subject"), [("en", None), ("uk", None), ("pl", "Wniosek 1/2026 jest w rejestrze")])
def test_the_mail_speaks_the_language_of_the_filing(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, lang: str, subject: str | None
):
    file(storage, clock, office, language=lang, kind=Kind.WNIOSEK)
    (letter,) = sent(app)
    assert letter["Content-Language"] == lang
    assert f"https://opinie.proba.example/{lang}/case" in letter.get_content()
    assert subject is None or letter["Subject"] == subject


def test_without_an_address_nobody_is_written_to(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    answer(storage, clock, office, file(storage, clock, office, email=""), "zasadna")
    assert rows(storage) == []


def test_a_letter_on_paper_is_confirmed_without_a_word_of_a_code(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    file(storage, clock, office, channel=Channel.PAPER, code=None)
    (letter,) = sent(app)
    assert "kod" not in letter.get_content()
    assert "/case" not in letter.get_content()


def test_a_form_sent_twice_is_confirmed_once(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    submission_id = uuid.uuid4()
    for _ in range(2):
        file(storage, clock, office, submission_id=submission_id)
    assert len(rows(storage)) == 1


def test_a_filing_that_is_given_up_asks_for_no_mail(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.session(writing=True) as session:
        receive(session, clock, RESIDENT, typed_by_a_resident())
        session.rollback()
    assert rows(storage) == []


@pytest.mark.parametrize(
    ("kind", "outcome", "notice"),
    [
        (Kind.SKARGA, "bezzasadna", "art. 239 § 1 KPA"),
        (Kind.SKARGA, "zasadna", ""),
        (Kind.WNIOSEK, "nieuwzgledniony", "art. 246 § 1 KPA"),
        (Kind.WNIOSEK, "uwzgledniony", ""),
    ],
)
def test_the_reply_comes_with_its_words_its_signatory_and_what_can_be_done(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind, outcome: str, notice: str
):
    complaint_id = file(storage, clock, office, kind=kind)
    sent(app)
    clock.advance(days=2)
    answer(storage, clock, office, complaint_id, outcome)
    letter = next(one for one in sent(app) if "Odpowiedź" in one["Subject"])
    text = letter.get_content().replace("\r\n", "\n")
    assert letter["To"] == ADDRESS
    assert "Przepraszamy.\nOtworzyliśmy drugie okienko.\n" in text
    assert text.count("Anna Próbna\ninspektor\n") == 1, "the signatory the head approved"
    assert "Próba (handler)" not in text, "not whoever sent it"
    assert "Dzień wysłania: 23 listopada 2026." in text
    assert "Podpisane pismo wysyłamy na adres podany w sprawie." in text
    assert ("Pouczenie" in text) == bool(notice)
    assert notice in text
    assert not any(secret in text for secret in (CODE, "Kowalski"))
    assert tags(storage, complaint_id)[-1] == "complaints:reply:dispatch"


def test_a_reply_queued_by_an_earlier_version_goes_out_the_same(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    complaint_id = file(storage, clock, office)
    answer(storage, clock, office, complaint_id, "zasadna")
    with storage.writing() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "complaints.reply")).one()
        row.payload = json.dumps({**json.loads(row.payload), "signed_by": str(office.member(Role.HANDLER).person_id)})
    letter = next(one for one in sent(app) if "Odpowiedź" in one["Subject"])
    assert "Anna Próbna" in letter.get_content()
    assert "Próba (handler)" not in letter.get_content()


def test_the_article_to_be_told_is_known_for_every_outcome():
    told = {(kind, outcome): legal_notice(kind, outcome) for kind in Kind for outcome in OUTCOMES[kind]}
    assert {f"{kind} {outcome}" for (kind, outcome), article in told.items() if article == "239"} == {
        "skarga bezzasadna",
        "skarga czesciowo_zasadna",
    }
    assert {f"{kind} {outcome}" for (kind, outcome), article in told.items() if article == "246"} == {
        "wniosek nieuwzgledniony",
        "wniosek czesciowo_uwzgledniony",
    }


def test_what_was_erased_before_the_mail_went_out_is_not_sent(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    complaint_id = file(storage, clock, office)
    with storage.writing() as session:
        session.delete(session.get_one(Complainant, complaint_id))
    assert sent(app) == []
    assert [row.state for row in rows(storage)] == [Effect.DONE]
    assert "complaints:receipt:dispatch" not in tags(storage, complaint_id)


def test_an_address_that_is_none_is_put_aside_with_a_reason(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    file(storage, clock, office, email="jan.kowalski")
    assert sent(app) == []
    assert [(row.state, row.last_error) for row in rows(storage)] == [(Effect.DEAD, "bad_address")]


def test_a_mail_whose_entry_stands_in_the_record_is_not_sent_again(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    complaint_id = file(storage, clock, office)
    (letter,) = sent(app)
    (row,) = rows(storage)
    file_name = Path(app.config["SETTINGS"].data_folder) / "mail" / f"{row.id}.eml"
    file_name.unlink()
    with app.app_context():
        app.extensions["effects"][row.kind](Work(row.id, json.loads(row.payload), storage, clock))
    assert not file_name.exists()
    assert tags(storage, complaint_id).count("complaints:receipt:dispatch") == 1
    assert letter["Message-ID"] == f"<{row.id}@localhost>"


def test_a_case_that_is_gone_is_hopeless(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    from worker.actions import enqueue

    with storage.writing() as session:
        enqueue(session, clock, "complaints.receipt", {"complaint": str(uuid.uuid4())})
    assert sent(app) == []
    assert [(row.state, row.last_error) for row in rows(storage)] == [(Effect.DEAD, "gone")]


def test_a_full_disk_loses_nothing(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    file(storage, clock, office)
    with monkeypatch.context() as patch:
        patch.setattr("worker.folder.os.fsync", full)
        assert sent(app) == []
    assert [(row.state, row.last_error) for row in rows(storage)] == [(Effect.WAITING, "disk_full")]
    assert list((Path(app.config["SETTINGS"].data_folder) / "mail").iterdir()) == [], "no half-written file"
    clock.advance(minutes=1)
    assert len(sent(app)) == 1


# --- reminders ---


def give_mail(storage: Storage, office: FoundedOffice, *roles: Role) -> None:
    with storage.writing() as session:
        for role in roles:
            session.get_one(Person, office.member(role).person_id).email = f"{role}@urzad.example.pl"


def reminders(app: Flask) -> dict[str, str]:
    """What each address was reminded of."""
    Worker(app).run_due_jobs()
    return {one["To"]: one.get_content() for one in sent(app) if "terminy" in one["Subject"]}


@pytest.fixture
def only_reminders(app: Flask) -> None:
    app.extensions["jobs"] = tuple(job for job in app.extensions["jobs"] if job.name == "reminders")


@pytest.mark.usefixtures("only_reminders")
def test_a_handler_is_reminded_in_the_last_three_working_days_and_the_head_when_it_is_late(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    give_mail(storage, office, Role.HANDLER, Role.HEAD, Role.AUDITOR)
    clock.move_to(warsaw(2026, 12, 15, 8))
    assert reminders(app) == {}
    clock.move_to(warsaw(2026, 12, 16, 8))
    told = reminders(app)
    assert set(told) == {"handler@urzad.example.pl"}
    assert "Skarga 1/2026: 21 grudnia 2026 (za 5 dni)" in told["handler@urzad.example.pl"]
    assert f"https://opinie.proba.example/staff/pl/case/{filed}" in told["handler@urzad.example.pl"]
    assert "Kolejka do stanowiska" not in told["handler@urzad.example.pl"], "subjects stay inside"
    clock.move_to(warsaw(2026, 12, 22, 8))
    told = reminders(app)
    assert set(told) == {"handler@urzad.example.pl", "head@urzad.example.pl"}
    assert "Po terminie w wydziale:" in told["head@urzad.example.pl"]


@pytest.mark.usefixtures("only_reminders")
def test_the_head_is_told_what_nobody_handles(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice):
    give_mail(storage, office, Role.HANDLER, Role.HEAD)
    file(storage, clock, office, email="")
    file(storage, clock, office, email="", department_id=office.next_door.id)
    clock.move_to(warsaw(2026, 11, 23, 8))
    told = reminders(app)
    assert set(told) == {"head@urzad.example.pl"}
    assert "Do przydzielenia" in told["head@urzad.example.pl"]
    assert "2/2026" not in told["head@urzad.example.pl"], "the department next door has a head of its own"


@pytest.mark.usefixtures("only_reminders")
def test_the_head_is_told_what_waits_for_approval_but_not_of_words_of_their_own(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    give_mail(storage, office, Role.HEAD)
    with storage.writing() as session:
        case_in(session, clock, office, Kind.PETYCJA, State.FOR_APPROVAL)
        own = case_in(session, clock, office, Kind.WNIOSEK, State.ASSIGNED)
        draft(session, clock, office.actor(Role.HEAD), own, reply_to(Kind.WNIOSEK).answer(), row_version=2)
    clock.move_to(warsaw(2026, 11, 23, 8))
    told = reminders(app)["head@urzad.example.pl"]
    assert "Czekają na akceptację odpowiedzi:" in told
    assert "Petycja P 1/2026" in told
    assert "Wniosek" not in told


@pytest.mark.parametrize(
    ("kind", "subject", "words"),
    [
        (Kind.PETYCJA, "Petycja P 1/2026 jest w rejestrze", ["rejestrze petycji", "22 lutego 2027", "trzy miesiące"]),
        (
            Kind.ODWOLANIE,
            "Odwołanie O 1/2026 jest w rejestrze",
            ["z aktami przekażemy", "30 listopada 2026", "art. 133"],
        ),
        (Kind.PONAGLENIE, "Ponaglenie O 1/2026 jest w rejestrze", ["art. 37 § 4 KPA"]),
    ],
)
def test_every_kind_is_confirmed_in_its_own_words(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind, subject: str, words: list[str]
):
    file(storage, clock, office, kind=kind, channel=Channel.PAPER)
    (letter,) = sent(app)
    assert letter["Subject"] == subject
    assert all(said in letter.get_content().replace("\u00a0", " ") for said in words), letter.get_content()
    assert "miesiąc od wpływu" not in letter.get_content()


@pytest.mark.usefixtures("only_reminders")
def test_a_reminder_is_sent_once_a_day_and_not_for_a_day_that_is_over(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    give_mail(storage, office, Role.HANDLER)
    clock.move_to(warsaw(2026, 12, 21, 8))
    Worker(app).run_due_jobs()
    cli = app.test_cli_runner()
    assert cli.invoke(args=["worker", "run-job", "reminders"]).output == (
        "reminders, 2026-12-21: done, 1 people reminded\n"
    )
    assert len(rows(storage)) == 1
    clock.move_to(warsaw(2026, 12, 22, 1))
    assert sent(app) == []
    assert [row.state for row in rows(storage)] == [Effect.DONE]


@pytest.mark.usefixtures("only_reminders")
def test_a_case_settled_before_the_mail_goes_out_is_not_reminded_of(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    give_mail(storage, office, Role.HANDLER)
    clock.move_to(warsaw(2026, 12, 21, 8))
    Worker(app).run_due_jobs()
    with storage.writing() as session:
        complaint = session.get_one(Complaint, filed)
        reply = Reply("zasadna", "Przepraszamy.", clock.today())
        answered(session, clock, office, complaint, reply)
    assert sent(app) == []


def test_the_case_shows_when_the_mail_went_out(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, signed_in
):
    complaint_id = file(storage, clock, office)
    sent(app)
    page = signed_in(Role.HEAD).get(f"/staff/pl/case/{complaint_id}").text
    assert "z potwierdzeniem przyjęcia" in page.split("timeline")[1].replace("\u00a0", " ")
    assert ADDRESS not in page.split("timeline")[1]


@pytest.mark.usefixtures("only_reminders")
def test_a_deputy_is_reminded_of_the_cases_of_whoever_is_away(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    give_mail(storage, office, Role.CLERK)
    last_day = dt.date(2026, 12, 21)
    away = {"person_id": office.member(Role.HANDLER).person_id, "from_on": last_day, "to_on": last_day}
    with storage.writing() as session:
        session.add(Absence(**away))
        session.add(Deputy(**away, deputy_id=office.member(Role.CLERK).person_id, department_id=office.home.id))
    clock.move_to(warsaw(2026, 12, 21, 8))
    assert "Skarga 1/2026" in reminders(app)["clerk@urzad.example.pl"]
    clock.move_to(warsaw(2026, 12, 22, 8))
    assert len(rows(storage)) == 1, "back again, the handler is reminded and nobody else"


@pytest.mark.parametrize("is_sample", [True, False])
def test_invented_residents_are_never_written_to_over_the_network(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, is_sample: bool
):
    with storage.writing() as session:
        session.get_one(Office, office.id).is_sample = is_sample
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"smtp://127.0.0.1:{nobody.getsockname()[1]}"
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], mail_url=url, mail_from="opinie@proba.example")
        answer(storage, clock, office, file(storage, clock, office), "zasadna")
        assert len(sent(app)) == (2 if is_sample else 0)
    expected = {(Effect.DONE, "")} if is_sample else {(Effect.WAITING, "mail_unreachable")}
    assert {(row.state, row.last_error) for row in rows(storage)} == expected
