"""A notice of delay bears the day its letter went out; one without a letter is shown as typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from attachments.shelf import Shelf
from complaints.models import Complaint
from complaints.rules.letters import TEMPLATES, LetterChannel
from complaints.rules.moves import Move
from complaints.rules.notices import NOTICES, letter_day
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import refused
from tests.complaints.test_steps import Desk
from tests.complaints.writing import sent
from tests.filling import fields, text

D = dt.date
SENT = D(2026, 11, 21)


def test_the_letters_of_a_notice_are_those_its_move_calls_for():
    assert {move: set(templates) for move, templates in NOTICES.items()} == {
        Move.DELAY: {"zwloka_36", "zwloka_245"},
        Move.EXTEND: {"przedluzenie_petycja"},
    }
    assert all(name in TEMPLATES for templates in NOTICES.values() for name in templates)


@given(st.lists(st.dates(), max_size=4), st.integers(0, 5))
def test_the_first_notice_has_the_first_letter_and_one_beyond_them_has_none(sent_on: list[dt.date], place: int):
    assert letter_day(place, sent_on) == (dict(enumerate(sent_on)).get(place))


@pytest.fixture
def desk(session: Session, clock: FixedClock, office: FoundedOffice) -> Desk:
    return Desk(session, clock, office)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "letters")


def posted(desk: Desk, shelf: Shelf, case: Complaint) -> None:
    """The notice printed and posted today."""
    sent(desk.session, desk.clock, desk.office, shelf, case.id, "zwloka_36", LetterChannel.POST)


@pytest.mark.parametrize("backend", ["sqlite"])
class TestTheNotice:
    """Of a skarga whose last day is the second of December."""

    def test_another_day_than_the_letters_is_refused_and_its_own_is_taken(self, desk: Desk, shelf: Shelf):
        case = desk.case()
        posted(desk, shelf, case)
        until = D(2026, 12, 20)
        for wrong in (D(2026, 11, 20), D(2026, 11, 23)):
            desk.clock.move_to(warsaw(2026, 11, 24, 9))
            with refused(desk.session, "not_the_letters_day") as broken:
                desk.take(case, Move.DELAY, happened_on=wrong, until_on=until, text="Czekamy na opinię.")
            assert (broken[0].field, broken[0].facts["last"]) == ("happened", SENT)
            assert broken[0].source
        desk.take(case, Move.DELAY, happened_on=SENT, until_on=until, text="Czekamy na opinię.")
        assert case.noticed_on == SENT

    def test_every_further_notice_has_a_letter_of_its_own_or_none(self, desk: Desk, shelf: Shelf):
        case = desk.case()
        posted(desk, shelf, case)
        desk.take(case, Move.DELAY, happened_on=SENT, until_on=D(2026, 12, 4), text="Czekamy.")
        desk.clock.move_to(warsaw(2026, 12, 3, 9))
        desk.take(case, Move.DELAY, happened_on=D(2026, 12, 2), until_on=D(2026, 12, 20), text="Dalej czekamy.")
        assert case.noticed_on == SENT

    def test_the_form_proposes_the_letters_day_and_the_card_says_what_stands_behind_each_notice(
        self, signed_in: Callable[..., FlaskClient], storage: Storage, clock: FixedClock, office: FoundedOffice,
        shelf: Shelf,
    ):  # fmt: skip
        with storage.writing() as session:
            desk = Desk(session, clock, office)
            told, typed, other = desk.case(), desk.case(), desk.case()
            posted(desk, shelf, told)
            more: dict[str, Any] = {"until_on": D(2026, 12, 20), "text": "Czekamy."}
            desk.take(typed, Move.DELAY, happened_on=D(2026, 11, 20), reference="OR.77", **more)
            desk.take(other, Move.DELAY, happened_on=D(2026, 11, 20), **more)
            posted(desk, shelf, other)
            clock.move_to(warsaw(2026, 11, 24, 9))
        head = signed_in(Role.HEAD)
        page = head.get(f"/staff/pl/case/{told.id}/step/delay")
        proposed = fields(page, "step")
        assert [proposed[f"happened-{part}"] for part in "dmy"] == ["21", "11", "2026"]
        said = text(head.get(f"/staff/pl/case/{typed.id}"))
        assert "w programie nie ma wysłanego pisma" in said
        assert "OR.77" in said
        assert "Pismo wysłano z programu innego dnia" in text(head.get(f"/staff/pl/case/{other.id}"))
        with storage.writing() as session:
            case = session.get_one(Complaint, told.id)
            Desk(session, clock, office).take(case, Move.DELAY, happened_on=SENT, **more)
        assert "Pismo wysłano z programu tego dnia" in text(head.get(f"/staff/pl/case/{told.id}"))
