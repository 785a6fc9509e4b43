"""Many file at once: each is given a number, none is kept waiting by those who would only wake each other."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.actions import intake
from complaints.models import Complaint
from storage import line
from storage.session import Storage
from tests.forms import FILING, hidden

AT_ONCE, EACH = 4, 5


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many were being registered whenever one began."""
    guard, now, seen, plain = threading.Lock(), [0], [], intake.registered

    def watched(*arguments: object) -> object:
        with guard:
            now[0] += 1
            seen.append(now[0])
        try:
            return plain(*arguments)  # type: ignore[arg-type]
        finally:
            with guard:
                now[0] -= 1

    monkeypatch.setattr(intake, "registered", watched)
    monkeypatch.setattr(line, "MOST_SECONDS", 60)  # however slow the machine is
    return seen


@pytest.mark.usefixtures("office")
def test_one_of_a_process_is_registered_at_a_time_and_the_numbers_have_no_gap(
    app: Flask, storage: Storage, inside: list[int]
):
    def file(_number: int) -> None:
        client = app.test_client()
        sent = hidden(client.get("/pl/complaint").text) | FILING
        assert client.post("/pl/complaint", data=sent).status_code == 200

    assert app.test_client().get("/pl/").status_code == 200  # the routes are made with the first request of a test
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(file, range(AT_ONCE * EACH)))
    with storage.reading() as session:
        numbers = session.scalars(select(Complaint.number).order_by(Complaint.number)).all()
    assert numbers == list(range(1, AT_ONCE * EACH + 1))
    assert (len(inside), max(inside)) == (AT_ONCE * EACH, 1)
