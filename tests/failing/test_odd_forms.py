"""Every form of every room, found by walking the addresses: whatever body is sent, a page or a refusal comes back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from office.actions import grant_role
from office.models import Department, Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import fields
from tests.house.test_access import address
from tests.program import sign_in
from tests.web.test_odd_input import ANSWERS, UNSPEAKABLE, rules

Body = dict[str, object]
LONG = "ą" * 20_000
FITTING = 8
"""So many long fields still fit into the megabyte a body may have: they are read and judged, not cut off."""

ODD_ONE = ("", "9" * 30, UNSPEAKABLE)


@pytest.fixture
def known(office: FoundedOffice, filed: uuid.UUID) -> dict[str, object]:
    """Things that are there, by the names addresses give them."""
    return {
        "complaint_id": filed,
        "token": office.desk.token,
        "department_id": office.next_door.id,
        "service_id": office.service.id,
        "desk_id": office.desk.id,
        "person_id": office.member(Role.CLERK, next_door=True).person_id,
    }


@pytest.fixture
def enter(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice) -> Callable[[], FlaskClient]:
    """Signs in an administrator who is a head and an auditor besides; again and again, should a form have ended it."""
    member = office.member(Role.ADMINISTRATOR)
    with storage.writing() as session:
        person = session.get_one(Person, member.person_id)
        home = session.get_one(Department, office.home.id)
        for role, department in ((Role.HEAD, home), (Role.CLERK, home), (Role.AUDITOR, None)):
            grant_role(session, clock, SYSTEM, person=person, role=role, department=department)
    return lambda: sign_in(app, storage, clock, member)


def place_of(app: Flask, rule: Rule, known: dict[str, object]) -> str:
    """The address of a rule, with things that are there in its places; a record is the service's or the desk's."""
    record = known["service_id" if "services" in rule.endpoint else "desk_id"]
    return address(app, rule, **known, record_id=record)


def shown(client: FlaskClient, place: str) -> dict[str, str]:
    """The fields of the first form of a page, as they stand."""
    page = client.get(place)
    if page.status_code != 200 or "<form" not in page.text.partition("<main")[2]:
        return {}
    return fields(page)


def bodies(given: dict[str, str]) -> Iterator[tuple[str, Body]]:
    """Nothing at all; only the token; everything twice; everything too long; everything odd."""
    token = {name: value for name, value in given.items() if name == "csrf_token"}
    typed = [name for name in given if name not in token]
    yield "nothing", {"data": {}}
    yield "only the token", {"data": token}
    yield "everything twice", {"data": {**token, **{name: [given[name], UNSPEAKABLE] for name in typed}}}
    yield "everything long", {"data": {**token, **dict.fromkeys(typed[:FITTING], LONG)}}
    yield "everything odd", {"data": {**token, **dict.fromkeys(typed, UNSPEAKABLE)}}
    yield "names that are none", {"data": {**token, "": "x", "a" * 500: "y", "\ufffe[]": "z"}}


RAW: tuple[tuple[str, Body], ...] = (
    (
        "bytes that are no text",
        {"data": b"text=%ED%A0%80%FF&name=\xff\xfe", "content_type": "application/x-www-form-urlencoded"},
    ),
    ("JSON", {"json": {"text": ["x"]}}),
    ("no parts", {"data": b"--x\r\n", "content_type": "multipart/form-data; boundary=x"}),
    ("no boundary", {"data": b"text=x", "content_type": "multipart/form-data"}),
    (
        "too many fields",
        {
            "data": b"&".join(b"a%d=1" % number for number in range(1500)),
            "content_type": "application/x-www-form-urlencoded",
        },
    ),
)


def assert_answered(response: TestResponse, rule: Rule, what: object) -> None:
    """A page or a refusal, or a file, which a server closes once it is sent."""
    response.close()
    assert response.status_code in ANSWERS | {303}, (rule, what, response.status_code)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_no_body_of_any_form_leads_to_an_accident(
    app: Flask, enter: Callable[[], FlaskClient], known: dict[str, object]
):
    tried = 0
    for rule in rules(app, "POST"):
        client, place = enter(), place_of(app, rule, known)
        for what, body in (*bodies(shown(client, place)), *RAW):
            tried += 1
            assert_answered(client.post(place, **body), rule, what)
    assert tried > 150


@pytest.mark.parametrize("backend", ["postgresql"])
def test_no_field_of_the_administration_leads_to_an_accident(
    app: Flask, storage: Storage, enter: Callable[[], FlaskClient], known: dict[str, object]
):
    """The lists of the office share their forms and views: the same fields under the same verb are tried once."""
    seen: set[tuple[str, frozenset[str]]] = set()
    for rule in rules(app, "POST"):
        if "/administration" not in rule.rule:
            continue
        client, place = enter(), place_of(app, rule, known)
        given = shown(client, place)
        form = (rule.endpoint.rpartition("_")[2], frozenset(given))
        if form in seen:
            continue
        seen.add(form)
        for name in given.keys() - {"csrf_token"}:
            for odd in ODD_ONE:
                assert_answered(client.post(place, data={**given, name: odd}), rule, (name, odd))
    assert len(seen) > 20
    with storage.reading() as session:
        assert session.scalars(select(Person.is_active).where(Person.login == Role.ADMINISTRATOR.value)).one()
