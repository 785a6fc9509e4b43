"""Weight that does not depend on the machine: SQL statements a request, the same for five cases and for sixty."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from complaints.actions import note
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned
from tests.filling import send

Counted = Callable[[], AbstractContextManager[list[str]]]
Enter = Callable[..., FlaskClient]
QUEUE, CASE = 10, 12
"""At most so many. Source: the requirements of the product (peers need 18 to 311)."""


def counted(statements: Counted, client: FlaskClient, address: str) -> int:
    client.get(address)
    with statements() as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_queue_and_a_case_ask_the_same_for_any_number_of_rows(
    signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice, statements: Counted
):
    clients = [signed_in(role) for role in (Role.HEAD, Role.AUDITOR)]
    weights = []
    for more in (5, 55):
        with storage.writing() as session:
            for number in range(more):
                case = assigned(session, clock, office, subject=f"Sprawa {number}")
            for number in range(more):
                note(session, clock, office.actor(Role.HEAD), case, f"Notatka {number}")
            address = f"/staff/pl/case/{case.id}"
        pages = ("/staff/pl/queue", "/staff/pl/queue?state=all&q=Sprawa&page=2", address)
        weights.append([[counted(statements, client, page) for page in pages] for client in clients])
    assert weights[0] == weights[1]
    for queue, searched, case_page in weights[1]:
        assert max(queue, searched) <= QUEUE
        assert case_page <= CASE


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_public_page_of_the_form_asks_for_next_to_nothing(client: FlaskClient, statements: Counted):
    assert counted(statements, client, "/pl/complaint") <= 2
    assert counted(statements, client, "/pl/case") <= 1
    assert counted(statements, client, "/pl/") <= 1


@pytest.mark.parametrize("backend", ["sqlite"])
def test_filing_takes_no_more_than_a_dozen_statements(client: FlaskClient, office: FoundedOffice, statements: Counted):
    page = client.get("/pl/complaint")
    everything = {"step": "4", "way": "skarga", "department": "unknown", "subject": "S", "text": "T"}
    with statements() as seen:
        answer = send(client, page, "filing", name="Osoba", address="ul. Próbna 1", **everything)
    assert "1/2026" in answer.text
    assert len(seen) <= 14
