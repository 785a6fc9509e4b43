"""The test bench itself: a check that cannot fail would hold nothing."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import text

from kernel.permissions import Permission, Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.pages import faults

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
