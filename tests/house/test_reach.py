"""Everybody gets exactly what the permission matrix says: every address, list, file, search and chart, for everybody.

The walk goes over all addresses of the program, so that a new one is part of it by itself.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from assurance.rules.matrix import Held, Holding, Place, holds, may, may_read
from complaints.rules.moves import OPINION
from kernel.clock import FixedClock, warsaw
from kernel.permissions import Permission, Role
from storage.session import Storage
from tests.analytics.filling import respond
from tests.cast import FoundedOffice
from tests.house.reaching import (
    CONTACT,
    NAME,
    Member,
    Planted,
    client_of,
    ids_of,
    people_of_every_holding,
    place_for,
    plant,
    shelf_in,
    words_of,
)
from web.access import mark_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
AUDITOR = Holding(Role.AUDITOR, Held.OFFICE)
HANDLER = Holding(Role.HANDLER, Held.DEPARTMENT)

SHOWS_CONTACT = {
    "complaints.letter", "complaints.letter_paper", "complaints.edit_letter", "complaints.send_letter",
    "complaints.confirmation",
}  # fmt: skip
"""Where an address stands because a letter is sent to it; each asks for knowing who filed."""

DRAWN = re.compile(r"\.svg$")
"""Charts show departments by name, and of those only what their reader may see."""

LINK = re.compile(r'(?:href|src)="(/staff/pl/[^"#]+)')

KNOWN: dict[str, str] = {"lang": "pl", "move_name": "note", "what": "channel", "kind": "csv", "name": "1.pdf"}
NOBODYS = uuid.UUID(int=0)


def said_by(chart: Any) -> bytes:
    """All a chart is drawn from, as text."""
    return repr((chart.data, chart.alt)).encode()


@pytest.fixture
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers and charts as the words they are drawn from: a drawing says nothing else, shows letters as shapes, and
    takes long to make."""
    monkeypatch.setattr("typst.compile", lambda *_layout, sys_inputs, **_how: sys_inputs["facts"].encode())
    monkeypatch.setattr("analytics.drawings.picture", lambda chart, *_how: said_by(chart))


