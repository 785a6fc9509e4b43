"""The test bench itself: a check that cannot fail would hold nothing."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import NotFound

from devtools.places import ROOT
from kernel.permissions import Permission, Role
from storage.session import Storage
from tests import databases
from tests.cast import FoundedOffice
from tests.databases import ROOM, quick_folder
from tests.pages import faults
from tests.sharing_out import LONGEST, ByFileAndFolder, place

GOOD = (
    '<!doctype html><html lang="pl"><head><meta charset="utf-8"><title>Strona</title></head><body><main><h1>Strona</h1>'
    '<form action="/pl/"><label for="a">Imię</label><input id="a" name="a"><button>Wyślij</button></form>'
    "</main></body></html>"
)


def test_a_good_page_has_no_faults():
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("good", "bad", "why"),
    [
        (' lang="pl"', "", "no lang"),
        ("<title>Strona</title>", "<title> </title>", "no title"),
        ("<h1>Strona</h1>", "", "0 <h1>"),
        ("<h1>Strona</h1>", "<h1>Strona</h1><h1>Druga</h1>", "2 <h1>"),
        ("<h1>Strona</h1>", "<h1>Strona</h1><h3>Trzecia</h3>", "a level is left out"),
        ("<main>", "<div>", "not exactly one <main>"),
        ('<label for="a">Imię</label>', "", "has no label"),
        ('<label for="a">', '<label for="b">', "points nowhere"),
        ("<h1>", '<h1 id="a">', "stands 2 times"),
        ("<button>", '<button style="color:red">', "inline style"),
        ("<button>", '<button onclick="x()">', "onclick"),
        ("<button>Wyślij</button>", "<script>x()</script>", "inline script"),
        ("<button>Wyślij</button>", "<button></button>", "nameless <button>"),
        ("<button>Wyślij</button>", '<img src="/x.png">', "no alt"),
        ("<button>Wyślij</button>", '<img alt="" src="https://cdn.example/x.png">', "refers to cdn.example"),
        ("<button>Wyślij</button>", "<p><div></div></p>", "line"),
        ('name="a"', 'name="a" type="search"', "fits an address"),
        ('name="a"', 'name="a" type="search" maxlength="5000"', "fits an address"),
    ],
)
def test_each_fault_of_a_page_is_found(good: str, bad: str, why: str):
    assert good in GOOD
    assert why in "; ".join(faults(GOOD.replace(good, bad, 1)))


def test_tests_cannot_leave_the_machine():
    with socket.socket() as outside, pytest.raises(AssertionError, match="tests stay on this machine"):
        outside.connect(("192.0.2.1", 80))


def test_every_role_of_the_cast_holds_what_its_role_gives(office: FoundedOffice):
    for role in Role:
        assert office.actor(role).roles == {role}
    head = office.actor(Role.HEAD)
    assert head.can(Permission.COMPLAINT_ASSIGN, office.home.id)
    assert not head.can(Permission.COMPLAINT_ASSIGN, office.next_door.id)


def test_what_one_test_writes_the_next_does_not_see(storage: Storage, statements):
    with storage.writing() as session, statements() as seen:
        assert session.execute(text("SELECT count(*) FROM office")).scalar_one() == 0
    assert len(seen) == 1


def test_an_address_added_to_one_app_is_none_of_another():
    one, other = Flask("one"), Flask("other")
    for app in (one, other):
        app.add_url_rule("/here/<int:number>", "here", str)
        assert app.url_map.bind("x").match("/here/7") == ("here", {"number": 7})
    assert one.url_map._matcher is other.url_map._matcher
    one.add_url_rule("/there", "there", str)
    assert one.url_map.bind("x").match("/there") == ("there", {})
    assert one.url_map.bind("x").build("here", {"number": 8}) == "/here/8"
    with pytest.raises(NotFound):
        other.url_map.bind("x").match("/there")


@pytest.mark.parametrize("free", [ROOM, ROOM - 1])
def test_databases_lie_in_memory_where_there_is_room_and_leave_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int
):
    (memory := tmp_path / "memory").mkdir()
    monkeypatch.setattr(databases, "MEMORY", memory)
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    with quick_folder(lambda: tmp_path) as folder:
        assert folder.parent == (memory if free == ROOM else tmp_path.parent)
        assert os.access(folder, os.W_OK)
    assert list(memory.iterdir()) == []


class Hand:
    """A worker that writes down what it is given."""

    def __init__(self, tests: list[str]) -> None:
        self.tests, self.given, self.shutting_down = tests, list[str](), False
        self.gateway = SimpleNamespace(id="hand")

    def send_runtest_some(self, numbers: list[int]) -> None:
        """Take tests by their numbers."""
        self.given += [self.tests[number] for number in numbers]

    def shutdown(self) -> None:
        """Get nothing more."""
        self.shutting_down = True


def shared_out(pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch, tests: list[str]) -> list[Hand]:
    """Two workers that were given tests, in the order of the run, one after the other as they finish them."""
    monkeypatch.setattr(pytestconfig.option, "tx", ["2*popen"])
    monkeypatch.setattr(pytestconfig.option, "loadscopereorder", False)
    in_order = sorted(tests, key=place)
    hands: list[Any] = [Hand(in_order), Hand(in_order)]
    scheduler = ByFileAndFolder(pytestconfig)
    for hand in hands:
        scheduler.add_node(hand)
        scheduler.add_node_collection(hand, in_order)
    scheduler.schedule()
    done = {id(hand): 0 for hand in hands}
    while not scheduler.tests_finished:
        hand = hands[1] if done[id(hands[1])] < len(hands[1].given) - 1 else hands[0]  # the first is at something long
        scheduler.mark_test_complete(hand, in_order.index(hand.given[done[id(hand)]]))
        done[id(hand)] += 1
    return hands


def test_every_test_is_given_out_once_folders_together_and_only_a_short_file_waits_behind_a_long_test(
    pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
):
    long, other = f"{LONGEST[0]}test_a.py::test", f"{LONGEST[1]}.py::test"
    many = [f"tests/web/test_many.py::test[{number}]" for number in range(9)]
    together = [f"tests/sample/test_{name}.py::test" for name in "abc"]
    tests = [*many, "tests/web/test_short.py::test", *together, long, other]
    first, second = shared_out(pytestconfig, monkeypatch, tests)
    assert sorted(first.given + second.given) == sorted(tests)
    assert first.given[:2] == [long, "tests/web/test_short.py::test"]
    assert second.given[0] == other
    assert any(set(together) <= set(hand.given) for hand in (first, second))


def test_every_file_that_is_said_to_take_long_is_there():
    assert [path for path in LONGEST if not list(ROOT.glob(f"{path}*"))] == []
