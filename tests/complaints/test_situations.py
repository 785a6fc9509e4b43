"""Situations with the answer the law gives, and published deadlines, through the application: file, act, look."""

from __future__ import annotations

import csv
import datetime as dt
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from complaints.models import Complaint
from kernel.clock import WARSAW, FixedClock
from kernel.permissions import Role
from sample.letters import MONTHS
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, outside_body
from tests.filling import errors_beside, fields, send, text

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]
VECTORS = Path(__file__).parents[1] / "reference" / "vectors" / "deadlines.csv"
DAYS = ("starts_on", "raw_end", "last_day")
D = dt.date


class Counter:
    """The office at work in a browser: a clerk registers, the handler acts, the head acts, everybody looks."""

    def __init__(self, enter: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice) -> None:
        self.enter, self.storage, self.clock, self.office = enter, storage, clock, office

    def on(self, day: dt.date) -> None:
        """Nine o'clock of a day."""
        self.clock.move_to(dt.datetime.combine(day, dt.time(9), tzinfo=WARSAW).astimezone(dt.UTC))

    def register(self, received_on: dt.date, **typed: str) -> uuid.UUID:
        """A letter on paper, registered by the clerk; the id of its case."""
        letter = {
            "kind": "skarga",
            "channel": "paper",
            "name": "Żaneta Źdźbło-Próbna",
            "address": "ul. Przykładowa 13, 00-001 Próbowo",
            "department": str(self.office.home.id),
            "subject": "Kolejka do stanowiska",
            "text": "Czekanie trwało trzy godziny.",
            **_day("received", received_on),
            **typed,
        }
        clerk = self.enter(Role.CLERK)
        page = clerk.get("/staff/pl/register")
        assert send(clerk, page, **{name.replace("-", "__"): value for name, value in letter.items()}).status_code < 400
        with self.storage.reading() as session:
            newest = select(Complaint.id).order_by(Complaint.registered_at.desc(), Complaint.number.desc())
            return session.scalars(newest.limit(1)).one()

    def assign(self, case: uuid.UUID) -> None:
        """The head gives it to the handler."""
        handler = str(self.office.member(Role.HANDLER).person_id)
        assert self.post(case, "assign", Role.HEAD, handler=handler).status_code == 302

    def post(self, case: uuid.UUID, path: str, role: Role = Role.HANDLER, **typed: str) -> TestResponse:
        """Fill in the form of a step and send it."""
        client = self.enter(role)
        page = client.get(f"/staff/pl/case/{case}/{path}")
        if page.status_code != 200:
            return page
        return send(client, page, "step", **{name.replace("-", "__"): value for name, value in typed.items()})

    def step(
        self, case: uuid.UUID, move: str, on: dt.date | None = None, role: Role = Role.HANDLER, **typed: str
    ) -> TestResponse:
        """A step by its form; ``on``: the legal day."""
        days = _day("happened", on) if on else {}
        return self.post(case, f"step/{move}", role, **days, **typed)

    def body(self, kind: str) -> str:
        """A body of the office's list, as a form names it."""
        with self.storage.writing() as session:
            return str(outside_body(session, self.clock, self.office, kind).id)

    def look(self, case: uuid.UUID) -> str:
        """What the head reads on the page of the case."""
        return text(self.enter(Role.HEAD).get(f"/staff/pl/case/{case}"))

    def row(self, case: uuid.UUID) -> Complaint:
        """The case as the database has it."""
        with self.storage.reading() as session:
            return session.get_one(Complaint, case)


def _day(name: str, day: dt.date) -> dict[str, str]:
    return {f"{name}-d": str(day.day), f"{name}-m": str(day.month), f"{name}-y": str(day.year)}


def _shown(day: dt.date) -> str:
    return f"{day.day} {MONTHS['pl'][day.month - 1]} {day.year}"


@pytest.fixture
def counter(signed_in: Enter, storage: Storage, clock: FixedClock, office: FoundedOffice) -> Counter:
    return Counter(signed_in, storage, clock, office)


