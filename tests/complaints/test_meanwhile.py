"""A save that came too late: who changed what, theirs beside mine, and the two ways on."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.actions import Assignment, assign, describe, draft
from complaints.models import Complaint, ComplaintDraft
from complaints.rules.answers import Answer
from complaints.rules.competence import About
from complaints.rules.description import Description
from complaints.rules.differing import MOST_PAIRS, differing
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.staff_pages import DRAFTED, Enter, at, case, entries
from tests.filling import errors_above, fields, send, text

__all__ = ["case"]
on_sqlite = pytest.mark.parametrize("backend", ["sqlite"])
words = st.text(alphabet="ab \n", max_size=60)


@given(words, words)
def test_the_pieces_of_a_text_are_the_text(one: str, other: str):
    here, there = differing(one, other)
    assert "".join(piece.text for piece in here) == one
    assert "".join(piece.text for piece in there) == other
    same = ["".join(piece.text for piece in side if not piece.differs) for side in (here, there)]
    assert same[0] == same[1]


def test_what_differs_is_marked_by_word_and_in_very_long_texts_by_line():
    here, there = differing("Sprawa jest zasadna.", "Sprawa nie jest zasadna.")
    assert [piece.text for piece in here if piece.differs] == []
    assert [piece.text for piece in there if piece.differs] == ["nie "]
    long = "słowo " * (int(MOST_PAIRS**0.5) + 1) + "\n"
    here, there = differing(long + "koniec jeden", long + "koniec dwa")
    assert [piece.text for piece in there if piece.differs] == ["koniec dwa"]


def put_forward(storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID) -> None:
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        answer = Answer(
            "bezzasadna", "Przepraszamy. Nic nie zrobimy.\nKierownik", "Jan Inny", "inspektor", "Fakty.", "Prawo.", True
        )
        draft(session, clock, office.actor(Role.HEAD), complaint, answer, row_version=complaint.row_version)


@on_sqlite
def test_theirs_stands_beside_mine_and_sending_once_more_saves_mine(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    put_forward(storage, clock, office, case)
    before = entries(storage)
    late = send(handler, page, **DRAFTED)
    assert late.status_code == 409
    assert entries(storage) == before
    shown = text(late)
    assert "Niczego jeszcze nie zapisano" in shown
    assert "wymaga poprawy" not in shown, "there is nothing to correct"
    assert "Próba (head)" in shown
    assert "Stan: Wyjaśnianie → Do akceptacji" in shown
    assert "<mark>Nic nie zrobimy.\n</mark>" in late.text
    assert "<mark>Uruchomimy drugie stanowisko.\n</mark>" in late.text
    assert "Jan Inny" in shown
    assert "Przekaż do akceptacji mimo to" in shown
    assert fields(late, "step")["text"].replace("\r\n", "\n") == DRAFTED["text"]
    assert send(handler, late, "step").status_code == 302
    with storage.reading() as session:
        assert session.get_one(ComplaintDraft, case).text == DRAFTED["text"]


@on_sqlite
def test_theirs_can_be_taken_and_mine_stays_to_be_copied(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    put_forward(storage, clock, office, case)
    late = send(handler, page, **DRAFTED)
    before = entries(storage)
    taken = send(handler, late, "step", take_theirs="1")
    assert taken.status_code == 200
    assert entries(storage) == before
    assert fields(taken, "step")["text"].replace("\r\n", "\n") == "Przepraszamy. Nic nie zrobimy.\nKierownik"
    assert fields(taken, "step")["outcome"] == "bezzasadna"
    assert "Uruchomimy drugie stanowisko." in text(taken)
    assert "mimo to" not in text(taken)
    assert send(handler, taken, "step").status_code == 302


@on_sqlite
def test_a_description_changed_by_two_shows_the_facts_before_and_after(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "about"))
    with storage.writing() as session:
        complaint = session.get_one(Complaint, case)
        about = Description(about=About.MAYOR, is_safety=True)
        describe(session, clock, office.actor(Role.HEAD), complaint, about, row_version=complaint.row_version)
    late = send(handler, page, about="unit_head")
    assert late.status_code == 409
    assert "ktoś zmienił tę sprawę" in errors_above(late)[0]
    shown = text(late)
    assert "Zagrożone bezpieczeństwo: brak → tak" in shown
    assert "Zapisane teraz" in shown


@on_sqlite
def test_a_second_late_save_tells_only_what_is_new(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    handler, head = signed_in(Role.HANDLER), office.member(Role.HEAD)
    page = handler.get(at(case, "draft"))
    for person in (head, office.member(Role.HANDLER)):
        with storage.writing() as session:
            complaint = session.get_one(Complaint, case)
            to = Assignment(person.person_id, office.home.id)
            assign(session, clock, head.actor, complaint, to, row_version=complaint.row_version)
        page = send(handler, page, "step", **DRAFTED)
        assert page.status_code == 409
        assert text(page).count("Przydzielona:") == 1
