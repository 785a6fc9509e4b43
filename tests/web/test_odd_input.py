"""Whatever is sent to any address, the answer is a page or a refusal, never an accident."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from analytics.measures.period import Month
from assurance.evidence import figures
from assurance.evidence.archive import Archive
from assurance.evidence.record import End
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from office.actions import grant_role
from office.models import Person
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.filling import fields
from tests.house.test_access import address
from tests.program import sign_in

UNSPEAKABLE = "ż\x00\ufffe'\"<>&%_\\"
"""A letter, a sign no database keeps, one no page may hold, markup, SQL."""

ODD = ("", "-1", "9" * 30, "\u0661", "2026-02-30", UNSPEAKABLE)
"""Nothing, a number where there are none, one too large to keep, a foreign digit, a day that is none."""

NAMES = (
    "q", "kind", "department", "who", "state", "due", "page", "before", "next", "way", "month", "from", "to",
    "base_from", "base_to", "measure", "population", "compare",
    "lang", "endpoint", "_external", "_scheme", "_method", "_anchor",
)  # fmt: skip
"""Every name the pages read from an address, and those ``url_for`` would take for itself."""

ANSWERS = {200, 302, 400, 401, 403, 404, 405, 409, 413, 422, 429}


def rules(app: Flask, method: str) -> list[Rule]:
    left_out = {"office.sign_out", "analytics.chart", "assets"}
    return [
        rule for rule in app.url_map.iter_rules() if method in (rule.methods or ()) and rule.endpoint not in left_out
    ]


@pytest.fixture
def jack(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice) -> FlaskClient:
    """A jack of all trades, who reaches nearly every page."""
    member = office.member(Role.HEAD)
    with storage.writing() as session:
        grant_role(session, clock, SYSTEM, person=session.get_one(Person, member.person_id), role=Role.AUDITOR)
    return sign_in(app, storage, clock, member)


@pytest.fixture
def place(app: Flask, office: FoundedOffice, filed: uuid.UUID) -> Callable[[Rule], str]:
    """The address of a rule, with things that are there in its places."""
    return lambda rule: address(app, rule, complaint_id=filed, token=office.desk.token, year=2026, number=1)


@pytest.mark.parametrize("backend", ["postgresql"])
def test_no_query_leads_to_an_accident(app: Flask, jack: FlaskClient, place: Callable[[Rule], str]):
    for rule, odd in itertools.product(rules(app, "GET"), ODD):
        with jack.get(place(rule), query_string=dict.fromkeys(NAMES, odd)) as answer:
            assert answer.status_code in ANSWERS, (rule, odd)


@pytest.fixture
def figures_written_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same figures of a month, asked for again with something odd beside it, are written into one bundle only."""
    write, known = figures.write_figures, dict[Month, list[tuple[str, ...]]]()

    def written(session: Session, archive: Archive, end: End, month: Month) -> list[tuple[str, ...]]:
        if month not in known:
            known[month] = write(session, archive, end, month)
        return known[month]

    monkeypatch.setattr(figures, "write_figures", written)


@pytest.mark.usefixtures("figures_written_once")
@pytest.mark.parametrize("backend", ["postgresql"])
def test_no_field_of_a_form_leads_to_an_accident(app: Flask, jack: FlaskClient, place: Callable[[Rule], str]):
    for rule in rules(app, "POST"):
        shown = jack.get(place(rule))
        given = fields(shown) if shown.status_code == 200 else {}
        for name, odd in itertools.product(given.keys() - {"csrf_token"}, ODD):
            with jack.post(place(rule), data={**given, name: odd}) as answer:
                assert answer.status_code in ANSWERS, (rule, name, odd)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_the_oddest_words_come_back_on_a_sound_page(
    app: Flask, signed_in: Callable[..., FlaskClient], place: Callable[[Rule], str]
):
    head = signed_in(Role.HEAD)
    for rule in rules(app, "GET"):
        shown = head.get(place(rule), query_string=dict.fromkeys(NAMES, UNSPEAKABLE))
        if "POST" in (rule.methods or ()) and shown.status_code == 200:
            sent = {name: value if name == "csrf_token" else UNSPEAKABLE for name, value in fields(shown).items()}
            with head.post(place(rule), data=sent) as answer:
                assert answer.status_code in ANSWERS
