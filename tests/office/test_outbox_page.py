"""Mail and scheduled work as an administrator sees them: what is stuck, why, and another try."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from flask import Flask

from kernel.clock import FixedClock
from kernel.permissions import Role
from office.labels.outbox import REASONS, reason
from storage.session import Storage
from tests.forms import hidden
from worker import actions
from worker.models import OutboxRow
from worker.rules import State

PAGE = "/staff/pl/administration/outbox"


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def stuck(storage: Storage, clock: FixedClock, why: str, *, hopeless: bool = True) -> uuid.UUID:
    with storage.writing() as session:
        row_id = actions.enqueue(session, clock, "complaints.reply", {"complaint": str(uuid.uuid4())})
        held = actions.take(session, clock, "w", {"complaints.reply"})
        assert held is not None
        actions.failed(session, clock, held, why, hopeless=hopeless, chance=0.5)
    return row_id


def press(client, address: str):
    """Press a button of the page: its form token, and nothing else."""
    return client.post(address, data={"csrf_token": hidden(client.get(PAGE).text)["csrf_token"]})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u2060", "")


def test_an_empty_outbox_says_so_and_that_the_worker_never_ran(signed_in, office):
    page = plain(signed_in(Role.ADMINISTRATOR).get(PAGE).text)
    assert "Nic nie utknęło" in page
    assert "Nie uruchomiono go jeszcze ani razu." in page
    assert "Pieczętowanie odpowiedzi z ankiet" in page
    assert "jeszcze ani razu" in page


def test_what_is_stuck_stands_there_with_its_reason_in_words(signed_in, office, storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        actions.begin(session, clock, "w")
    stuck(storage, clock, "mail_refused 550")
    stuck(storage, clock, "mail_unreachable", hopeless=False)
    stuck(storage, clock, "error KeyError", hopeless=False)
    page = plain(signed_in(Role.ADMINISTRATOR).get(PAGE).text)
    assert "Odpowiedź na skargę lub wniosek" in page
    assert "odmówił przyjęcia wiadomości na stałe; najczęściej nie ma takiego adresu. (550)" in page
    assert "Serwer pocztowy nie odpowiada. Program próbuje sam; nic nie ginie." in page
    assert "Błąd programu: KeyError." in page
    assert "Coś utknęło" in page
    assert "Worker nie pracuje" not in page


def test_a_silent_worker_is_told(signed_in, office, storage: Storage, clock: FixedClock):
    with storage.writing() as session:
        actions.begin(session, clock, "w")
    clock.advance(minutes=3)
    page = plain(signed_in(Role.ADMINISTRATOR).get(PAGE).text)
    assert "Worker nie pracuje" in page
    assert "Ostatni znak życia: 21 listopada 2026, 10:00." in page


def test_one_of_them_is_tried_again(signed_in, office, storage: Storage, clock: FixedClock):
    row_id, other = stuck(storage, clock, "mail_refused 550"), stuck(storage, clock, "gone")
    client = signed_in(Role.ADMINISTRATOR)
    answer = press(client, f"{PAGE}/{row_id}/retry")
    assert answer.status_code == 302
    assert "Program spróbuje ponownie" in client.get(PAGE).text
    with storage.reading() as session:
        assert session.get_one(OutboxRow, row_id).state == State.WAITING
        assert session.get_one(OutboxRow, other).state == State.DEAD


def test_all_of_them_are_tried_again(signed_in, office, storage: Storage, clock: FixedClock):
    rows = [stuck(storage, clock, "gone"), stuck(storage, clock, "mail_later 451", hopeless=False)]
    client = signed_in(Role.ADMINISTRATOR)
    assert press(client, f"{PAGE}/retry").status_code == 302
    assert "2" in client.get(PAGE).text.split('role="status"')[1].split("</div>")[0]
    with storage.reading() as session:
        assert {session.get_one(OutboxRow, row).not_before_at for row in rows} == {clock.now()}


def test_what_went_its_way_meanwhile_is_said_so(signed_in, office, storage: Storage, clock: FixedClock):
    row_id = stuck(storage, clock, "gone")
    client = signed_in(Role.ADMINISTRATOR)
    token = press(client, f"{PAGE}/{row_id}/retry")
    with storage.writing() as session:
        held = actions.take(session, clock, "w", {"complaints.reply"})
        assert held is not None
        actions.done(session, clock, held)
    assert token.status_code == 302
    client.get(PAGE)
    stuck(storage, clock, "gone")
    assert press(client, f"{PAGE}/{row_id}/retry").status_code == 302
    assert "już się powiodła" in plain(client.get(PAGE).text)


def test_an_expired_form_changes_nothing(signed_in, office, storage: Storage, clock: FixedClock):
    row_id = stuck(storage, clock, "gone")
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post(f"{PAGE}/{row_id}/retry", data={}).status_code == 302
    assert client.post(f"{PAGE}/retry", data={}).status_code == 302
    with storage.reading() as session:
        assert session.get_one(OutboxRow, row_id).state == State.DEAD


def test_a_row_that_is_not_there_is_not_found(signed_in, office, storage: Storage, clock: FixedClock):
    stuck(storage, clock, "gone")
    assert press(signed_in(Role.ADMINISTRATOR), f"{PAGE}/{uuid.uuid4()}/retry").status_code == 404


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_do_not_see_it(signed_in, office, role: Role):
    client = signed_in(role)
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}/retry").status_code == 403
    assert client.post(f"{PAGE}/{uuid.uuid4()}/retry").status_code == 403


def test_a_stranger_is_asked_to_sign_in(client, office):
    assert client.get(PAGE).status_code == 302
    assert client.post(f"{PAGE}/retry").status_code == 401


def test_another_method_is_refused(signed_in, office):
    client = signed_in(Role.ADMINISTRATOR)
    assert client.delete(PAGE).status_code == 405
    assert client.get(f"{PAGE}/retry").status_code == 405


def test_every_reason_is_a_sentence(app: Flask):
    with app.test_request_context("/pl/"):
        for word in REASONS:
            assert reason(word).endswith(".")
            assert reason(f"{word} 550").endswith("(550)")
        assert "Błąd programu: strange." in reason("strange")
        assert "kopii zapasowej" in reason("error BackupTrouble")


def test_every_reason_the_code_gives_has_its_sentence():
    """A word raised by Later or Hopeless somewhere in the program is known to the page."""
    root = Path(__file__).parents[2]
    files = [path for room in ("worker", "complaints", "office", "analytics") for path in (root / room).rglob("*.py")]
    raised = {
        word for path in files for word in re.findall(r'(?:Later|Hopeless)\(f?"([a-z_]+)', path.read_text("utf-8"))
    }
    assert raised
    assert raised <= REASONS.keys()
