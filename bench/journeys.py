"""What visitors do: rate, file a complaint, look at the queue; and the rival's page and insert."""

from __future__ import annotations

from bench.client import Visitor
from tests.cast import PASSWORD
from tests.forms import ANSWERS, FILING, hidden


class Unexpected(Exception):
    """An answer that does not belong to the journey: what would be measured is an error page."""


def rival(visitor: Visitor) -> None:
    """The constant page, then the insert."""
    expect(visitor.get("/"), 200)
    expect(visitor.post("/", {"text": "Czekanie trwało trzy godziny."}), 204)


def rival_page(visitor: Visitor) -> None:
    """The constant page."""
    expect(visitor.get("/"), 200)


def rate(visitor: Visitor) -> None:
    """The survey: the form, then all seven answers."""
    page = expect(visitor.get("/pl/rate"), 200)
    expect(visitor.post("/pl/rate", hidden(page) | ANSWERS), 303)


def complain(visitor: Visitor) -> None:
    """A skarga: the form, then all of it at once, as its last step sends it."""
    page = expect(visitor.get("/pl/complaint"), 200)
    expect(visitor.post("/pl/complaint", hidden(page) | FILING), 200)


def sign_in(visitor: Visitor) -> None:
    """The head of the home department signs in."""
    page = expect(visitor.get("/staff/pl/sign-in"), 200)
    expect(visitor.post("/staff/pl/sign-in", hidden(page) | {"login": "head", "password": PASSWORD}), 302)


def queue(visitor: Visitor) -> None:
    """The first page of the queue."""
    expect(visitor.get("/staff/pl/queue"), 200)


def expect(answer: tuple[int, str], status: int) -> str:
    """The body of an answer that has the expected status. Raises Unexpected."""
    if answer[0] != status:
        raise Unexpected(f"{answer[0]} instead of {status}: {answer[1][:400]}")
    return answer[1]
