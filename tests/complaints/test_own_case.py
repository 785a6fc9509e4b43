"""What whoever filed a case sees in every state it can be in: where it is, its line, what is asked and can be done."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from complaints.actions import receive
from complaints.labels.own_case import HEADINGS, LINE, WHY
from complaints.models import Complaint
from complaints.own_case import DONE, NOW, OwnCase, own_case
from complaints.queries.case import bodies_of
from complaints.queries.steps import steps_of
from complaints.rules.bases import BASES
from complaints.rules.kinds import LEGAL_KINDS, Kind
from complaints.rules.moves import FINAL, Move, State
from complaints.rules.remedies import Remedy
from kernel.clock import FixedClock
from kernel.ids import access_code
from kernel.permissions import RESIDENT
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, case_in, reachable, take
from tests.complaints.handling import filing
from tests.filling import send, text

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])
CODE = access_code("secret", uuid.UUID(int=7))


def look(client: FlaskClient, case: Complaint) -> TestResponse:
    return send(client, client.get("/pl/case"), "check", number=case.register_number, code=CODE)


def seen(storage: Storage, case_id: uuid.UUID, today: dt.date, assigned_on: dt.date | None = None) -> OwnCase:
    with storage.reading() as session:
        steps = steps_of(session, case_id)
        return own_case(session.get_one(Complaint, case_id), steps, today, assigned_on, bodies_of(session, steps))


@SQLITE
@pytest.mark.parametrize("kind", LEGAL_KINDS)
def test_every_state_of_every_kind_has_its_words_and_one_place_on_the_line(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice, kind: Kind
):
    for state in sorted(reachable(kind)):
        with storage.writing() as session:
            case = case_in(session, clock, office, kind, state, code=CODE)
        own = seen(storage, case.id, clock.today(), clock.today() if case.handler_id else None)
        assert own.heading in HEADINGS, state
        assert {station.key for station in own.line} <= set(LINE), state
        assert [station.stands for station in own.line].count(NOW) == (state not in FINAL), (state, own.line)
        assert own.line[0].stands == DONE
        page = look(client, case)
        assert page.status_code == 200, state
        shown = text(page)
        assert str(HEADINGS[own.heading]) in shown, state
        assert all(str(LINE[station.key]) in shown for station in own.line)
        assert "%(" not in shown, state


def test_every_basis_is_told_in_plain_words():
    assert {rule.basis.value for rule in BASES} == set(WHY)
    assert not any("art." in str(words) or "§" in str(words) for words in WHY.values())


@SQLITE
def test_a_call_says_what_is_asked_and_until_when_once_it_was_served(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = filed(session, clock, office)
        take(session, clock, office, case, Move.CALL, text="Proszę podać dzień wizyty.")
    shown = text(look(client, case))
    assert "Proszę podać dzień wizyty." in shown
    assert "biegnie od dnia, w którym" in shown
    with storage.writing() as session:
        take(session, clock, office, session.get_one(Complaint, case.id), Move.SERVE)
    assert "piątek, 27 listopada 2026" not in text(look(client, case)), "28 November is a Saturday: Monday it is"
    assert "poniedziałek, 30 listopada 2026" in text(look(client, case))


@SQLITE
def test_a_notice_of_delay_says_why_until_when_and_what_can_be_done(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = filed(session, clock, office)
        take(session, clock, office, case, Move.DELAY, until_on=dt.date(2027, 1, 29), text="Czekamy na opinię.")
    shown = text(look(client, case))
    for words in ("Czekamy na opinię.", "piątek, 29 stycznia 2027", "ponaglenie (art. 37 KPA)", "21 grudnia 2026"):
        assert words in shown
    clock.advance(days=31)
    own = seen(storage, case.id, clock.today())
    assert (own.heading, own.announced_on) == ("late", dt.date(2027, 1, 29))
    assert own.remedies == (Remedy.PONAGLENIE,)


@SQLITE
def test_a_transfer_says_to_whom_and_a_pointing_where_to_file(
    client: FlaskClient, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    for move, words in ((Move.TRANSFER, "Przekazaliśmy sprawę"), (Move.POINT, "Sprawę trzeba wnieść tam")):
        with storage.writing() as session:
            case = filed(session, clock, office)
            take(session, clock, office, case, move, body_id=bodies(session)["wojewoda"])
        shown = text(look(client, case))
        assert words in shown
        assert "Wojewoda Próbny" in shown


@SQLITE
def test_a_case_that_came_back_from_another_body_is_open_again(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.writing() as session:
        case = case_in(session, clock, office, Kind.SKARGA, State.TRANSFERRED)
        take(session, clock, office, case, Move.RETURN)
    own = seen(storage, case.id, clock.today())
    assert own.heading == "received"
    assert own.due_on == dt.date(2026, 12, 21)


def filed(session: object, clock: FixedClock, office: FoundedOffice) -> Complaint:
    """A skarga of a resident who holds the code."""
    found = receive(session, clock, RESIDENT, filing(office, code=CODE))  # type: ignore[arg-type]
    return session.get_one(Complaint, found.complaint_id)  # type: ignore[attr-defined]
