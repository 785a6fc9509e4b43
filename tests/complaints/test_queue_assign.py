"""Ticked cases of the queue given to one person: each by its own rules, each its own entry, what cannot be is told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints.models import Complaint
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.queries import entries_of
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import received
from tests.filling import text

Enter = Callable[..., FlaskClient]
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def cases(storage: Storage, clock: FixedClock, office: FoundedOffice) -> list[uuid.UUID]:
    """Three cases nobody handles yet."""
    with storage.writing() as session:
        return [received(session, clock, office, subject=f"nowa {number}").id for number in range(3)]


def give(client: FlaskClient, handler: object, *ticked: str, **more: str) -> TestResponse:
    page = client.get("/staff/pl/queue?kind=skarga").text
    fields = {
        name: found[1]
        for name in ("csrf_token", "back", "page")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page.partition("data-queue")[2]))
    }
    return client.post("/staff/pl/queue/assign", data={**fields, "handler": str(handler), "case": list(ticked), **more})


def entries(storage: Storage, case: uuid.UUID) -> list[str]:
    with storage.reading() as session:
        return [entry.tag for entry in entries_of(session, f"complaint:{case}")]


def handler_of(storage: Storage, case: uuid.UUID) -> uuid.UUID | None:
    with storage.reading() as session:
        found = session.get(Complaint, case)
        assert found is not None
        return found.handler_id


def test_ticked_cases_get_their_handler_and_an_entry_each(signed_in: Enter, storage: Storage, office, cases):
    handler = office.member(Role.HANDLER).person_id
    head = signed_in(Role.HEAD)
    answer = give(head, handler, *(f"{case}:1" for case in cases[:2]))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith("/staff/pl/queue?kind=skarga")
    assert "Przydzielono 2 spraw" in text(head.get(answer.headers["Location"]))
    assert [handler_of(storage, case) for case in cases] == [handler, handler, None]
    assert [entries(storage, case)[-1] for case in cases[:2]] == ["complaints:complaint:assign"] * 2
    assert len(entries(storage, cases[2])) == 1


def test_all_of_the_page_without_a_script(signed_in: Enter, storage: Storage, office, cases):
    handler = office.member(Role.HANDLER).person_id
    assert give(signed_in(Role.HEAD), handler, all="1").status_code == 302
    assert {handler_of(storage, case) for case in cases} == {handler}


def test_what_cannot_be_given_is_told_and_stays_ticked(signed_in: Enter, storage: Storage, office, cases):
    handler = office.member(Role.HANDLER).person_id
    with storage.writing() as session:
        concerned = session.get(Complaint, cases[0])
        assert concerned is not None
        concerned.about_person_id = handler
    answer = give(signed_in(Role.HEAD), handler, f"{cases[0]}:1", f"{cases[1]}:7", f"{cases[2]}:1")
    assert answer.status_code == 422
    shown = text(answer)
    assert "Przydzielono 1 sprawę." in shown
    assert "2 spraw nie przydzielono." in shown
    assert "art. 232" in shown
    assert "W tym czasie ktoś zmienił tę sprawę. Nikt jej teraz nie prowadzi." in shown
    assert "Wpisany tekst" not in shown, "nothing was typed"
    assert answer.text.count("checked") == 2
    assert f'value="{cases[1]}:1"' in answer.text
    assert f'<option selected value="{handler}">' in answer.text
    assert [handler_of(storage, case) for case in cases] == [None, None, handler]
    assert [len(entries(storage, case)) for case in cases] == [1, 1, 2]


@pytest.mark.parametrize(
    ("handler", "ticks", "said"),
    [
        ("", True, "Nie wybrano osoby."),
        ("odd", True, "Nie wybrano osoby."),
        ("anybody", False, "Nie zaznaczono żadnej"),
    ],
)
def test_a_missing_choice_is_asked_for_with_the_ticks_kept(
    signed_in: Enter, storage: Storage, office, cases, handler: str, ticks: bool, said: str
):
    chosen = office.member(Role.HANDLER).person_id if handler == "anybody" else handler
    ticked = [f"{case}:1" for case in cases] if ticks else ["odd", f"{cases[0]}:x"]
    answer = give(signed_in(Role.HEAD), chosen, *ticked)
    assert answer.status_code == 422
    assert said in text(answer)
    assert answer.text.count("checked") == (3 if ticks else 0)
    assert {handler_of(storage, case) for case in cases} == {None}


def test_cases_of_other_departments_are_out_of_reach(signed_in: Enter, storage: Storage, office, cases):
    handler = office.member(Role.HANDLER, next_door=True).person_id
    answer = give(signed_in(Role.HEAD, next_door=True), handler, f"{cases[0]}:1")
    assert answer.status_code == 422
    assert "nowa" not in text(answer)
    assert handler_of(storage, cases[0]) is None


def test_whoever_only_reads_sees_no_ticks_and_gives_nothing(client: FlaskClient, signed_in: Enter, cases):
    auditor = signed_in(Role.AUDITOR)
    assert 'name="case"' not in auditor.get("/staff/pl/queue").text
    assert auditor.post("/staff/pl/queue/assign").status_code == 403
    assert client.post("/staff/pl/queue/assign").status_code == 401
    assert signed_in(Role.HEAD).get("/staff/pl/queue/assign").status_code == 405
