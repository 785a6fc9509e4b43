"""Words are kept while somebody types: for themselves alone, until they are sent, thrown away or erased."""

from __future__ import annotations

import datetime as dt
import json
import time
import uuid

import pytest
from sqlalchemy import func, select, update
from sqlalchemy import text as sql

from complaints.actions import erase, sweep_unsent
from complaints.actions.unsent import TooLong, forget_words, keep_words
from complaints.models import CasePresence, Complaint, UnsentWords
from complaints.queries.unsent import unsent_of
from complaints.rules.erasing import Basis
from complaints.rules.unsent import LONGEST_UNSENT, NOTHING, UNSENT, is_form
from kernel.clock import FixedClock
from kernel.errors import NotFound
from kernel.permissions import Role
from storage import migrate
from storage.session import Storage
from storage.turns import BUSY_SECONDS
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered
from tests.complaints.staff_pages import DRAFTED, Enter, at, case, entries
from tests.complaints.test_meanwhile import put_forward
from tests.filling import fields, send, text

__all__ = ["case"]
on_sqlite = pytest.mark.parametrize("backend", ["sqlite"])
WORDS = "Pierwsze zdanie odpowiedzi, jeszcze nie całe"


def kept(storage: Storage) -> int:
    """Forms with words; of what was sent only stays that it was."""
    with storage.reading() as session:
        with_words = select(func.count()).select_from(UnsentWords).where(UnsentWords.fields != NOTHING)
        return session.execute(with_words).scalar_one()