def test_everybody_gets_what_the_matrix_says_and_no_word_more(
    undrawn: None, app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        members = people_of_every_holding(session, clock, office)
        handler = next(member for member in members if member.holding == HANDLER)
        cases = plant(session, clock, office, shelf_in(tmp_path), handler.person_id)
        respond(session, warsaw(2026, 10, 14, 12), [5] * 12, office.home.id)  # charts of the last month have a line
    wrong: list[str] = []
    drawn: set[str] = set()
    for member in members:
        walk = Walk(app, client_of(app, storage, clock, member), member, cases, office.next_door.name.lower())
        walk.everywhere()
        wrong += [f"{member.name}: {told}" for told in walk.wrong]
        assert walk.count > 100
        drawn |= walk.drawn
    assert not wrong, "\n".join([f"{len(wrong)} answers differ", *wrong[:60]])
    assert {"application/pdf", "image/svg+xml"} <= drawn, "what is drawn was compared as well"


class Walk:
    """One person's way over all addresses that answer to GET."""

    def __init__(
        self, app: Flask, client: FlaskClient, member: Member, cases: dict[Place, Planted], neighbour: str
    ) -> None:
        self._neighbour = neighbour
        self.drawn: set[str] = set()
        self._app, self._client, self._member, self._cases = app, client, member, cases
        self._seen: set[str] = set()
        self._links: set[str] = set()
        self.wrong: list[str] = []
        self.count = 0

    def everywhere(self) -> None:
        """Every rule with everything that can stand in it, every search, and every link of the pages found."""
        for rule in self._app.url_map.iter_rules():
            if "GET" in (rule.methods or set()) and isinstance(self._mark(rule), Permission):
                for place, address in self._addresses(rule):
                    self._ask(rule, address, place)
        if self._is_bounded or self._member.holding == AUDITOR:
            for link in sorted(self._links):
                self._follow(link)

    @property
    def _is_bounded(self) -> bool:
        """Whether there are cases this person must not find; a deputy's lists are those of the one who is away."""
        holding = self._member.holding
        return holding is not None and holding.held is Held.DEPARTMENT

    def _mark(self, rule: Rule) -> Any:
        return mark_of(self._app.view_functions[rule.endpoint])

    def _addresses(self, rule: Rule) -> Iterator[tuple[Place | None, str]]:
        asked = {name: ids for name, ids in ids_of(self._cases).items() if name in rule.arguments}
        for place in self._cases if asked else (None,):
            values: dict[str, Any] = {
                name: asked[name][place] if place and name in asked else KNOWN.get(name, self._other(rule, name))
                for name in rule.arguments
            }
            with self._app.test_request_context():
                yield place, self._app.url_map.bind("localhost").build(rule.endpoint, values)

    @staticmethod
    def _other(rule: Rule, name: str) -> object:
        choices = re.search(rf"any\(([^,)]+)[^)]*\):{name}>", rule.rule)
        if choices:
            return choices[1].strip()
        return NOBODYS if f"uuid:{name}" in rule.rule else 1 if re.search(rf"int[^<>]*:{name}>", rule.rule) else "x"

    def _ask(self, rule: Rule, address: str, place: Place | None) -> None:
        mark, holding = self._mark(rule), self._member.holding
        if holding is None or not holds(holding, mark):
            self._get(address, {403})
        elif place is None:
            self._get(address, None)
            if self._is_bounded:
                self._search(f"{address}?q={self._cases[Place.OTHER].word}")
        else:
            self._of_a_case(rule, address, place_for(self._member, place, self._cases[place]), mark, holding)

    def _of_a_case(self, rule: Rule, address: str, place: Place, mark: Permission, holding: Holding) -> None:
        kind = OPINION if "feedback_id" in rule.arguments else ""
        if not may_read(holding, place, kind):
            self._get(address, {404})
        elif not may(holding, place, mark, kind) and mark is not Permission.COMPLAINT_READ:
            self._get(address, {403, 404})
        else:
            self._get(address, None, rule.endpoint)

    def _search(self, address: str) -> None:
        """What is typed into a search comes back in its field, so cases are told by their addresses."""
        answer = self._client.get(address)
        self.count += 1
        self._no_address_of_others(address, words_of(answer))

    def _get(self, address: str, expected: set[int] | None, endpoint: str = "") -> TestResponse | None:
        answer = self._client.get(address)
        self.count += 1
        self._seen.add(address)
        is_right = answer.status_code in expected if expected else answer.status_code < 500
        if not is_right or (expected is None and answer.status_code == 403):
            self.wrong.append(f"{address}: {answer.status_code}, not {expected or 'allowed'}")
        said = words_of(answer)
        if expected is None and answer.mimetype == "text/html":
            self._links |= {unescape(link) for link in LINK.findall(answer.text)}
        self._compare_drawn(address, answer.mimetype, said)
        self._no_word_of_others(address, said)
        self._no_contact(address, said, endpoint)
        return answer

    def _follow(self, link: str) -> None:
        if link not in self._seen:
            answer = self._client.get(link)
            self.count += 1
            self._compare_drawn(link, answer.mimetype, said := words_of(answer))
            self._no_word_of_others(link, said)

    def _compare_drawn(self, address: str, mimetype: str | None, said: str) -> None:
        """A chart names no department its reader has no part in."""
        self.drawn.add(mimetype or "")
        if self._is_bounded and DRAWN.search(address.split("?")[0]) and self._neighbour in said:
            self.wrong.append(f"{address} names another department")

    def _no_word_of_others(self, address: str, said: str) -> None:
        for place, planted in self._cases.items():
            if not self._reads(place, planted) and planted.word.lower() in said:
                self.wrong.append(f"{address} says {planted.word} of a case in {place}")
        self._no_address_of_others(address, said)

    def _no_address_of_others(self, address: str, said: str) -> None:
        for place, planted in self._cases.items():
            is_asked = str(planted.complaint_id) in address
            if not is_asked and not self._reads(place, planted) and str(planted.complaint_id) in said:
                self.wrong.append(f"{address} leads to a case in {place}")

    def _no_contact(self, address: str, said: str, endpoint: str) -> None:
        """Who filed stands nowhere for who may not know; where to write to them, only where a letter goes there."""
        for place, planted in self._cases.items():
            knows = self._knows(place, planted)
            if not knows and f"{planted.word}{NAME}".lower() in said:
                self.wrong.append(f"{address} names who filed the case in {place}")
            if (not knows or endpoint not in SHOWS_CONTACT) and f"{planted.word}{CONTACT}".lower() in said:
                self.wrong.append(f"{address} shows where who filed the case in {place} lives")

    def _reads(self, place: Place, planted: Planted) -> bool:
        holding, seen = self._member.holding, place_for(self._member, place, planted)
        return holding is not None and (may_read(holding, seen) or may_read(holding, seen, OPINION))

    def _knows(self, place: Place, planted: Planted) -> bool:
        holding = self._member.holding
        return holding is not None and may(
            holding, place_for(self._member, place, planted), Permission.COMPLAINANT_READ
        )
