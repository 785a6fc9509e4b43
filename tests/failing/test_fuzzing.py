"""Every address as a guest and as each role, its query, its path and the fields of its form drawn at random.

No answer is an accident, and a page that refuses speaks the language of its address. A short walk in the suite; a long
one with ``INTERESANT_TEST_FUZZ=20`` (so many times as many tries), which draws anew each time. What fails names its
walk; ``INTERESANT_TEST_FUZZ=20:WALK`` draws the same again.
"""

from __future__ import annotations

import itertools
import os
import re
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import quote, urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.routing import IntegerConverter, MapAdapter, Rule
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from complaints.actions import FeedbackTyped, leave_feedback
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, Permission, Role
from office.models import Person
from office.sign_in import open_sign_in
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.failing.test_odd_forms import LONG
from tests.house.test_access import address
from tests.surveys.filling import one_paper_form
from tests.web.test_odd_input import ANSWERS, NAMES, ODD
from web.access import PUBLIC, mark_of

_TIMES, _, _WALK = os.environ.get("INTERESANT_TEST_FUZZ", "0").partition(":")
TIMES: Final = int(_TIMES)
WALK: Final = _WALK or secrets.token_hex(4)
"""What the draws of a long walk begin from, another one each time; those of the suite are always the same."""
GUEST: Final = "guest"
LANGUAGES: Final = ("pl", "en", "uk")
LANGUAGE: Final = re.compile(f"/({'|'.join(LANGUAGES)})/")
ENDS_THE_WALK: Final = frozenset({"office.sign_out", "office.my_sessions", "assets"})
"""Signing out ends a walk, and the programs of pages are files of the house."""

odd: Final = st.one_of(
    st.sampled_from(
        (*ODD, "1" * 5000, "0", "+1", "1e9", "NaN", "٣", "2026-13-01", "9999-12-31", "0001-01-01", LONG[:400])
    ),
    st.sampled_from(("' OR 1=1 --", "%00", "../../etc/passwd", "{{7*7}}", "<script>x</script>", "\r\nSet-Cookie: a=b")),
    st.text(max_size=30),
    st.integers(-(2**70), 2**70).map(str),
    st.dates().map(str),
    st.uuids().map(str),
)
"""What somebody may send where the program expects something else."""

Fields = dict[str, list[str]]
TOKEN: Final = re.compile(r'name="csrf_token"[^>]*?value="([^"]+)"')


@dataclass(frozen=True)
class Door:
    """An address, who tries it, and the fields its page shows."""

    rule: Rule
    who: str
    places: tuple[str, ...]
    fields: Fields


