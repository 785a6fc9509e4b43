"""One's last days in a calendar: under a secret address, read by a strict reader, revoked for good."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from complaints.models import Complaint
from complaints.public_calendar import FETCHES
from complaints.rules.ical import FOLD, LastDay, calendar, escaped, folded
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from ledger.verify import verify
from office.actions import enter_absence, name_deputy
from office.actions.leaving import deactivate
from office.actions.sessions import end_what_was_restored
from office.models import CalendarAddress, Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered
from tests.complaints.staff_pages import Enter, case
from tests.filling import send, text

__all__ = ["case"]
on_sqlite = pytest.mark.parametrize("backend", ["sqlite"])
PAGE = "/staff/pl/account/calendar"
ADDRESS = re.compile(r"https://opinie\.proba\.example(/pl/calendar/[A-Za-z0-9_-]{43}\.ics)")
LINE = re.compile(r"(?P<name>[A-Z-]+)(?P<parameters>(;[A-Z-]+=[^;:,\"]+)*):(?P<value>.*)")


def read(feed: str) -> list[dict[str, str]]:
    """The events of a feed, read strictly after RFC 5545: line ends, folding, components, escapes."""
    assert feed.endswith("\r\n")
    assert "\n" not in feed.replace("\r\n", "")
    raw = feed.removesuffix("\r\n").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in raw)
    events: list[dict[str, str]] = []
    inside: list[str] = []
    for line in re.sub(r"\r\n[ \t]", "", feed).split("\r\n")[:-1]:
        found = LINE.fullmatch(line)
        assert found, line
        name, value = found["name"], found["value"]
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside == ["VCALENDAR", "VEVENT"]:
            assert name not in events[-1], f"{name} twice"
            assert not re.search(r"(?<!\\)(\\\\)*[;,]", value) or name != "SUMMARY"
            plain = re.sub(r"\\(.)", lambda sign: "\n" if sign[1] == "n" else sign[1], value)
            events[-1][name] = plain
        else:
            assert inside == ["VCALENDAR"]
    assert inside == []
    for event in events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY"} <= event.keys()
    return events


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\"), max_size=200))
def test_any_words_survive_escaping_and_folding(words: str):
    now = dt.datetime(2026, 11, 21, 9, tzinfo=dt.UTC)
    day = LastDay(uuid.UUID(int=7), dt.date(2026, 12, 31), words, 3)
    event = read(calendar(words, "pl", [day], now))[0]
    assert event["SUMMARY"] == words
    assert (event["DTSTART"], event["DTEND"]) == ("20261231", "20270101")
    assert (event["UID"], event["SEQUENCE"]) == ("00000000-0000-0000-0000-000000000007@interesant", "3")
    assert event["DTSTAMP"] == "20261121T090000Z"


def test_a_line_is_folded_at_seventy_five_octets_and_no_letter_is_torn():
    assert folded("a" * FOLD) == "a" * FOLD
    assert folded("a" * FOLD + "b") == "a" * FOLD + "\r\n b"
    assert folded("a" * (FOLD - 1) + "ż") == "a" * (FOLD - 1) + "\r\n ż"
    assert escaped("a;b,c\\d\ne") == "a\\;b\\,c\\\\d\\ne"


def address_of(client: FlaskClient) -> str:
    page = send(client, client.get(PAGE), do="open")
    found = ADDRESS.search(text(page))
    assert found, text(page)
    assert not ADDRESS.search(text(client.get(PAGE))), "it is shown once"
    return found[1]


@on_sqlite
def test_the_feed_has_the_cases_somebody_handles_and_no_word_of_them(
    signed_in: Enter, client: FlaskClient, storage: Storage, case: uuid.UUID
):
    feed = client.get(address_of(signed_in(Role.HANDLER)))
    assert feed.content_type == "text/calendar; charset=utf-8"
    assert feed.headers["Cache-Control"].startswith("private")
    assert "Set-Cookie" not in feed.headers
    (event,) = read(feed.text)
    assert event["SUMMARY"] == "Ostatni dzień: skarga 1/2026"
    assert event["DTSTART"] == "20261221"
    assert event["UID"] == f"{case}@interesant"
    for words in ("Kolejka", "Osoba Próbna", "trzy godziny"):
        assert words not in feed.text
    assert read(client.get(address_of(signed_in(Role.HEAD))).text) == []
    with storage.reading() as session:
        assert verify(session).is_whole
        kept = session.query(CalendarAddress).all()
        assert len(kept) == 2
        assert not any(row.secret_hash in feed.request.path for row in kept)


@on_sqlite
def test_a_new_address_ends_the_old_one_and_a_revoked_one_is_gone(
    signed_in: Enter, client: FlaskClient, storage: Storage, case: uuid.UUID
):
    handler = signed_in(Role.HANDLER)
    old = address_of(handler)
    new = address_of(handler)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert send(handler, handler.get(PAGE), do="close").status_code == 302
    assert client.get(new).status_code == 404
    assert client.get("/pl/calendar/short.ics").status_code == 404
    assert handler.post(PAGE, data={"do": "open"}).status_code == 422
    assert signed_in(Role.AUDITOR).get(PAGE).status_code == 403
    person = signed_in(Role.ADMINISTRATOR).get("/staff/pl/account")
    assert "Terminy w kalendarzu" not in text(person)


@on_sqlite
def test_who_lost_sight_of_a_case_or_the_account_gets_nothing(
    signed_in: Enter, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    address = address_of(signed_in(Role.HANDLER))
    handler = office.member(Role.HANDLER).person_id
    with storage.writing() as session:
        answered(session, clock, office, session.get_one(Complaint, case), Reply("zasadna", "Treść.", clock.today()))
    assert read(client.get(address).text) == []
    with storage.writing() as session:
        person = session.get_one(Person, handler)
        deactivate(session, clock, SYSTEM, handler, reason="odejście", row_version=person.row_version)
    assert client.get(address).status_code == 404
    again = address_of(signed_in(Role.HEAD))
    assert client.get(again).status_code == 200
    with storage.writing() as session:
        end_what_was_restored(session, clock)
    assert client.get(again).status_code == 404


@on_sqlite
def test_a_deputy_has_the_days_of_whoever_is_away_and_only_then(
    signed_in: Enter, client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, case: uuid.UUID
):
    deputy = office.member(Role.HANDLER, next_door=True)
    address = address_of(signed_in(Role.HANDLER, next_door=True))
    assert read(client.get(address).text) == []
    today = clock.today()
    until = today + dt.timedelta(days=3)
    away = office.member(Role.HANDLER).person_id
    with storage.writing() as session:
        person, acting = session.get_one(Person, away), session.get_one(Person, deputy.person_id)
        admin = office.actor(Role.ADMINISTRATOR)
        enter_absence(session, clock, admin, person, from_on=today, to_on=until)
        name_deputy(session, clock, admin, person, deputy=acting, department=None, from_on=today, to_on=until)
    assert len(read(client.get(address).text)) == 1
    clock.advance(days=4)
    assert read(client.get(address).text) == []


@on_sqlite
def test_a_calendar_that_asks_all_the_time_is_told_to_wait(
    signed_in: Enter, client: FlaskClient, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, case: uuid.UUID
):
    monkeypatch.setattr("complaints.public_calendar.FETCHES", 3)
    assert FETCHES > 3
    address = address_of(signed_in(Role.HANDLER))
    assert [client.get(address).status_code for _ in range(5)] == [200, 200, 200, 429, 429]
    clock.advance(minutes=16)
    assert client.get(address).status_code == 200
