"""A sign-in that ended in the middle of a form: sign in, and the same form is there, filled in."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from kernel.clock import FixedClock
from kernel.permissions import Role
from office.actions.kept import keep_form, kept_forms, sweep_kept_forms
from office.models import KeptForm
from office.rules.kept import MOST_KEPT
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.complaints.staff_pages import DRAFTED, at, case, entries
from tests.filling import fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
__all__ = ["case"]
Enter = Callable[..., FlaskClient]
KEY = "k" * 32


def hidden(page: str, action: str) -> dict[str, str]:
    """The fields of the form that is sent to an address."""
    form = re.search(rf'<form method="post" action="{re.escape(action)}".*?</form>', page, re.S)
    assert form, page
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[0]))


def kept(storage: Storage) -> int:
    with storage.reading() as session:
        return session.execute(select(func.count()).select_from(KeptForm)).scalar_one()


def signs_out(client: FlaskClient) -> None:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/staff/pl/account").text)
    assert token
    assert client.post("/staff/pl/sign-out", data={"csrf_token": token[1]}).location == "/staff/pl/sign-in"


def signs_in(client: FlaskClient, page, role: Role = Role.HANDLER):
    return send(client, page, login=role.value, password=PASSWORD)


def test_who_signs_in_again_finds_the_same_form_filled_in_and_sends_it_once(
    signed_in: Enter, storage: Storage, clock: FixedClock, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "draft"))
    clock.advance(hours=11)
    before = entries(storage)
    late = send(handler, page, **DRAFTED)
    assert (late.status_code, entries(storage)) == (303, before)
    asked = handler.get(late.location)
    assert "Wpisany tekst jest zachowany" in text(asked)
    entered = signs_in(handler, asked)
    assert entered.location == "/staff/pl/account/continue"
    waiting = handler.get(entered.location)
    assert "Przepraszamy. Uruchomimy drugie stanowisko." in text(waiting)
    again = handler.post(at(case, "draft"), data=hidden(waiting.text, at(case, "draft")))
    assert again.status_code == 422
    assert "jeszcze jedno naciśnięcie" in text(again)
    typed = fields(again, "step")
    assert typed["text"].replace("\r\n", "\n") == DRAFTED["text"]
    assert (typed["outcome"], typed["post"]) == ("zasadna", "inspektor")
    saved = entries(storage)
    assert send(handler, again, "step").status_code == 302
    assert entries(storage) == saved + 1


def test_nobody_is_led_back_twice_and_another_person_finds_nothing(
    signed_in: Enter, storage: Storage, clock: FixedClock, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "note"))
    clock.advance(hours=11)
    late = send(handler, page, text="Rozmowa ze stroną, bez skutku.")
    other = signs_in(handler, handler.get(late.location), Role.HEAD)
    assert "continue" not in other.location
    assert "bez skutku" not in text(handler.get("/staff/pl/account/continue"))
    signs_out(handler)
    mine = signs_in(handler, handler.get("/staff/pl/sign-in"))
    assert mine.location.endswith("/account/continue")
    assert "bez skutku" in text(handler.get(mine.location))
    signs_out(handler)
    assert not signs_in(handler, handler.get("/staff/pl/sign-in")).location.endswith("/account/continue")


def test_who_signed_out_in_another_tab_loses_nothing_either(signed_in: Enter, storage: Storage, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    page = handler.get(at(case, "note"))
    signs_out(handler)
    late = send(handler, page, text="Napisane w drugiej karcie.")
    assert late.status_code == 303
    entered = signs_in(handler, handler.get(late.location))
    assert "Napisane w drugiej karcie." in text(handler.get(entered.location))


def test_files_have_to_be_chosen_again_and_the_page_says_so(signed_in: Enter, clock: FixedClock, case: uuid.UUID):
    handler = signed_in(Role.HANDLER)
    typed = fields(handler.get(at(case, "attach")), "step")
    clock.advance(hours=11)
    sent = {**typed, "note": "Zdjęcie kolejki przed urzędem", "files": (io.BytesIO(b"x"), "kolejka.jpg")}
    late = handler.post(at(case, "attach"), data=sent, content_type="multipart/form-data")
    entered = signs_in(handler, handler.get(late.location))
    shown = text(handler.get(entered.location))
    assert "trzeba je wybrać jeszcze raz" in shown
    assert "Zdjęcie kolejki" in shown


def test_a_stranger_fills_no_table_and_still_finds_the_words_on_the_page(
    client: FlaskClient, storage: Storage, case: uuid.UUID
):
    answer = client.post(at(case, "note"), data={"text": "Obcy tekst"})
    assert answer.status_code == 401
    assert "Obcy tekst" in answer.text
    assert kept(storage) == 0


def test_at_most_so_many_are_kept_and_none_for_longer_than_a_day(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    person_id = office.member(Role.HANDLER).person_id
    with storage.writing() as session:
        for number in range(MOST_KEPT + 3):
            typed = [("text", f"Tekst {number}")]
            keep_form(session, clock, person_id, "ten", "/staff/pl/x", typed, secret_key=KEY)
            clock.advance(seconds=1)
        found = kept_forms(session, clock, person_id, "ten", secret_key=KEY)
        assert [one.fields[0][1] for one in found] == [f"Tekst {number}" for number in range(MOST_KEPT + 2, 2, -1)]
        assert kept_forms(session, clock, person_id, "inna", secret_key=KEY) == []
        assert kept_forms(session, clock, person_id, "ten", secret_key="o" * 32) == []
        assert not any("Tekst" in row.sealed for row in session.scalars(select(KeptForm)))
        assert sweep_kept_forms(session, clock) == 0
        clock.advance(hours=12)
        assert kept_forms(session, clock, person_id, "ten", secret_key=KEY) == []
        assert sweep_kept_forms(session, clock) == MOST_KEPT