class Walk:
    """One guest and one member of staff of each role in the same office."""

    def __init__(self, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice) -> None:
        self.app, self.storage, self.clock, self.office = app, storage, clock, office
        self.known: dict[str, Any] = {}
        self.seen: dict[str, set[str]] = {}
        self.forms: dict[str, Fields] = {}
        self.queries: dict[str, Fields] = {}

    def client(self, who: str) -> FlaskClient:
        """A browser of a guest, or of somebody signed in by now."""
        client = self.app.test_client()
        if who != GUEST:
            self.enter(client, who)
        return client

    def enter(self, client: FlaskClient, who: str) -> None:
        """Sign somebody in, again where a form ended it."""
        with self.storage.writing() as session:
            person = session.get_one(Person, self.office.member(who).person_id)
            token = open_sign_in(session, self.clock, person, hours=10).token
        with client.session_transaction("/staff/pl/") as cookie:
            cookie["token"] = token

    def may(self, who: str, rule: Rule) -> bool:
        """Whether this address is open to somebody at all; the rest is refused at the door, and tested there."""
        mark = mark_of(self.app.view_functions[rule.endpoint])
        if who == GUEST:
            return mark == PUBLIC
        return isinstance(mark, Permission) and self.office.actor(who).can(mark)

    def follow(self, who: str, most: int) -> None:
        """Open pages as somebody clicking every link would, and note addresses and forms with things that are there."""
        client, adapter = self.client(who), self.app.url_map.bind("localhost")
        waiting = ["/staff/pl/"] if who != GUEST else ["/pl/"]
        waiting += [
            address(self.app, rule, **self.known) for rule in self.app.url_map.iter_rules() if self.may(who, rule)
        ]
        opened: set[str] = set()
        while waiting and len(opened) < most:
            place = waiting.pop(0)
            endpoint = _endpoint(adapter, place, "GET")
            if place in opened or endpoint is None or endpoint in ENDS_THE_WALK:
                continue
            if len(self.seen.get(endpoint, set()) - {place}) >= (3 if TIMES else 1):
                continue
            opened.add(place)
            with client.get(place) as answer:
                if answer.status_code != 200:
                    continue
                self.seen.setdefault(endpoint, set()).add(place)
                if answer.mimetype == "text/html":
                    waiting += self._read(answer, place, adapter)

    def _read(self, answer: Response, place: str, adapter: MapAdapter) -> list[str]:
        page = Page()
        page.feed(answer.get_data(as_text=True).partition("<main")[2])
        for query in page.gets:
            _merge(self.queries.setdefault(_endpoint(adapter, place, "GET") or "", {name: [] for name in NAMES}), query)
        for action, fields in page.posts:
            target = urlsplit(urljoin(place, action)).path or place
            endpoint = _endpoint(adapter, target, "POST")
            if endpoint is not None:
                self.seen.setdefault(endpoint, set()).add(target)
                _merge(self.forms.setdefault(endpoint, {}), fields)
        parts = [urlsplit(urljoin(place, link)) for link in page.links]
        return [part.path for part in parts if part.path and not part.netloc]

    def doors(self, method: str) -> list[Door]:
        """Every address that takes a method, once for each who may use it."""
        found = []
        for rule, who in itertools.product(self.app.url_map.iter_rules(), (GUEST, *Role)):
            if method not in (rule.methods or ()) or rule.endpoint in ENDS_THE_WALK or not self.may(who, rule):
                continue
            places = {address(self.app, rule, **self.known), *sorted(self.seen.get(rule.endpoint, ()))[:3]}
            known = self.forms if method == "POST" else self.queries
            found.append(Door(rule, str(who), tuple(sorted(places)), known.get(rule.endpoint, {})))
        return found


def _endpoint(adapter: MapAdapter, place: str, method: str) -> str | None:
    try:
        return str(adapter.match(place, method)[0])
    except Exception:  # noqa: BLE001 - nowhere, elsewhere or not in this way: no door
        return None


def _merge(known: Fields, fields: Fields) -> None:
    for name, values in fields.items():
        known[name] = [*dict.fromkeys((*known.get(name, []), *values))][:8]


class Page(HTMLParser):
    """The links and the forms of a page, buttons and choices included; quicker than the strict parser of pages."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.gets: list[Fields] = []
        self.posts: list[tuple[str, Fields]] = []
        self._form: Fields = {}
        self._select: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a link leads to and what a field would send."""
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        if tag == "a":
            self.links.append(found.get("href", ""))
        elif tag == "form":
            self._form = {}
            if found.get("method", "get").lower() == "post":
                self.posts.append((found.get("action", ""), self._form))
            else:
                self.gets.append(self._form)
        elif tag == "option":
            self._select.append(found.get("value", ""))
        elif tag in {"input", "select", "textarea", "button"} and name and name != "csrf_token":
            self._select = self._form.setdefault(name, [])
            if tag in {"input", "button"} and found.get("type") not in {"file", "image"}:
                self._select.append(found.get("value", ""))


def drawn(draw: Callable[[Any], Any], door: Door) -> tuple[str, Fields]:
    """An address of a door with odd places now and then, and fields most of them as they stand."""
    place = draw(st.sampled_from(door.places))
    if "<" in door.rule.rule.replace("<lang>", "") and draw(st.integers(0, 3)) == 0:
        parts = place.split("/")
        changed = draw(st.integers(min(3, len(parts) - 1), len(parts) - 1))
        parts[changed] = quote(draw(odd).encode("utf-8", "replace"), safe="")[:1500] or "x"
        place = "/".join(parts)
    fields: Fields = {}
    for name, values in door.fields.items():
        how = draw(st.integers(0, 9))
        if how >= 8:
            continue
        is_as_it_stands = how >= 3 and values
        fields[name] = [draw(st.sampled_from(values) if is_as_it_stands else odd)]
        if how == 2:
            fields[name].append(draw(odd))
    return place, fields


def assert_a_page(answer: TestResponse, door: Door, lang: str, what: object) -> None:
    """A page, a refusal or a file; what is a page of an error speaks the language of the address."""
    with answer:
        assert answer.status_code in ANSWERS | {303, 304, 308, 415}, (WALK, door.rule, door.who, what, answer.status)
        if answer.status_code >= 400 and answer.mimetype == "text/html" and "<lang>" in door.rule.rule:
            assert f'<html lang="{lang}"' in answer.get_data(as_text=True), (WALK, door.rule, door.who, what)