# --- published and derived deadlines: those of a whole case ---


def _vectors() -> list[Any]:
    kinds = {"skarga art.237§1": "skarga", "wniosek art.244": "wniosek", "petycja art.10 ust.1": "petycja"}
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rule"] in kinds]
    return [
        pytest.param(kinds[row["rule"]], *(D.fromisoformat(row[name]) for name in DAYS), id=row["id"]) for row in rows
    ]


@pytest.mark.parametrize(("kind", "received_on", "raw_end", "last_day"), _vectors())
def test_a_letter_registered_at_the_desk_shows_its_published_last_day(
    counter: Counter, kind: str, received_on: dt.date, raw_end: dt.date, last_day: dt.date
):
    counter.on(max(received_on, D(2026, 11, 23)))
    case = counter.register(received_on, kind=kind)
    row = counter.row(case)
    assert (row.raw_end_on, row.due_on) == (raw_end, last_day)
    assert _shown(last_day) in counter.look(case)


# --- situations ---


def test_p01_an_answer_posted_in_the_seven_days_is_in_time_whenever_it_arrives(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 2, 27))
    counter.assign(case)
    assert counter.step(case, "call", D(2026, 2, 27), text="Czego dotyczy skarga?").status_code == 302
    assert counter.step(case, "serve", D(2026, 3, 2)).status_code == 302
    assert counter.step(case, "complete", D(2026, 3, 9)).status_code == 302
    assert counter.row(case).state == "assigned"


def test_p03_an_appeal_by_edelivery_whose_receipt_is_of_the_last_day_is_in_time(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 23), kind="odwolanie", channel="edelivery")
    assert counter.step(case, "served", D(2026, 11, 24)).status_code == 422
    assert counter.step(case, "served", D(2026, 11, 9)).status_code == 302
    shown = counter.look(case)
    assert "Czas strony na odwołanie" in shown
    assert "dotrzymane" in shown
    assert "art. 129 § 2 KPA" in shown


def test_p05_an_appeal_by_plain_email_is_left_without_consideration_with_article_63(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 23), kind="odwolanie", channel="email")
    assert "63 § 1" in counter.look(case)
    assert counter.step(case, "leave", D(2026, 11, 24), Role.HEAD, basis="kpa_63_1").status_code == 302
    assert counter.row(case).state == "unconsidered"


def test_p06_a_skarga_by_plain_email_with_name_and_address_is_accepted_and_its_month_runs(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 23), channel="email")
    assert counter.row(case).due_on == D(2026, 12, 23)
    refused = counter.step(case, "leave", D(2026, 11, 24), Role.HEAD, basis="reg_8_1")
    assert refused.status_code == 422
    assert "basis" in errors_beside(refused)


def test_p07_a_skarga_without_an_address_is_registered_and_left_without_consideration(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 23), address="")
    assert counter.row(case).number == 1
    assert counter.step(case, "leave", D(2026, 11, 24), Role.HEAD, basis="reg_8_1").status_code == 302
    assert (counter.row(case).state, counter.row(case).number) == ("unconsidered", 1)


def test_p08_an_early_ponaglenie_is_left_without_consideration(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 23), kind="ponaglenie")
    said = "Miesiąc na załatwienie sprawy upływa 4 grudnia."
    assert counter.step(case, "leave", D(2026, 11, 24), Role.HEAD, basis="kpa_37_3a", text=said).status_code == 302
    assert counter.row(case).state == "unconsidered"


def test_p09_the_council_gets_a_skarga_on_the_mayor_within_seven_days_and_its_own_month(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 3, 2), about="mayor")
    counter.assign(case)
    drafted = counter.post(case, "draft", outcome="bezzasadna", text="Nie.", signatory="Anna Próbna", post="inspektor")
    assert drafted.status_code == 422
    assert "229" in text(drafted)
    handed = counter.step(case, "to_council", D(2026, 3, 9), body=counter.body("council"))
    assert handed.status_code == 302
    row = counter.row(case)
    assert (row.state, row.starts_on, row.due_on) == ("at_council", D(2026, 3, 9), D(2026, 4, 9))


