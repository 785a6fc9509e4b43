"""What people do in a browser after the installation: set up, first department, first complaint, first reply."""

from __future__ import annotations

import re
from typing import Any, Final

import pyotp

from tests import filling
from tests.forms import FILING, hidden
from tests.install.post import Box
from tests.install.visitor import Answer, Visitor

document: Final[Any] = filling.document
send: Final[Any] = filling.send
text: Final[Any] = filling.text
"""The words of tests in one process; over HTTPS they are given a visitor and an answer of the same shape."""

PASSWORD = "cztery konie w galopie"
ADMINISTRATION = "/staff/pl/administration"
RESIDENT = "osoba@proba.example"
DEPARTMENT = "Wydział Spraw Obywatelskich"
REPLY = "Skarga jest zasadna. Od grudnia czynne będą dwa stanowiska."
OFFICE = {
    "name": "Urząd Miasta Próbowo",
    "address": "Rynek 1, 00-001 Próbowo",
    "phone": "00 000 00 00",
    "email": "urzad@proba.example",
    "unit_symbol": "OR",
    "register_prefix": "SW",
    "display_name": "Anna Próbna",
    "post": "informatyk",
    "login": "anna",
    "own_email": "anna@proba.example",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def set_up(visitor: Visitor, code: str) -> None:
    """The page behind the one-time code: office and first administrator, who is signed in by it."""
    page = send(visitor, visitor.get("/staff/pl/set-up"), code=code)
    assert "code" in hidden(page.text)
    assert send(visitor, page, **OFFICE).status_code == 302
    assert visitor.get("/staff/pl/set-up").status_code == 404


def secure(visitor: Visitor) -> None:
    """The administrator's telephone, without which nothing else opens."""
    page = visitor.follow(visitor.get(ADMINISTRATION))
    page = visitor.follow(send(visitor, page, password=OFFICE["password"]))
    secret = re.search(r'<b class="code">([A-Z2-7 ]+)</b>', page.text)
    assert secret is not None
    sheet = send(visitor, page, code=pyotp.TOTP(secret[1].replace(" ", "")).now())
    assert sheet.status_code == 200, text(sheet)
    assert "Czego jeszcze brakuje" in text(visitor.get(ADMINISTRATION))


def open_department(visitor: Visitor) -> None:
    """The administrator's page for a new department."""
    page = visitor.get(f"{ADMINISTRATION}/departments/add")
    done = send(visitor, page, "step", code="SO", name=DEPARTMENT)
    assert done.status_code == 302, text(done)
    assert DEPARTMENT in visitor.get(f"{ADMINISTRATION}/departments").text


def invite(visitor: Visitor, box: Box, login: str, name: str, role: str) -> Visitor:
    """A new person, invited by mail, who sets a password; the browser in which that person is signed in."""
    page = visitor.get(f"{ADMINISTRATION}/people/add")
    department = chosen(page, "department", DEPARTMENT)
    email = f"{login}@proba.example"
    typed = {"login": login, "display_name": name, "post": "stanowisko próbne", "email": email, "role": role}
    done = send(visitor, page, "step", **typed, department=department)
    assert done.status_code == 302, text(done)
    account = done.headers["Location"].replace("/people/", "/accounts/")
    assert send(visitor, visitor.get(account), way="mail").status_code in {200, 302}
    code = re.search(r"/staff/pl/invitation#(\S+)", box.next_to(email).get_content())
    assert code is not None
    invited = Visitor(visitor.host, visitor.authority)
    page = invited.get("/staff/pl/invitation")
    done = send(invited, page, code=code[1], password=PASSWORD, password_again=PASSWORD)
    assert done.status_code == 302, text(done)
    return invited


def sign_in(visitor: Visitor, login: str) -> None:
    """With login and password."""
    page = visitor.get("/staff/pl/sign-in")
    done = send(visitor, page, login=login, password=PASSWORD)
    assert done.status_code == 302, done.text


def file_complaint(visitor: Visitor, box: Box) -> str:
    """A skarga by somebody who gave an e-mail address; its number."""
    page = visitor.get("/pl/complaint")
    filled = {**hidden(page.text), **FILING, "department": chosen(page, "department", DEPARTMENT), "email": RESIDENT}
    receipt = visitor.post("/pl/complaint", filled)
    assert "Skarga jest złożona" in text(receipt)
    found = re.search(r"rejestrze\s*(\d+/\d{4})", text(receipt))
    assert found, text(receipt)
    confirmed = box.next_to(RESIDENT)
    assert found[1] in confirmed.get_content()
    return found[1]


def assign(visitor: Visitor) -> str:
    """The head gives the case to the handler; the address of the case."""
    queue = visitor.get("/staff/pl/queue")
    case = next(link.get("href", "") for link in document(queue).iter("a") if "/case/" in link.get("href", ""))
    page = visitor.get(f"{case}/assign")
    choice = {"handler": chosen(page, "handler", "Celina Próbna"), "department": chosen(page, "department", DEPARTMENT)}
    done = send(visitor, page, **choice)
    assert done.status_code == 302, text(done)
    return case


def reply(handler: Visitor, head: Visitor, case: str, box: Box) -> None:
    """The handler writes the answer, the head approves it, the handler sends it, and it arrives by mail."""
    signed = {"signatory": "Celina Próbna", "post": "inspektor"}
    done = send(handler, handler.get(f"{case}/draft"), outcome="zasadna", text=REPLY, **signed)
    assert done.status_code == 302, text(done)
    assert send(head, head.get(f"{case}/approve")).status_code == 302
    done = send(handler, handler.get(f"{case}/settle"), cause="Za mało stanowisk.")
    assert done.status_code == 302, text(done)
    letter = box.next_to(RESIDENT)
    assert REPLY in " ".join(letter.get_content().split())
    assert "opinie@proba.example" in str(letter["From"])


def chosen(page: Answer, name: str, label: str) -> str:
    """The value of the option with a label."""
    for select in document(page).iter("select"):
        if select.get("name") == name:
            values = [one.get("value", "") for one in select.iter("option") if label in "".join(one.itertext())]
            assert values, f"no {label} in {name}"
            return values[0]
    raise AssertionError(f"no {name} on {page.request.path}")
