"""Letters: begun with the data of the case, changed, sent once, frozen, proved by the record, erased with the case."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from attachments.queries import kept_by_nobody
from attachments.shelf import Shelf
from complaints.actions import Sending, discard_letter, draft_letter, edit_letter, erase, send_letter
from complaints.actions.answering import draft
from complaints.actions.letter_checks import AlreadySent, DataErased
from complaints.actions.letter_sending import NoAddressee, NobodySigns, WrongLetterDay
from complaints.actions.steps import StepTyped, take_step
from complaints.models import Complainant, Complaint, ComplaintLetter
from complaints.queries.letter_paper import letter_facts, preview_of
from complaints.queries.letters import gets_privacy, letter_for, letters_of, wanted
from complaints.queries.steps import steps_of
from complaints.rules.answers import Answer
from complaints.rules.erasing import Basis
from complaints.rules.independence import Concerned
from complaints.rules.letters import TEMPLATES, LetterChannel, NotFilled, UnknownTemplate, blanks, templates_for
from complaints.rules.moves import Move
from kernel.clock import FixedClock
from kernel.errors import Forbidden, NotFound, Stale
from kernel.ids import new_id
from kernel.permissions import SYSTEM, Role
from ledger.canonical import commitment
from ledger.queries import entries_of
from ledger.verify import verify
from office.actions.letters import LettersTyped, SignatoryTyped, add_signatory, change_letters
from papers import render
from tests.cast import FoundedOffice
from tests.complaints.writing import sent, typed_of, written
from tests.papers.reading import count, is_accessible, pages
from worker.models import OutboxRow


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def entries(session: Session, complaint_id: uuid.UUID) -> list[tuple[str, dict]]:
    found = entries_of(session, f"complaint:{complaint_id}")
    return [(entry.tag, json.loads(entry.canonical)["data"]) for entry in found]


def test_a_letter_begins_with_what_the_case_and_the_office_know(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    signatory = SignatoryTyped("Anna Próbna", "Sekretarz", clock.today())
    add_signatory(session, clock, SYSTEM, signatory)
    complaint = session.get_one(Complaint, filed)
    letter = draft_letter(
        session, clock, office.actor(Role.CLERK), complaint, "zwloka_36",
        reason="Czekamy na opinię.", new_date=dt.date(2027, 1, 15),
    )  # fmt: skip
    assert letter.addressee == "Osoba Próbna\nul. Próbna 2\n00-001 Próbowo"
    assert letter.subject == "Zawiadomienie o niezałatwieniu skargi nr 1/2026 w terminie"
    assert "„Kolejka do stanowiska” z 21 listopada 2026 r. do 21 grudnia 2026 r." in letter.body
    assert "Czekamy na opinię." in letter.body
    assert "najpóźniej 15 stycznia 2027 r. (art. 36" in letter.body
    assert blanks(letter.body) == ("organ, który rozpatruje ponaglenie",)
    assert (letter.signatory_name, letter.signatory_post) == ("Anna Próbna", "Sekretarz")
    assert (letter.state, letter.template_version, letter.dated_on) == ("draft", 1, clock.today())
    tag, data = entries(session, filed)[-1]
    assert (tag, set(data)) == ("complaints:letter:draft", {"letter", "template", "version", "text"})
    assert "Osoba" not in json.dumps(data)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_every_letter_of_a_kind_can_be_begun_looked_at_and_printed(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    complaint = session.get_one(Complaint, filed)
    for template in templates_for("skarga"):
        letter = draft_letter(session, clock, office.actor(Role.HANDLER), complaint, template.id)
        assert is_accessible(preview_of(session, clock, shelf, letter)), template.id


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_same_form_sent_twice_begins_one_letter(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint, actor, letter_id = session.get_one(Complaint, filed), office.actor(Role.HANDLER), new_id()
    one = draft_letter(session, clock, actor, complaint, "potwierdzenie", letter_id=letter_id)
    assert draft_letter(session, clock, actor, complaint, "potwierdzenie", letter_id=letter_id) is one
    assert [tag for tag, _ in entries(session, filed)].count("complaints:letter:draft") == 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_another_kinds_letter_and_other_peoples_cases_are_refused(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint = session.get_one(Complaint, filed)
    with pytest.raises(UnknownTemplate):
        draft_letter(session, clock, office.actor(Role.HANDLER), complaint, "zwloka_245")
    for role in (Role.AUDITOR, Role.QUALITY_OFFICER, Role.MANAGEMENT, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            draft_letter(session, clock, office.actor(role), complaint, "potwierdzenie")
    with pytest.raises(Forbidden):
        draft_letter(session, clock, office.actor(Role.HANDLER, next_door=True), complaint, "potwierdzenie")


def test_a_sent_letter_is_frozen_and_the_record_commits_to_its_words_and_its_file(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = sent(session, clock, office, shelf, filed, "zwloka_36")
    file = session.get_one(StoredFile, letter.file_id)
    content = shelf.path_of(file.digest).read_bytes()
    assert is_accessible(content)
    assert hashlib.sha256(content).hexdigest() == file.digest
    tag, data = entries(session, filed)[-1]
    assert tag == "complaints:letter:send"
    assert data["paper"] == commitment(letter.salt, file.digest)
    assert (data["template"], data["version"], data["channel"], data["privacy"]) == ("zwloka_36", 1, "post", True)
    handler = office.actor(Role.HANDLER)
    with pytest.raises(AlreadySent):
        edit_letter(session, clock, handler, letter, typed_of(letter, body="Inna"), row_version=letter.row_version)
    with pytest.raises(AlreadySent):
        discard_letter(session, clock, handler, letter, row_version=letter.row_version)
    with pytest.raises(AlreadySent):
        send_letter(session, clock, shelf, handler, letter, Sending(LetterChannel.POST), row_version=letter.row_version)
    clock.advance(days=400)
    change_letters(session, clock, SYSTEM, LettersTyped(letterhead="Zupełnie inny nagłówek"), row_version=0)
    assert shelf.path_of(file.digest).read_bytes() == content
    assert verify(session).is_whole


def test_the_clause_on_personal_data_goes_out_once_and_with_a_transfer(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    first = sent(session, clock, office, shelf, filed, "potwierdzenie")
    second = sent(session, clock, office, shelf, filed, "zwloka_36")
    transfer = sent(session, clock, office, shelf, filed, "przekazanie_231")
    assert (first.has_privacy, second.has_privacy, transfer.has_privacy) == (True, False, True)
    sizes = [
        pages(shelf.path_of(session.get_one(StoredFile, letter.file_id).digest).read_bytes())
        for letter in (first, second, transfer)
    ]
    assert sizes == [2, 1, 2], "the clause stands on a page of its own"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_letter_to_somebody_else_tells_the_complainant_nothing(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    for template in ("informacja_237_2", "protokol"):
        assert not gets_privacy(session, filed, TEMPLATES[template])
    letter = sent(session, clock, office, shelf, filed, "informacja_237_2", addressee="Radna Próbna", state="W toku.")
    assert not letter.has_privacy
    assert gets_privacy(session, filed, TEMPLATES["potwierdzenie"])


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_clause_alone_counts_as_told_and_is_not_said_twice(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = sent(session, clock, office, shelf, filed, "dane_osobowe")
    assert letter.has_privacy
    assert pages(shelf.path_of(session.get_one(StoredFile, letter.file_id).digest).read_bytes()) == 1
    assert not gets_privacy(session, filed, TEMPLATES["zwloka_36"])


@pytest.mark.parametrize("backend", ["sqlite"])
def test_whoever_filed_in_another_language_is_told_in_it_what_the_letter_is(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    change_letters(session, clock, SYSTEM, LettersTyped(privacy_pl="Krótko.", privacy_uk="Коротко."), row_version=0)
    session.get_one(Complaint, filed).language = "uk"
    session.flush()
    letter = written(session, clock, office, filed, "potwierdzenie")
    facts = letter_facts(session, clock, shelf, letter, with_privacy=True)
    assert (facts.lang, facts.privacy, facts.privacy_page) == ("pl", "Krótko.", False)
    assert facts.courtesy is not None
    assert (facts.courtesy.lang, facts.courtesy.privacy) == ("uk", "Коротко.")
    assert is_accessible(render(facts))


@pytest.mark.parametrize("backend", ["sqlite"])
def test_what_stands_on_the_letter(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    head = "Urząd Testowy\nul. Próbna 1\ntel. 00 000"
    change_letters(session, clock, SYSTEM, LettersTyped(letterhead=head, footer="www.proba.example"), row_version=0)
    letter = written(session, clock, office, filed, "odpowiedz_skarga", settled="Skargę uznaję za zasadną.")
    facts = letter_facts(session, clock, shelf, letter, with_privacy=False)
    assert (facts.office, facts.unit, facts.contact) == (
        "Urząd Testowy",
        "Urząd Stanu Cywilnego",
        "ul. Próbna 1\ntel. 00 000",
    )
    assert ("Numer w rejestrze", "1/2026") in facts.marks
    assert facts.place_and_day == "Próbowo, 21 listopada 2026 r."
    assert facts.addressee == ("Osoba Próbna", "ul. Próbna 2", "00-001 Próbowo")
    assert facts.signatures[0].name == "Anna Próbna"
    assert (facts.footer, facts.privacy) == ("www.proba.example", "")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_protocol_is_signed_by_two_and_goes_to_nobody(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = written(session, clock, office, filed, "protokol")
    facts = letter_facts(session, clock, shelf, letter, with_privacy=False)
    assert [who.name for who in facts.signatures] == ["Osoba Próbna", "Anna Próbna"]
    assert facts.addressee == ()
    assert "Czekanie trwało trzy godziny." in facts.body
    assert count(render(facts), "H2") == 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_letter_with_blanks_nobody_or_nowhere_does_not_go_out(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    complaint, handler = session.get_one(Complaint, filed), office.actor(Role.HANDLER)
    letter = draft_letter(session, clock, handler, complaint, "zwloka_36")

    def send(channel: LetterChannel = LetterChannel.POST, on: dt.date | None = None):
        sending = Sending(channel, on)
        return send_letter(session, clock, shelf, handler, letter, sending, row_version=letter.row_version)

    def typed(**changed):
        edit_letter(session, clock, handler, letter, typed_of(letter, **changed), row_version=letter.row_version)

    with pytest.raises(NotFilled) as refused:
        send()
    assert "powody zwłoki" in str(refused.value.facts["blanks"])
    typed(body="Treść.")
    with pytest.raises(NobodySigns):
        send()
    typed(signatory_name="Anna Próbna", signatory_post="Sekretarz")
    with pytest.raises(NoAddressee):
        send(LetterChannel.EMAIL)
    for day in (clock.today() - dt.timedelta(days=1), clock.today() + dt.timedelta(days=1)):
        with pytest.raises(WrongLetterDay):
            send(on=day)
    typed(addressee=" ")
    with pytest.raises(NoAddressee):
        send()
    assert letter.state == "draft"
    assert session.scalars(select(StoredFile)).all() == []
    assert "complaints:letter:send" not in [tag for tag, _data in entries(session, filed)]


@pytest.mark.parametrize("backend", ["sqlite"])
def test_of_two_who_write_at_once_the_second_is_told(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = written(session, clock, office, filed, "zwloka_36")
    handler, seen = office.actor(Role.HANDLER), letter.row_version
    assert edit_letter(session, clock, handler, letter, typed_of(letter, body="Jedno."), row_version=seen)
    assert not edit_letter(session, clock, handler, letter, typed_of(letter), row_version=letter.row_version)
    with pytest.raises(Stale):
        edit_letter(session, clock, handler, letter, typed_of(letter, body="Drugie."), row_version=seen)
    with pytest.raises(Stale):
        send_letter(session, clock, shelf, handler, letter, Sending(LetterChannel.POST), row_version=seen)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_clerk_writes_and_does_not_send(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = written(session, clock, office, filed, "zwloka_36")
    clerk = office.actor(Role.CLERK)
    edit_letter(session, clock, clerk, letter, typed_of(letter, body="Treść."), row_version=letter.row_version)
    with pytest.raises(Forbidden):
        send_letter(session, clock, shelf, clerk, letter, Sending(LetterChannel.POST), row_version=letter.row_version)


def test_a_draft_can_be_thrown_away_and_the_record_says_so(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    letter = written(session, clock, office, filed, "zwloka_36")
    discard_letter(session, clock, office.actor(Role.HANDLER), letter, row_version=letter.row_version)
    session.flush()
    assert session.scalars(select(ComplaintLetter)).all() == []
    assert entries(session, filed)[-1][0] == "complaints:letter:discard"
    with pytest.raises(NotFound):
        edit_letter(session, clock, office.actor(Role.HANDLER), letter, typed_of(letter), row_version=2)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_by_mail_it_bears_the_day_it_goes_out_and_a_mail_is_asked_for(
    app, session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    session.get_one(Complainant, filed).email = "osoba@example.pl"
    session.flush()
    letter = written(session, clock, office, filed, "potwierdzenie")
    clock.advance(days=2)
    handler = office.actor(Role.HANDLER)
    told = send_letter(
        session, clock, shelf, handler, letter, Sending(LetterChannel.EMAIL), row_version=letter.row_version
    )
    assert letter.dated_on == letter.sent_on == told.sent_on == clock.today()
    (row,) = session.scalars(select(OutboxRow).where(OutboxRow.kind == "complaints.letter"))
    assert json.loads(row.payload) == {"letter": str(letter.id)}
    assert session.get_one(Complaint, filed).acknowledged_at == clock.now()


def test_erasing_a_case_takes_its_letters_words_and_files(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, shelf: Shelf
):
    letter = sent(session, clock, office, shelf, filed, "zwloka_36")
    draft = written(session, clock, office, filed, "odpowiedz_skarga")
    file_id, draft_id = letter.file_id, draft.id
    complaint = session.get_one(Complaint, filed)
    complaint.settled_on = clock.today()
    session.flush()
    erase(session, clock, office.actor(Role.QUALITY_OFFICER), complaint, Basis.REQUEST, "wniosek")
    session.expire_all()
    assert (letter.addressee, letter.subject, letter.body, letter.salt, letter.file_id) == ("", "", "", "", None)
    assert (letter.state, letter.channel, letter.sent_on) == ("sent", "post", clock.today())
    assert session.get(ComplaintLetter, draft_id) is None
    free = session.scalars(select(StoredFile.id).where(*kept_by_nobody())).all()
    assert list(free) == [file_id], "nothing keeps the file: the nightly sweep takes it"
    tag, data = entries(session, filed)[-1]
    assert (tag, data["letters"]) == ("complaints:complaint:erase", 2)
    with pytest.raises(DataErased):
        draft_letter(session, clock, office.actor(Role.HANDLER), complaint, "potwierdzenie")


# --- what the case said already stands in the letter ---


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_notice_of_delay_says_what_its_step_said(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint, handler = session.get_one(Complaint, filed), office.actor(Role.HANDLER)
    step = StepTyped(clock.today(), dt.date(2027, 1, 15), text="Czekamy na opinię biegłego.", channel="post")
    take_step(session, clock, handler, complaint, Move.DELAY, step, row_version=complaint.row_version)
    letter = draft_letter(session, clock, handler, complaint, "zwloka_36")
    assert "Czekamy na opinię biegłego." in letter.body
    assert "najpóźniej 15 stycznia 2027 r." in letter.body
    assert (
        "najpóźniej 31 stycznia"
        in draft_letter(session, clock, handler, complaint, "zwloka_36", new_date="31 stycznia").body
    ), "what is said now comes first"


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_case_names_the_letters_it_calls_for_until_they_are_begun(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint, handler = session.get_one(Complaint, filed), office.actor(Role.HANDLER)

    def calls_for() -> list[str]:
        return wanted(session, complaint, steps_of(session, filed), letters_of(session, filed))

    assert calls_for() == []
    step = StepTyped(clock.today(), dt.date(2027, 1, 15), text="Czekamy.", channel="post")
    take_step(session, clock, handler, complaint, Move.DELAY, step, row_version=complaint.row_version)
    assert calls_for() == ["zwloka_36"]
    draft_letter(session, clock, handler, complaint, "zwloka_36")
    assert calls_for() == []
    typed = Answer("zasadna", "Tak było.", "Jan Podpisujący", "Burmistrz")
    draft(session, clock, handler, complaint, typed, row_version=complaint.row_version)
    assert calls_for() == ["odpowiedz_skarga"]


@pytest.mark.parametrize("backend", ["sqlite"])
@pytest.mark.parametrize(("has_email", "letters"), [(True, ["bez_rozpoznania_63"]), (False, [])])
def test_an_appeal_by_plain_email_calls_for_the_letter_of_its_article_where_somebody_can_be_told(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID, has_email: bool, letters: list[str]
):
    complaint, person = session.get_one(Complaint, filed), session.get_one(Complainant, filed)
    complaint.kind, complaint.channel = "odwolanie", "email"
    person.address, person.email = "", "kowalski@example.pl" if has_email else ""
    session.flush()
    left = StepTyped(clock.today(), basis="kpa_63_1")
    take_step(session, clock, office.actor(Role.HEAD), complaint, Move.LEAVE, left, row_version=complaint.row_version)
    assert wanted(session, complaint, steps_of(session, filed), []) == letters
    letter = draft_letter(session, clock, office.actor(Role.HANDLER), complaint, "bez_rozpoznania_63")
    assert "art. 63 § 1" in letter.body
    assert "14 dni od doręczenia decyzji" in letter.body


@pytest.mark.parametrize("backend", ["sqlite"])
def test_whoever_may_not_know_who_filed_reads_no_letter(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    letter = written(session, clock, office, filed, "zwloka_36")
    complaint = session.get_one(Complaint, filed)
    complaint.is_withheld, complaint.about_department_id = True, office.home.id
    session.flush()
    with pytest.raises(Forbidden):
        letter_for(session, office.actor(Role.HANDLER), letter.id)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_answer_holds_the_words_put_forward_and_who_signs(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint, handler = session.get_one(Complaint, filed), office.actor(Role.HANDLER)
    typed = Answer(
        "bezzasadna", "Kolejka trwała 10 minut.", "Jan Podpisujący", "Burmistrz",
        factual="Zapis kolejki.", legal="Art. 227 KPA.", has_instruction=True,
    )  # fmt: skip
    draft(session, clock, handler, complaint, typed, row_version=complaint.row_version)
    letter = draft_letter(session, clock, handler, complaint, "odmowa_skarga")
    for words in ("Kolejka trwała 10 minut.", "**Uzasadnienie faktyczne.** Zapis kolejki.", "Art. 227 KPA."):
        assert words in letter.body
    assert (letter.signatory_name, letter.signatory_post) == ("Jan Podpisujący", "Burmistrz")


@pytest.mark.parametrize("backend", ["sqlite"])
def test_whoever_is_complained_about_writes_no_letter(
    session: Session, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID
):
    complaint = session.get_one(Complaint, filed)
    complaint.about_person_id = office.member(Role.HANDLER).person_id
    session.flush()
    with pytest.raises(Concerned):
        draft_letter(session, clock, office.actor(Role.HANDLER), complaint, "potwierdzenie")