@pytest.fixture
def walk(app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, filed: uuid.UUID) -> Walk:
    """An office with a case, an opinion and a paper form, walked through once by everybody."""
    walk = Walk(app, storage, clock, office)
    walk.known = {"complaint_id": filed, "token": office.desk.token, "year": 2026, "number": 1, "move_name": "withdraw"}
    walk.known |= {"what": "channel", "person_id": office.member(Role.CLERK).person_id, "kind": "desks"}
    with storage.writing() as session:
        opinion = FeedbackTyped("Kolejka", "Długa.", office.home.id)
        walk.known["feedback_id"] = leave_feedback(session, clock, RESIDENT, opinion).feedback_id
        walk.known["batch_id"], _number = one_paper_form(session, clock, office)
    for who in (GUEST, *Role):
        walk.follow(str(who), most=400 if TIMES else 90)
    return walk


def tried(walk: Walk, method: str, most: int, send: Callable[[FlaskClient, Door, str, Fields], TestResponse]) -> int:
    """Try every door ``most`` times; how many tries there were."""
    clients = {str(who): walk.client(str(who)) for who in (GUEST, *Role)}
    doors = walk.doors(method)
    for door in doors:
        _try(door, clients[door.who], most, send)
    return len(doors) * most


def _try(door: Door, client: FlaskClient, most: int, send: Callable[..., TestResponse]) -> None:
    @seed(f"{WALK} {door.rule} {door.who}" if TIMES else 1)
    @settings(
        max_examples=most * max(1, TIMES),
        derandomize=not TIMES,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def once(data: st.DataObject) -> None:
        place, fields = drawn(data.draw, door)
        lang = data.draw(st.sampled_from(LANGUAGES))
        place = LANGUAGE.sub(f"/{lang}/", place, count=1) if "<lang>" in door.rule.rule else place
        assert_a_page(send(client, door, place, fields), door, lang, (place, fields))

    once()


@pytest.mark.parametrize("backend", ["sqlite"])
def test_no_address_no_query_and_no_form_leads_to_an_accident(walk: Walk):
    """One walk for both: getting to know the office takes as long as trying its doors."""
    for rule in walk.app.url_map.iter_rules():
        walk.queries.setdefault(rule.endpoint, {name: [] for name in NAMES})
    assert tried(walk, "GET", 1, ask) > 300
    sender = Sender(walk)
    assert tried(walk, "POST", 2, sender) > 200
    assert sum(map(bool, sender.tokens.values())) >= len(Role), "forms were sent with their tokens"


def test_every_number_in_an_address_ends_before_that_of_a_column_does(app: Flask):
    """Found by drawing addresses at random: a longer one than a database can hold."""
    for rule in app.url_map.iter_rules():
        numbers = [one for one in rule._converters.values() if isinstance(one, IntegerConverter)]
        assert all(one.max is not None and one.max < 2**31 for one in numbers), rule.rule


def ask(client: FlaskClient, _door: Door, place: str, fields: Fields) -> TestResponse:
    """Read a page with a query."""
    return client.get(place, query_string={name: values for name, values in fields.items() if name})


class Sender:
    """Sends forms with the token of their face, asked for once."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.tokens = walk, dict[tuple[str, bool], dict[str, str]]()

    def __call__(self, client: FlaskClient, door: Door, place: str, fields: Fields) -> TestResponse:
        """Send the fields; where they ended the sign-in, the next form comes from somebody signed in again."""
        face = (door.who, door.rule.rule.startswith("/staff/"))
        if not self.tokens.get(face):
            self.tokens[face] = self._token(client, *face)
        answer = client.post(place, data={**fields, **self.tokens[face]})
        if answer.status_code == 401:
            self.walk.enter(client, door.who)
        return answer

    def _token(self, client: FlaskClient, who: str, is_staff: bool) -> dict[str, str]:
        if who != GUEST:
            self.walk.enter(client, who)
        ours = "/staff/pl/sign-in" if who == GUEST else "/staff/pl/account"
        with client.get(ours if is_staff else "/pl/complaint") as answer:
            found = TOKEN.findall(answer.get_data(as_text=True))
            return {"csrf_token": found[0]} if found else {}  # a form sent before may have ended the account
