"""Floods on the web: nothing is refused, a trap and the day's number only mark what came, and the record knows."""

from __future__ import annotations

import dataclasses

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

import complaints.replaying
import surveys.replaying
from complaints.models import Feedback
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from ledger.replays import compare
from storage.session import Storage
from surveys.actions import seal_responses
from surveys.models import Response
from surveys.rules.flags import CLEAN, given_on_arrival
from tests.cast import FoundedOffice
from tests.forms import FILING, hidden
from tests.surveys.filling import ALL, opened

ON_SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
OPINION = {**FILING, "way": "feedback"}


@pytest.fixture
def capped(app: Flask) -> None:
    """Two answers a day, and two opinions."""
    app.config["SETTINGS"] = dataclasses.replace(app.config["SETTINGS"], voices_per_day=2)


def test_a_mark_leaves_an_answer_out_of_clean_figures():
    assert given_on_arrival(is_trapped=False, is_over_cap=False) in CLEAN
    assert given_on_arrival(is_trapped=True, is_over_cap=True) == "honeypot over_cap"
    assert given_on_arrival(is_trapped=True, is_over_cap=False) not in CLEAN


def flags_of(storage: Storage, model: type[Response] | type[Feedback]) -> list[str]:
    with storage.reading() as session:
        return list(session.scalars(select(model.flags).order_by(model.received_at, model.flags)))


@ON_SQLITE
def test_whoever_fills_the_trap_is_thanked_and_the_answer_is_kept_with_a_mark(client: FlaskClient, storage: Storage):
    answer = client.post("/pl/rate", data={**opened(client), **ALL, "website": "https://example.org"})
    assert (answer.status_code, answer.location) == (303, "/pl/rated")
    assert flags_of(storage, Response) == ["honeypot"]


@ON_SQLITE
def test_answers_beyond_the_number_of_the_day_are_kept_with_a_mark_until_the_next_day(
    capped: None, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for address in ("/pl/rate", f"/pl/rate/{office.desk.token}", "/en/rate"):
        assert client.post(address, data={**opened(client, address), **ALL}).status_code == 303
    assert flags_of(storage, Response) == ["", "", "over_cap"]
    clock.advance(days=1)
    client.post("/pl/rate", data={**opened(client), **ALL})
    assert sorted(flags_of(storage, Response)) == ["", "", "", "over_cap"]


def test_marks_are_told_to_the_record_and_one_set_by_hand_is_found(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for trap in ("", "x"):
        client.post("/pl/rate", data={**opened(client), **ALL, "website": trap})
    with storage.writing() as session:
        seal_responses(session, clock, SYSTEM)
    with storage.reading() as session:
        assert compare(session, surveys.replaying.REPLAYS).difference is None
    with storage.writing() as session:
        session.execute(update(Response).values(flags="honeypot"))
    with storage.reading() as session:
        assert compare(session, surveys.replaying.REPLAYS).difference is not None


def left(client: FlaskClient, **changes: str) -> None:
    page = client.get("/pl/complaint").get_data(as_text=True)
    assert client.post("/pl/complaint", data={**hidden(page), **OPINION, **changes}).status_code == 302


@ON_SQLITE
def test_opinions_are_kept_with_their_marks_and_agree_with_the_record(
    capped: None, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for trap in ("", "x", ""):
        left(client, website=trap)
        clock.advance(minutes=1)
    assert flags_of(storage, Feedback) == ["", "honeypot", "over_cap"]
    with storage.reading() as session:
        assert compare(session, complaints.replaying.REPLAYS).difference is None
