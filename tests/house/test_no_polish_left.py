"""No Polish sentence of ours stands on an English or Ukrainian page: pages, charts and mistakes are read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from xml.etree import ElementTree as Xml

import html5lib
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from complaints.actions.publishing import PublicationTyped, publish_petition
from complaints.models import Complaint
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.analytics.filling import fill
from tests.cast import PASSWORD, FoundedOffice
from tests.complaints.courses import case_in
from tests.filling import document, fields, send, the_form
from tests.house.test_translations import PLACE, catalog, texts
from tests.office.accounts import shown

SAID_ALOUD = ("alt", "title", "aria-label", "placeholder", "content", "aria-description", "aria-roledescription")
"""Attributes that reach a person."""

NO_PAGE = {
    "assets", "analytics.chart", "analytics.data", "analytics.table", "assurance.matrix_file",
    "complaints.petition_scan_file", "complaints.protocol", "front_door", "office.openid", "office.openid_back",
    "office.start",
}  # fmt: skip
"""Addresses that give a file (charts are read where they are shown) or lead on."""

VALUES = {"s": ".+?", "d": r"[\d\s]+"}
"""What may stand in the place of a value: any text, a number."""

ASKED = {"analytics.cases": "?measure=received"}
"""What a page wants to be asked before it shows itself."""

LATER = {
    "complaints.approve": (Kind.SKARGA, State.FOR_APPROVAL),
    "complaints.settle": (Kind.SKARGA, State.APPROVED),
    "complaints.resolve": (Kind.SKARGA, State.AT_COUNCIL),
    "complaints.publish": (Kind.PETYCJA, State.RECEIVED),
    "complaints.petition_scan": (Kind.PETYCJA, State.ASSIGNED),
}
"""Pages of a case of another kind, or one that is further on."""

OF_ITS_OWN = {"complaints.take_down", "analytics.annual_cases"}
"""Pages that want a published petition, or a figure: a test of their own reads them."""

ON_THE_WAY = {"office.sign_in_code", "office.second_factor_confirm"}
"""Pages one reaches only from the page before."""

SQLITE = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
pytestmark = pytest.mark.parametrize("lang", ["en", "uk"])


@cache
def polish(lang: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Our Polish sentences the language says otherwise: plain ones, and a pattern for those with values."""
    plain, patterns = set(), set()
    for message in catalog(lang):
        for text in texts(message.id) if message.id else ():
            if text in texts(message.string) or not re.search(r"[^\W\d_]", PLACE.sub("", text)):
                continue
            if PLACE.search(text):
                pieces = re.split(r"%\(\w+\)([a-z])", text.replace("%%", "%"))
                patterns.add("".join(VALUES[piece] if at % 2 else re.escape(piece) for at, piece in enumerate(pieces)))
            else:
                plain.add(text.replace("%%", "%"))
    return frozenset(plain), re.compile("|".join(sorted(patterns)), re.DOTALL)


def said(root: Xml.Element) -> Iterator[str]:
    """Every text a page or a drawing says, what is marked as Polish left out."""
    if root.get("lang") == "pl" or root.tag in {"script", "style"}:
        return
    yield from (root.get(name, "") for name in SAID_ALOUD)
    yield root.get("value", "") if root.get("type") in {"submit", "button"} else ""
    yield root.text or ""
    for child in root:
        if isinstance(child.tag, str):
            yield from said(child)
        yield child.tail or ""


def left(root: Xml.Element, lang: str) -> list[str]:
    """The Polish sentences left on a page."""
    heard = {" ".join(text.replace("\u2060", "").split()) for text in said(root)} - {""}
    return sorted(text for text in heard if _is_polish(text, lang))


@cache
def _is_polish(text: str, lang: str) -> bool:
    """Asked once of each text: most of a page is what stands on the page before, and the pattern is of thousands."""
    plain, pattern = polish(lang)
    return text in plain or pattern.fullmatch(text) is not None


def pages(app: Flask, lang: str, *, staff: bool, **known: object) -> dict[str, str]:
    """The addresses of all pages of one face of the program, by endpoint."""
    found = {}
    with app.test_request_context():
        address = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            values = {"lang": lang, **known}
            if _is_page(rule, staff=staff) and rule.arguments <= set(values):
                built = address.build(rule.endpoint, {name: values[name] for name in rule.arguments})
                found[rule.endpoint] = built + ASKED.get(rule.endpoint, "")
    return found


def _is_page(rule: Rule, *, staff: bool) -> bool:
    is_here = rule.rule.startswith("/staff/") == staff
    return is_here and "GET" in (rule.methods or set()) and rule.endpoint not in NO_PAGE


@SQLITE
def test_no_polish_on_the_residents_pages(app: Flask, client: FlaskClient, lang: str):
    for address in (*pages(app, lang, staff=False).values(), f"/{lang}/nowhere", f"/{lang}/rate/no-such-token"):
        response = client.get(address)
        if not 300 <= response.status_code < 400:
            assert left(document(response), lang) == [], address