def test_p11_a_wniosek_that_cannot_be_settled_gets_its_notice_inside_the_month_and_stays_due(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 3, 2), kind="wniosek")
    counter.assign(case)
    notice: dict[str, Any] = {"text": "Czekamy na opinię.", **_day("until", D(2026, 4, 30))}
    assert counter.step(case, "delay", D(2026, 4, 2), **notice).status_code == 302
    row = counter.row(case)
    assert (row.due_on, row.noticed_on, row.announced_on) == (D(2026, 4, 2), D(2026, 4, 2), D(2026, 4, 30))
    assert "245" in counter.look(case)


def test_p12_a_repeated_skarga_cannot_be_noted_away_where_the_earlier_one_was_right(counter: Counter):
    counter.on(D(2026, 11, 24))
    first, again = counter.register(D(2026, 11, 2)), counter.register(D(2026, 11, 23))
    counter.assign(first)
    counter.assign(again)
    _answer(counter, first, Reply("zasadna"))
    number = counter.row(first).register_number
    refused = counter.step(again, "annotate", D(2026, 11, 24), Role.HEAD, earlier=number, text="Bez zmian.")
    assert refused.status_code == 422
    assert "239" in errors_beside(refused)["earlier"]
    assert fields(refused, "step")["text"] == "Bez zmian."
    assert counter.row(again).state == "assigned"


def test_p14_the_three_months_of_a_petition_run_from_its_completion(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 1, 20), kind="petycja")
    counter.assign(case)
    assert counter.step(case, "call", D(2026, 1, 26), text="Brak oznaczenia adresata petycji.").status_code == 302
    assert counter.step(case, "serve", D(2026, 1, 30)).status_code == 302
    assert counter.step(case, "complete", D(2026, 2, 10)).status_code == 302
    row = counter.row(case)
    assert (row.starts_on, row.raw_end_on, row.due_on) == (D(2026, 2, 10), D(2026, 5, 10), D(2026, 5, 11))
    assert re.search("11 maja 2026", counter.look(case))


# --- the whole way, and a wrong move on it ---


def test_the_whole_way_of_a_skarga_that_is_late_with_notice(counter: Counter):
    counter.on(D(2026, 11, 24))
    case = counter.register(D(2026, 11, 2))
    counter.assign(case)
    notice: dict[str, Any] = {"text": "Czekamy na wyjaśnienia.", **_day("until", D(2026, 12, 18))}
    assert counter.step(case, "delay", D(2026, 11, 24), **notice).status_code == 302
    counter.on(D(2026, 12, 10))
    _answer(counter, case, Reply("bezzasadna", "Kolejki nie było."), D(2026, 12, 10))
    shown = counter.look(case)
    assert "po terminie, z zawiadomieniem" in shown
    wrong = counter.step(case, "transfer", D(2026, 12, 10), body=counter.body("wojewoda"))
    assert wrong.status_code == 422
    assert counter.row(case).state == "settled"


def _answer(counter: Counter, case: uuid.UUID, reply: Reply, day: dt.date = D(2026, 11, 24)) -> None:
    words = reply.answer()
    typed: dict[str, Any] = {
        "outcome": words.outcome,
        "text": words.text,
        "factual": words.factual,
        "legal": words.legal,
        "has_instruction": "y",
        "signatory": words.signatory_name,
        "post": words.signatory_post,
    }
    assert counter.post(case, "draft", **typed).status_code == 302
    assert counter.post(case, "approve", Role.HEAD).status_code == 302
    sent: dict[str, Any] = {**_day("settled", day), "cause": "Za mało stanowisk.", "channel": "paper"}
    assert counter.post(case, "settle", **sent).status_code == 302
