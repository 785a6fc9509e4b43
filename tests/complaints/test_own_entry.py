"""A resident's receipt against the record: its entry is printed, and once sealed, a proof of it can be taken away."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from complaints.actions import receive
from kernel.clock import FixedClock
from kernel.ids import access_code
from kernel.permissions import RESIDENT
from ledger.models import LedgerEntry
from ledger.proving import check_proof
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import PERSONAL, filing
from tests.filling import document, send, text
from tests.ledger.sealed import seal

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/pl/case"
CODE = access_code("secret", uuid.UUID(int=7))
Counted = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> LedgerEntry:
    """A skarga of a resident who holds the code; the entry it left."""
    with storage.writing() as session:
        case_id = receive(session, clock, RESIDENT, filing(office, code=CODE)).complaint_id
        query = select(LedgerEntry).where(LedgerEntry.stream == f"complaint:{case_id}")
        return session.scalars(query).one()


def look(client: FlaskClient) -> TestResponse:
    return send(client, client.get(PAGE), "check", number="1/2026", code=CODE)


def proof_of(client: FlaskClient, page: TestResponse, **typed: str) -> TestResponse:
    """Press the button of the proof; without one, send what it would send."""
    token = next(one.get("value") for one in document(page).iterfind(".//input[@name='csrf_token']"))
    return client.post("/pl/case/proof", data={"csrf_token": token, "number": "1/2026", "code": CODE, **typed})


def printed(page: TestResponse) -> str:
    """The hash as it is printed, without its blanks."""
    (shown,) = document(page).iterfind(".//section[@aria-labelledby='print']/p[@class='seal']")
    return "".join("".join(shown.itertext()).split())


def test_the_receipt_prints_the_entry_without_a_further_question(
    client: FlaskClient, office: FoundedOffice, storage: Storage
):
    everything = {"step": "4", "way": "skarga", "department": "unknown", "subject": "S", "text": "T"}
    receipt = send(client, client.get("/pl/complaint"), "filing", name="Osoba", address="ul. Próbna 1", **everything)
    with storage.reading() as session:
        entry = session.scalars(select(LedgerEntry).where(LedgerEntry.tag == "complaints:complaint:receive")).one()
    assert printed(receipt) == entry.hash
    assert f"wpis nr {entry.leaf} " in text(receipt).replace("\u00a0", " ")
    again = send(client, receipt, "again")
    assert printed(again) == entry.hash


def test_the_page_of_the_case_says_that_its_entry_is_not_sealed_yet(client: FlaskClient, case: LedgerEntry):
    page = look(client)
    assert printed(page) == case.hash
    assert "gdy pieczęć zapisu obejmie" in text(page)
    assert "Pobierz dowód" not in page.text
    assert proof_of(client, page).mimetype == "text/html"


def test_once_sealed_the_proof_can_be_taken_away_and_names_nobody(
    client: FlaskClient, case: LedgerEntry, storage: Storage, clock: FixedClock
):
    seal(storage, clock)
    page = look(client)
    assert "pieczęć nr 1 z dnia" in text(page).replace("\u00a0", " ")
    answer = proof_of(client, page)
    assert answer.mimetype == "application/json"
    assert answer.headers["Content-Disposition"] == f"attachment; filename=dowod-wpisu-{case.leaf}.json"
    assert answer.headers["Cache-Control"] == "no-store"
    proof = json.loads(answer.text)
    assert (proof["leaf"], proof["entry"]) == (case.leaf, case.hash)
    assert check_proof(proof).startswith(f"entry {case.leaf} with the hash {case.hash} stands under seal 1 ")
    assert not [word for word in PERSONAL if word in answer.text]
    assert "complaint" not in answer.text


def test_a_wrong_code_gets_no_proof_and_a_form_without_its_token_neither(
    client: FlaskClient, case: LedgerEntry, storage: Storage, clock: FixedClock
):
    seal(storage, clock)
    page = look(client)
    assert proof_of(client, page, code="000000000000").status_code == 422
    assert proof_of(client, page, number="x").status_code == 422
    assert proof_of(client, page, csrf_token="wrong").status_code == 400
    assert client.get("/pl/case/proof").status_code == 405


def test_the_entry_and_the_seal_cost_the_page_one_question(
    client: FlaskClient, case: LedgerEntry, storage: Storage, clock: FixedClock, statements: Counted
):
    seal(storage, clock)
    page = client.get(PAGE)
    with statements() as seen:
        send(client, page, "check", number="1/2026", code=CODE)
    assert len(seen) <= 8