@SQLITE
def test_no_polish_in_what_residents_get_wrong(client: FlaskClient, lang: str):
    for address in (f"/{lang}/complaint", f"/{lang}/case", f"/{lang}/rate"):
        form = client.get(address)
        response = client.post(the_form(form).get("action") or address, data=fields(form))
        assert left(document(response), lang) == [], address


@SQLITE
def test_no_polish_on_the_staff_pages(app: Flask, signed_in: Callable[..., FlaskClient], filed: uuid.UUID, lang: str):
    addresses = pages(app, lang, staff=True, complaint_id=filed, move_name="withdraw")
    unseen = set(addresses)
    for role in (Role.HEAD, Role.AUDITOR, Role.QUALITY_OFFICER, Role.ADMINISTRATOR):
        visitor = signed_in(role)
        for endpoint, address in addresses.items():
            response = visitor.get(address)
            if not 300 <= response.status_code < 400:
                assert left(document(response), lang) == [], (role, address)
            if response.status_code == 200:
                unseen.discard(endpoint)
    assert unseen <= {"office.sign_in", "office.set_up", *ON_THE_WAY, *LATER, *OF_ITS_OWN}


@SQLITE
def test_no_polish_on_the_pages_of_a_case_further_on(
    app: Flask,
    signed_in: Callable[..., FlaskClient],
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    lang: str,
):
    with storage.writing() as session:
        cases = {endpoint: case_in(session, clock, office, kind, state).id for endpoint, (kind, state) in LATER.items()}
        petition = session.get_one(Complaint, cases["complaints.publish"])
        words = PublicationTyped("Ławki w parku", "Prosimy o ławki.")
        publish_petition(session, clock, office.actor(Role.HEAD), petition, words, row_version=petition.row_version)
    visitor = signed_in(Role.HEAD)
    with app.test_request_context():
        addresses = [url_for(name, lang=lang, complaint_id=case) for name, case in cases.items()]
        addresses.append(url_for("complaints.take_down", lang=lang, complaint_id=petition.id))
        figure: dict[str, Any] = {"year": 2026, "table": "t1", "row": "total", "column": "total"}
        addresses.append(url_for("analytics.annual_cases", lang=lang, **figure))
    for address in addresses:
        response = visitor.get(address)
        assert response.status_code == 200, address
        assert left(document(response), lang) == [], address


@SQLITE
def test_no_polish_on_the_way_to_a_second_factor_and_through_it(
    client: FlaskClient, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, lang: str
):
    head = office.member(Role.HEAD)
    entered = client.get(f"/staff/{lang}/sign-in")
    send(client, entered, login=head.login, password=PASSWORD)
    begun = client.get(f"/staff/{lang}/account/second-factor")
    confirm = client.get(send(client, begun, password=PASSWORD).headers["Location"])
    sheet = send(client, confirm, code=shown(storage, clock, head.person_id))
    clock.advance(minutes=1)
    other = app.test_client()
    step = other.get(send(other, other.get(f"/staff/{lang}/sign-in"), login=head.login, password=PASSWORD).location)
    for response in (begun, confirm, sheet, step, client.get(f"/staff/{lang}/account/second-factor")):
        assert response.status_code == 200
        assert left(document(response), lang) == [], response.request.path


@SQLITE
def test_no_polish_in_what_staff_get_wrong(signed_in: Callable[..., FlaskClient], filed: uuid.UUID, lang: str):
    visitor = signed_in(Role.HEAD)
    for page in ("register", f"case/{filed}/assign", f"case/{filed}/note", f"case/{filed}/draft"):
        form = visitor.get(f"/staff/{lang}/{page}")
        typed = dict.fromkeys(fields(form), "") | {"csrf_token": fields(form).get("csrf_token", "")}
        response = visitor.post(f"/staff/{lang}/{page}", data=typed)
        assert response.status_code in {200, 400, 422}, page
        assert left(document(response), lang) == [], page


@SQLITE
def test_no_polish_in_charts(signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice, lang: str):
    with storage.writing() as session:
        fill(session, office)  # pages with little on them draw nothing
    visitor = signed_in(Role.HEAD)
    drawings = set()
    for page in ("results", "results/span", "results/reduction"):
        html = visitor.get(f"/staff/{lang}/{page}").text
        drawings |= set(re.findall(rf'"(/staff/{lang}/results/charts/[^" ]+)"', html))
    assert drawings
    for address in drawings:
        drawing = visitor.get(address.replace("&amp;", "&"))
        root = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(drawing.text)
        assert left(root, lang) == [], address


def test_a_polish_sentence_would_be_noticed(lang: str):
    html = (
        "<main><p>Prowadzi: Jan</p><p lang=pl>Kolejka</p><a aria-label='Drukuj'>x</a><p>Proszę\u00a0wybrać</p></main>"
    )
    root = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)
    assert left(root, lang) == ["Drukuj", "Proszę wybrać", "Prowadzi: Jan"]