def test_a_draft_that_was_sent_reads_as_no_fields_for_every_version(
    storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    """A program of before reads the fields of every row, one of now marks what an earlier one of today marked empty."""
    actor = office.actor(Role.HANDLER)
    with storage.writing() as session:
        keep_words(session, clock, actor, session.get_one(Complaint, case), "note", [("text", WORDS)])
        for form in ("draft", "settle"):
            forget_words(session, clock, actor.person_id, case, form)
        assert [json.loads(row.fields) for row in session.scalars(select(UnsentWords)) if row.form != "note"] == [
            [],
            [],
        ]
        session.execute(update(UnsentWords).where(UnsentWords.form == "draft").values(fields=""))
    migrate.downgrade(storage.engine, "0049")
    assert in_tables(storage) == {"note", "draft"}, "marks of now mean nothing to a program of before"
    migrate.upgrade(storage.engine)
    assert in_tables(storage) == {"note", "draft"}
    with storage.reading() as session:
        assert [one.form for one in unsent_of(session, actor.person_id, case)] == ["note"]


def in_tables(storage: Storage) -> set[str]:
    with storage.engine.connect() as connection:
        return set(connection.execute(sql("SELECT form FROM unsent_words")).scalars())


def typed(client, page, **more: str) -> dict[str, str]:
    return {**fields(page, "step"), **more}


def test_which_forms_are_kept():
    letter = uuid.uuid4()
    for form in ("draft", "resolve", "settle", "note", "step-call", f"letter-{letter}"):
        assert is_form(form)
    for form in ("", "assign", "step-", "step-nothing", "letter-", "letter-1", f"letter-{letter} ", "x" * 70):
        assert not is_form(form)


def test_words_replace_those_kept_before_and_are_forgotten_by_form(
    storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    actor = office.actor(Role.HANDLER)
    before = entries(storage)
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        for words in ("a", "ab"):
            keep_words(session, clock, actor, complaint, "draft", [("text", words)])
        clock.advance(minutes=1)
        keep_words(session, clock, actor, complaint, "note", [("text", "n")])
        assert [(one.form, one.fields) for one in unsent_of(session, actor.person_id, case)] == [
            ("note", [("text", "n")]), ("draft", [("text", "ab")])
        ]  # fmt: skip
        assert unsent_of(session, office.actor(Role.HEAD).person_id, case) == []
        forget_words(session, clock, actor.person_id, case, "draft")
        assert [one.form for one in unsent_of(session, actor.person_id, case)] == ["note"]
        with pytest.raises(TooLong):
            keep_words(session, clock, actor, complaint, "note", [("text", "x" * LONGEST_UNSENT)])
        with pytest.raises(NotFound):
            keep_words(session, clock, actor, complaint, "other", [])
        assert sweep_unsent(session, clock) == 0
        clock.advance(days=UNSENT.days + 1)
        assert sweep_unsent(session, clock) == 2, "the words, and that the others were sent"
    assert entries(storage) == before


@on_sqlite
def test_erasing_a_case_takes_them_along(storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID):
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        answered(session, clock, office, complaint, Reply("zasadna", "Treść.", clock.today()))
        keep_words(session, clock, office.actor(Role.HANDLER), complaint, "note", [("text", WORDS)])
        erase(session, clock, office.actor(Role.QUALITY_OFFICER), complaint, Basis.REQUEST, "na żądanie")
        with pytest.raises(NotFound):
            keep_words(session, clock, office.actor(Role.HANDLER), complaint, "note", [("text", WORDS)])
    assert kept(storage) == 0


@on_sqlite
def test_the_script_keeps_and_the_form_opened_again_holds_them_until_they_are_sent(
    signed_in: Enter, storage: Storage, clock: FixedClock, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    before = entries(storage)
    answer = handler.post(at(case, "unsent"), data=typed(handler, page, form="draft", outcome="zasadna", text=WORDS))
    assert answer.get_json()["said"].replace("\u00a0", " ") == "Szkic zachowany: dziś, 10:00."
    again = handler.get(at(case, "draft"))
    assert fields(again, "step")["text"].strip() == WORDS
    assert fields(again, "step")["outcome"] == "zasadna"
    assert "niewysłany szkic, zachowany: dziś, 10:00" in text(again)
    assert "Napisz odpowiedź dziś, 10:00" in text(handler.get(at(case)))
    assert entries(storage) == before
    for other in (Role.HEAD, Role.CLERK):
        assert WORDS not in signed_in(other).get(at(case)).text
    assert fields(signed_in(Role.HEAD).get(at(case, "draft")), "step")["text"].strip() == ""
    assert kept(storage) == 1
    assert send(handler, again, "step", **DRAFTED).status_code == 302
    assert kept(storage) == 0


@on_sqlite
@pytest.mark.parametrize("ends", ["sent", "thrown away"])
def test_a_page_shown_before_the_form_was_sent_brings_no_draft_of_it_back(
    signed_in: Enter, storage: Storage, clock: FixedClock, case: uuid.UUID, ends: str
):
    """A request that was on its way, another window, a page the browser went back to: each asks to keep later."""
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "note"))
    form = page.text.split("<form", 1)[1]
    late = typed(handler, page, form="note", text=WORDS, shown_at=clock.now().isoformat())
    assert "data-shown" in form
    clock.advance(seconds=5)
    if ends == "sent":
        assert send(handler, page, "step", text=WORDS).status_code == 302
    else:
        handler.post(at(case, "unsent"), data=late)
        assert send(handler, handler.get(at(case, "note"))).location.endswith("/note")
    odd = ("", "2026-11-21T10:00", "0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00")
    for asked in (late, *({**late, "shown_at": one} for one in odd)):
        answer = handler.post(at(case, "unsent"), data=asked)
        assert answer.status_code == 409
        assert "Ten formularz już wysłano" in answer.get_json()["said"]
    assert kept(storage) == 0
    again = handler.get(at(case, "note"))
    assert "niewysłany szkic" not in text(again)
    clock.advance(seconds=5)
    fresh = {**late, "text": "Następna notatka", "shown_at": clock.now().isoformat()}
    assert handler.post(at(case, "unsent"), data=fresh).status_code == 200
    assert handler.post(at(case, "unsent"), data={**fresh, "text": "Następna notatka."}).status_code == 200
    assert fields(handler.get(at(case, "note")), "step")["text"].strip() == "Następna notatka."


@on_sqlite
@pytest.mark.parametrize("why", ["somebody else saved", "a field is missing"])
def test_what_is_refused_is_kept_even_if_the_page_is_closed_then(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID, why: str
):
    handler, is_late = signed_in(Role.HANDLER), why == "somebody else saved"
    page = handler.get(at(case, "draft"))
    if is_late:
        put_forward(storage, clock, office, case)
    before = entries(storage)
    refused = send(handler, page, "step", **(DRAFTED if is_late else {**DRAFTED, "outcome": ""}))
    assert refused.status_code == (409 if is_late else 422)
    assert "Szkic zachowany: dziś, 10:00." in text(refused)
    again = handler.get(at(case, "draft"))
    assert "niewysłany szkic, zachowany: dziś, 10:00" in text(again)
    assert fields(again, "step")["text"].replace("\r\n", "\n").strip() == DRAFTED["text"].strip()
    assert ("Co się zmieniło w czasie pisania" in text(again)) is is_late
    assert entries(storage) == before
    assert send(handler, again, "step", outcome=DRAFTED["outcome"]).status_code == 302
    assert kept(storage) == 0


@on_sqlite
def test_a_second_click_brings_back_no_draft_of_what_the_first_one_sent(
    signed_in: Enter, storage: Storage, clock: FixedClock, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    clock.advance(seconds=5)
    assert send(handler, page, "step", **DRAFTED).status_code == 302
    late = send(handler, page, "step", **DRAFTED)
    assert late.status_code == 409
    assert "Szkic zachowany" not in text(late)
    assert kept(storage) == 0


@on_sqlite
def test_without_a_script_a_button_keeps_and_another_throws_away(signed_in: Enter, storage: Storage, case: uuid.UUID):
    clerk = signed_in(Role.CLERK)
    page = clerk.get(at(case, "note"))
    stays = send(clerk, page, "step", text=WORDS, keep_words="1")
    assert stays.status_code == 200
    assert fields(stays, "step")["text"].strip() == WORDS
    assert kept(storage) == 1
    gone = send(clerk, stays)
    assert gone.location.endswith("/note")
    assert kept(storage) == 0
    assert fields(clerk.get(gone.location), "step")["text"].strip() == ""


@on_sqlite
def test_words_kept_before_somebody_else_saved_come_back_with_what_changed_beside_them(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    handler.post(at(case, "unsent"), data=typed(handler, page, form="draft", **DRAFTED))
    put_forward(storage, clock, office, case)
    again = handler.get(at(case, "draft"))
    assert "Co się zmieniło w czasie pisania" in text(again)
    assert "<mark>Nic nie zrobimy.\n</mark>" in again.text
    assert fields(again, "step")["text"].replace("\r\n", "\n") == DRAFTED["text"]
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        complaint.state = "settled"
    refused = handler.get(at(case, "draft"))
    assert refused.status_code == 422
    assert "Uruchomimy drugie stanowisko." in text(refused)


@on_sqlite
def test_letters_are_kept_too_and_strangers_keep_nothing(signed_in: Enter, storage: Storage, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    begun = send(handler, handler.get(at(case, "letter")), "step", template="zwloka_36")
    letter = begun.location
    page = handler.get(letter)
    assert send(handler, page, "step", body=WORDS, keep_words="1").status_code == 200
    assert fields(handler.get(letter), "step")["body"].strip() == WORDS
    long = "za długo " * 9_000
    assert send(handler, handler.get(letter), "step", body=long).status_code == 422
    assert fields(handler.get(letter), "step")["body"].strip() == long.strip()
    name = f"letter-{letter.split('/')[-2]}"
    stranger = signed_in(Role.HANDLER, next_door=True)
    mine = typed(handler, page, form=name)
    assert handler.post(at(case, "unsent"), data={**mine, "form": f"letter-{uuid.uuid4()}"}).status_code == 404
    assert handler.post(at(case, "unsent"), data={**mine, "csrf_token": ""}).status_code == 400
    theirs = fields(stranger.get("/staff/pl/account/password"))["csrf_token"]
    assert stranger.post(at(case, "unsent"), data={**mine, "csrf_token": theirs}).status_code == 404
    assert send(handler, handler.get(letter), "step", body="Gotowe słowa.").status_code == 302
    assert kept(storage) == 0


@on_sqlite
def test_two_on_one_case_see_each_other_for_a_minute(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler, head, auditor = signed_in(Role.HANDLER), signed_in(Role.HEAD), signed_in(Role.AUDITOR)
    before = entries(storage)
    assert "ma otwartą" not in text(handler.get(at(case)))
    page = head.get(at(case, "draft"))
    assert "Próba (handler) ma otwartą tę sprawę" in text(page)
    assert "Próba (head) pisze odpowiedź w tej sprawie" in text(handler.get(at(case)))
    watched = text(auditor.get(at(case)))
    assert "pisze odpowiedź" not in watched
    assert "auditor" not in text(handler.get(at(case)))
    clock.advance(seconds=70)
    token = fields(page, "step")["csrf_token"]
    beat = head.post(at(case, "here"), data={"csrf_token": token, "doing": "answer"})
    assert beat.json == {"said": ["Próba (handler) ma otwartą tę sprawę"]}
    clock.advance(seconds=30)
    assert head.post(at(case, "here"), data={"csrf_token": token, "doing": "answer"}).json == {"said": []}
    assert head.post(at(case, "here"), data={"csrf_token": token, "doing": "sleeping"}).status_code == 404
    assert head.post(at(case, "here"), data={"doing": "open"}).status_code == 400
    assert "Próba (head) pisze odpowiedź" in text(handler.get(at(case)))
    assert entries(storage) == before
    assert send(head, page, "step", **DRAFTED).status_code == 302
    assert "Próba (head)" not in text(handler.get(at(case, "note"))), "what is done is told no longer"
    with storage.reading() as session:
        assert session.execute(select(func.max(CasePresence.seen_at))).scalar_one() - clock.now() < dt.timedelta(1)


@on_sqlite
def test_a_page_does_not_wait_for_who_writes_to_tell_that_it_is_open(
    signed_in: Enter, storage: Storage, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    with storage.writing() as other:
        other.execute(select(func.count()).select_from(CasePresence))  # the lock is taken with the first statement
        began = time.monotonic()
        assert handler.get(at(case)).status_code == 200
        assert time.monotonic() - began < BUSY_SECONDS / 3
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(CasePresence)) == 0
    assert handler.get(at(case)).status_code == 200
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(CasePresence)) == 1
    with storage.writing() as session:
        assert session.execute(sql("PRAGMA busy_timeout")).scalar_one() == BUSY_SECONDS * 1000


@on_sqlite
def test_a_form_there_is_none_of_is_not_found(signed_in: Enter, case: uuid.UUID):
    """Found by drawing forms at random: an empty name asked for an address there is none of."""
    handler = signed_in(Role.HANDLER)
    token = fields(handler.get(at(case, "note")))["csrf_token"]
    for name in ("", "queue", "nothing", "step-nothing"):
        assert handler.post(at(case, "unsent/discard"), data={"csrf_token": token, "form": name}).status_code == 404
