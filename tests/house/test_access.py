"""Nobody gets in by oversight: every view has a mark, no view vanishes unnoticed, no form works without its token."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import flask_wtf.csrf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import inspect, text
from sqlalchemy.orm import Session
from werkzeug.routing import AnyConverter, Rule

from analytics.actions import StepTyped, record_step
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from complaints.actions import CallTyped, FeedbackTyped, leave_feedback, note_call
from complaints.actions.saved_views import save_view
from kernel.clock import FixedClock
from kernel.ids import new_id
from kernel.permissions import RESIDENT, ROLE_PERMISSIONS, SYSTEM, Permission, Role
from office.models import OpenIdLink
from quality.actions import Seen, open_reviews
from storage.session import Storage
from tests.cast import PASSWORD, FoundedOffice
from tests.complaints.test_holding import held
from tests.house import routes
from tests.surveys.filling import one_paper_form
from web.access import PUBLIC, mark_of

NOBODYS = uuid.UUID(int=0)
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
"""Walks over all addresses ask for marks and permissions, which are the same on both databases."""

COUNTED_ON_REFUSAL = {"throttle"}
"""Tables a refused request may touch: failed tries are counted."""


def changing(app: Flask) -> list[Rule]:
    """Addresses that take anything but reading."""
    return [rule for rule in app.url_map.iter_rules() if (rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}]


def address(app: Flask, rule: Rule, **known: object) -> str:
    """An address of a rule; what is not known of its places belongs to nobody."""
    nobodys: dict[str, Any] = dict.fromkeys(rule.arguments, NOBODYS if "uuid" in rule.rule else "x")
    given = {name: value for name, value in {"lang": "pl", **known}.items() if name in nobodys}
    for name, of in rule._converters.items():
        if isinstance(of, AnyConverter) and given.get(name) not in of.items:
            given[name] = sorted(of.items)[0]
    values = {**nobodys, **given}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, values)


def contents(storage: Storage) -> dict[str, int]:
    """How many rows each table has, and the end of the record."""
    with storage.engine.connect() as connection:
        names = set(inspect(connection).get_table_names()) - COUNTED_ON_REFUSAL
        return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in names}


def test_every_view_has_a_mark(app: Flask):
    marks = {endpoint: mark_of(view) for endpoint, view in app.view_functions.items()}
    assert {name for name, mark in marks.items() if mark != PUBLIC and not isinstance(mark, Permission)} == set()


def test_every_staff_view_asks_for_a_permission_and_no_resident_view_does(app: Flask):
    by_code = {"office.sign_in_code", "office.invitation", "office.recovery", "office.forgotten"}
    outside = {"office.openid", "office.openid_back", "office.sign_in", "office.set_up", *by_code}
    for rule in app.url_map.iter_rules():
        is_staff = rule.rule.startswith("/staff/") and rule.endpoint not in outside
        assert isinstance(mark_of(app.view_functions[rule.endpoint]), Permission) == is_staff, rule


def test_no_route_came_or_went_unnoticed(app: Flask):
    """After a wanted change: .venv/bin/python -m tests.house.routes"""
    assert routes.lines(app) == routes.LIST.read_text(encoding="utf-8").splitlines()


def test_a_view_without_a_mark_stays_shut(app: Flask, client: FlaskClient):
    app._got_first_request = False
    app.add_url_rule("/forgotten", "forgotten", lambda: "<p>should never be seen</p>")
    assert client.get("/forgotten").status_code == 403


@SQLITE
def test_strangers_are_asked_to_sign_in(app: Flask, client: FlaskClient):
    """A page sends them there; a form is answered with what was typed, so that nothing is lost."""
    for rule in app.url_map.iter_rules():
        if isinstance(mark_of(app.view_functions[rule.endpoint]), Permission):
            if "GET" in (rule.methods or set()):
                response = client.get(address(app, rule))
                assert response.status_code == 302, rule
                assert "/sign-in" in response.headers["Location"], rule
            if "POST" in (rule.methods or set()):
                response = client.post(address(app, rule), data={"text": "Napisane przed wylogowaniem"})
                assert response.status_code == 401, rule
                assert "Napisane przed wylogowaniem" in response.get_data(as_text=True), rule


@SQLITE
def test_whoever_lacks_the_permission_is_refused(app: Flask, signed_in: Callable[..., FlaskClient], office):
    clients = {role: signed_in(role) for role in Role}
    for rule in app.url_map.iter_rules():
        mark = mark_of(app.view_functions[rule.endpoint])
        for role, client in clients.items():
            if isinstance(mark, Permission) and not office.actor(role).can(mark):
                method = "GET" if "GET" in (rule.methods or set()) else "POST"
                assert client.open(address(app, rule), method=method).status_code == 403, (rule, role)


def one_step_change(session: Session, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    typed = StepTyped("on_time", Population.COMPLAINTS, None, Month(2026, 9), "Nowa kancelaria.")
    return record_step(session, clock, office.actor(Role.QUALITY_OFFICER), typed).id


def one_review(session: Session, clock: FixedClock) -> uuid.UUID:
    figures = ("outside", "below", "concerning", "xmr", "0.2", "0.8", "0.6", "1", 1)
    [review] = open_reviews(session, clock, SYSTEM, [Seen("on_time", 1, "complaints", None, "2026-10", *figures)])
    return review.id


@SQLITE
def test_nothing_changes_without_the_form_token(
    app: Flask,
    storage: Storage,
    signed_in: Callable[..., FlaskClient],
    office: FoundedOffice,
    filed: uuid.UUID,
    monkeypatch: pytest.MonkeyPatch,
    clock: FixedClock,
):
    """Every changing address asks for the token before it does anything, and does nothing without it."""
    asked: list[str] = []
    check = flask_wtf.csrf.validate_csrf

    def noted(*args: Any, **kwargs: Any) -> None:
        asked.append("yes")
        check(*args, **kwargs)

    monkeypatch.setattr("flask_wtf.csrf.validate_csrf", noted)
    someone = office.member(Role.HANDLER).person_id
    known: dict[str, Any] = {
        "complaint_id": filed,
        "token": office.desk.token,
        "person_id": someone,
        "move_name": "withdraw",
        "what": "channel",
    }
    with storage.writing() as session:
        opinion = FeedbackTyped("Kolejka", "Długa.", office.home.id)
        known["feedback_id"] = leave_feedback(session, clock, RESIDENT, opinion).feedback_id
        call = CallTyped(clock.today(), "kolejka", "Zaproszono.", new_id())
        known["call_id"] = note_call(session, clock, office.actor(Role.CLERK), call).call_id
        known["batch_id"], known["number"] = one_paper_form(session, clock, office)
        known["step_id"] = one_step_change(session, clock, office)
        known["review_id"] = one_review(session, clock)
        known["held_id"] = held(session, clock, office).id
        views = {role: save_view(session, clock, office.actor(role), "Moje", "").id for role in Role}
        session.add(OpenIdLink(person_id=someone, issuer="https://login", subject="one", linked_at=clock.now()))
    clients = {role: signed_in(role) for role in Role}
    before = contents(storage)
    for rule in changing(app):
        if rule.endpoint == "office.set_up":
            continue  # gone once there is an office: tests/office/test_setting_up.py
        if rule.endpoint.startswith("kiosk_api."):
            continue  # no cookie, so nothing to forge: its own token and the Origin, tests/surveys/test_kiosk_api.py
        mark = mark_of(app.view_functions[rule.endpoint])
        posted = {"text": "x", "row_version": "2", "login": "head", "password": PASSWORD}
        for role, client in clients.items():
            if mark == PUBLIC or mark in ROLE_PERMISSIONS[role]:
                asked.clear()
                status = client.post(address(app, rule, **known, view_id=views[role]), data=posted).status_code
                assert status in {302, 400, 403, 422}, (rule, role)
                assert asked, f"{rule} did not ask {role} for the token"
        assert contents(storage) == before, rule
