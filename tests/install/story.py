"""What people do in a browser after the installation: set up, first department, first complaint, first reply."""

from __future__ import annotations

import re

from tests.filling import document, send, text
from tests.forms import FILING, hidden
from tests.install.paper import Terminal
from tests.install.post import Box
from tests.install.visitor import Answer, Visitor

PASSWORD = "cztery konie w galopie"
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
    page = send(visitor, visitor.get("/staff/pl/set-up"), code=code)  # type: ignore[arg-type]
    assert "code" in hidden(page.text)
    home = visitor.follow(send(visitor, page, **OFFICE))  # type: ignore[arg-type]
    assert "Urząd jest założony" in text(home)  # type: ignore[arg-type]
    assert visitor.get("/staff/pl/set-up").status_code == 404


def open_department(visitor: Visitor) -> None:
    """The administrator's page for a new department."""
    page = visitor.get("/staff/pl/administration/departments/add")
    done = send(visitor, page, "step", code="SO", name=DEPARTMENT)  # type: ignore[arg-type]
    assert done.status_code == 302
    assert DEPARTMENT in visitor.get("/staff/pl/administration/departments").text


def add_people(terminal: Terminal) -> None:
    """A head and a handler."""
    for login, name, role in (("bogdan", "Bogdan Próbny", "head"), ("celina", "Celina Próbna", "handler")):
        terminal.run(
            f"interesant office add-person {login} '{name}' 'stanowisko próbne' --role {role} --department SO "
            f"--password-stdin <<< '{PASSWORD}'"
        )


def sign_in(visitor: Visitor, login: str) -> None:
    """With login and password."""
    page = visitor.get("/staff/pl/sign-in")
    done = send(visitor, page, login=login, password=PASSWORD)  # type: ignore[arg-type]
    assert done.status_code == 302, done.text


def file_complaint(visitor: Visitor, box: Box) -> str:
    """A skarga by somebody who gave an e-mail address; its number."""
    page = visitor.get("/pl/complaint")
    filled = {**hidden(page.text), **FILING, "department": chosen(page, "department", DEPARTMENT), "email": RESIDENT}
    receipt = visitor.post("/pl/complaint", filled)
    assert "Skarga jest złożona" in text(receipt)  # type: ignore[arg-type]
    found = re.search(r"rejestrze\s*(\d+/\d{4})", text(receipt))  # type: ignore[arg-type]
    assert found, text(receipt)  # type: ignore[arg-type]
    confirmed = box.next_to(RESIDENT)
    assert found[1] in confirmed.get_content()
    return found[1]


def assign(visitor: Visitor) -> str:
    """The head gives the case to the handler; the address of the case."""
    queue = visitor.get("/staff/pl/queue")
    case = next(link.get("href", "") for link in document(queue).iter("a") if "/case/" in link.get("href", ""))  # type: ignore[arg-type]
    page = visitor.get(f"{case}/assign")
    choice = {"handler": chosen(page, "handler", "Celina Próbna"), "department": chosen(page, "department", DEPARTMENT)}
    done = send(visitor, page, **choice)  # type: ignore[arg-type]
    assert done.status_code == 302, text(done)
    return case


def reply(visitor: Visitor, case: str, box: Box) -> None:
    """The handler settles the case, and the reply arrives by mail."""
    page = visitor.get(f"{case}/settle")
    done = send(visitor, page, outcome="zasadna", text=REPLY)  # type: ignore[arg-type]
    assert done.status_code == 302, text(done)
    letter = box.next_to(RESIDENT)
    assert REPLY in " ".join(letter.get_content().split())
    assert "opinie@proba.example" in str(letter["From"])


def chosen(page: Answer, name: str, label: str) -> str:
    """The value of the option with a label."""
    for select in document(page).iter("select"):  # type: ignore[arg-type]
        if select.get("name") == name:
            values = [one.get("value", "") for one in select.iter("option") if label in "".join(one.itertext())]
            assert values, f"no {label} in {name}"
            return values[0]
    raise AssertionError(f"no {name} on {page.request.path}")
