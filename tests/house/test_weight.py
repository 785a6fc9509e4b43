"""How heavy a page is: statements, requests, bytes. Asserted, because none of it depends on the machine."""

from __future__ import annotations

import gzip
import json
import re
import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from kernel.permissions import Role
from storage.session import Storage
from tests import cast
from tests.forms import ANSWERS, FILING, hidden
from tests.surveys.devices import paired

Counting = Callable[[], AbstractContextManager[list[str]]]

SURVEY_FORM, SUBMIT, DELIVERY, QUEUE, CASE = 5, 8, 8, 10, 12
"""Statements at most, everything but the frame of the transaction."""

MOST_REQUESTS = 5
MOST_BYTES = 40_000
"""Of a resident's page with all it loads, compressed, on the first visit."""

KIOSK_REQUESTS, KIOSK_KEPT_BYTES = 6, 150_000
"""Up to a tablet's first question; what its service worker keeps."""

URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
LOADED = re.compile(
    r'(?:<link[^>]+rel="(?:stylesheet|icon|preload|manifest)"[^>]*href|<script[^>]+src|<img[^>]+src)="([^"]+)"'
)


def test_survey_form(client: FlaskClient, office: cast.FoundedOffice, statements: Counting):
    for path in ("/pl/rate", f"/pl/rate/{office.desk.token}"):
        with statements() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= SURVEY_FORM, seen


def test_survey_submit(client: FlaskClient, office: cast.FoundedOffice, statements: Counting):
    for path in ("/pl/rate", f"/pl/rate/{office.desk.token}"):
        fields = hidden(client.get(path).text) | ANSWERS
        with statements() as seen:
            assert client.post(path, data=fields).status_code == 303
        assert len(seen) <= SUBMIT, seen


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_tablet_delivers_fifty_answers_with_as_many_statements_as_one(
    client: FlaskClient, storage: Storage, clock, office: cast.FoundedOffice, statements: Counting
):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
    fifty = [tablet.item(seq) for seq in range(2, 52)]
    for sent in ([tablet.item(1)], fifty, fifty):  # the last time all of them are known
        with statements() as seen:
            assert tablet.sends(client, *sent).status_code == 200
        assert len(seen) <= DELIVERY, seen


def test_filing_a_complaint(client: FlaskClient, statements: Counting):
    with statements() as seen:
        page = client.get("/pl/complaint")
    assert len(seen) <= SURVEY_FORM, seen
    with statements() as seen:
        assert client.post("/pl/complaint", data=hidden(page.text) | FILING).status_code == 200
    assert len(seen) <= CASE, seen


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDITOR])
def test_queue_page_whatever_the_number_of_cases(
    role: Role, signed_in, storage: Storage, clock, office: cast.FoundedOffice, statements: Counting
):
    counted = []
    client = signed_in(role)
    for cases in (3, 15):
        with storage.writing() as session:
            for _number in range(cases):
                cast.file_complaint(session, clock, office)
        with statements() as seen:
            assert client.get("/staff/pl/queue").status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] <= QUEUE, seen


def test_case_page(signed_in, filed: uuid.UUID, statements: Counting):
    for role in (Role.HEAD, Role.HANDLER, Role.AUDITOR):
        client = signed_in(role)
        with statements() as seen:
            assert client.get(f"/staff/pl/case/{filed}").status_code == 200
        assert len(seen) <= CASE, seen


@pytest.mark.parametrize(
    "path", ["/pl/", "/en/", "/uk/", "/pl/rate", "/uk/rate", "/pl/complaint", "/pl/case", "/pl/privacy"]
)
def test_what_a_resident_downloads(client: FlaskClient, path: str):
    bodies = downloads(client, path)
    assert len(bodies) <= MOST_REQUESTS, list(bodies)
    sizes = {address: len(gzip.compress(body, 6)) for address, body in bodies.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_what_a_tablet_downloads(client: FlaskClient, storage: Storage, clock, office: cast.FoundedOffice):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
    bodies = downloads(client, "/kiosk")
    bodies["contents"] = client.post("/api/kiosk/contents", json={}, headers=tablet.headers).data
    worker = client.get("/kiosk/worker.js").get_data(as_text=True)
    kept = json.loads(re.findall(r"const KEPT = (.*);", worker)[0])
    assert len(bodies) <= KIOSK_REQUESTS, list(bodies)
    assert weight(bodies) <= MOST_BYTES, {name: len(gzip.compress(body, 6)) for name, body in bodies.items()}
    assert weight({path: client.get(path).data for path in kept}) <= KIOSK_KEPT_BYTES


def weight(bodies: dict[str, bytes]) -> int:
    """All of it, compressed."""
    return sum(len(gzip.compress(body, 6)) for body in bodies.values())


def downloads(client: FlaskClient, path: str) -> dict[str, bytes]:
    """A page and all it makes the browser fetch, fonts and pictures of style sheets included."""
    found: dict[str, bytes] = {}
    waiting = [path]
    while waiting:
        address = waiting.pop()
        if address not in found and not address.startswith(("data:", "#")):
            response = client.get(address)
            assert response.status_code == 200, address
            found[address] = response.data
            if response.mimetype in {"text/html", "text/css"}:
                loaded = LOADED if response.mimetype == "text/html" else URL
                waiting += [urljoin(address, name) for name in loaded.findall(response.text)]
    return found
