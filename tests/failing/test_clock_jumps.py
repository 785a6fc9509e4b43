"""A clock that jumps: back an hour, ahead a year and back, over New Year and the nights when the hour changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints.models import Complaint
from kernel.clock import FixedClock, local_day, warsaw
from kernel.permissions import Role
from ledger.models import LedgerEntry
from ledger.verify import verify
from office.rules import TRIES
from office.throttle import TooManyTries, check, failed, key_of
from storage.session import Storage
from tests import cast
from tests.filling import fields, send
from tests.forms import ANSWERS, FILING, hidden

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


class JumpingClock:
    """A clock that shows whatever it is set to, as the machine's does after a dead battery or a wrong time server."""

    def __init__(self, moment: dt.datetime) -> None:
        self.moment = moment

    def now(self) -> dt.datetime:
        return self.moment

    def today(self) -> dt.date:
        return local_day(self.moment)

    def jump(self, **span: float) -> None:
        self.moment += dt.timedelta(**span)


@pytest.fixture
def jumping(app: Flask, office: cast.FoundedOffice) -> JumpingClock:
    """The clock of the program from now on; it begins where the standing one stands."""
    clock = app.extensions["clock"] = JumpingClock(cast.NOW)
    return clock


def file(client: FlaskClient, text: str = "Czekanie trwało trzy godziny.") -> None:
    sent = hidden(client.get("/pl/complaint").text) | FILING | {"text": text}
    assert client.post("/pl/complaint", data=sent).status_code == 200


def cases(storage: Storage) -> list[Complaint]:
    """All cases in the order of the record, which is the order they came in."""
    with storage.reading() as session:
        streams = list(session.scalars(select(LedgerEntry.stream).order_by(LedgerEntry.leaf)))
        found = {f"complaint:{case.id}": case for case in session.scalars(select(Complaint))}
        assert verify(session).is_whole
    return [found[stream] for stream in dict.fromkeys(streams) if stream in found]


def test_the_record_never_goes_back_with_the_clock(client: FlaskClient, storage: Storage, jumping: JumpingClock):
    file(client)
    jumping.jump(hours=-1)
    file(client)
    jumping.jump(days=-30)
    file(client)
    with storage.reading() as session:
        moments = list(session.scalars(select(LedgerEntry.recorded_at).order_by(LedgerEntry.leaf)))
    assert moments == sorted(moments)
    assert moments[-1] == moments[-3] == cast.NOW
    assert [case.received_on for case in cases(storage)] == [
        dt.date(2026, 11, 21), dt.date(2026, 11, 21), dt.date(2026, 10, 22)
    ]  # fmt: skip


def test_a_year_ahead_and_back_leaves_no_gap_in_any_register(
    client: FlaskClient, storage: Storage, jumping: JumpingClock
):
    for days in (0, 365, -365, 365, -365):
        jumping.jump(days=days)
        file(client)
    assert [case.register_number for case in cases(storage)] == ["1/2026", "1/2027", "2/2026", "2/2027", "3/2026"]


@SQLITE
def test_a_sign_in_opened_a_year_ahead_is_over_when_the_clock_is_right_again(
    client: FlaskClient, jumping: JumpingClock
):
    jumping.jump(days=365)
    page = client.get("/staff/pl/sign-in")
    assert send(client, page, login="handler", password=cast.PASSWORD).status_code == 302
    assert client.get("/staff/pl/queue").status_code == 200
    jumping.jump(days=-365)
    assert client.get("/staff/pl/queue").status_code == 302
    page = client.get("/staff/pl/sign-in")
    assert send(client, page, login="handler", password=cast.PASSWORD).status_code == 302
    assert client.get("/staff/pl/queue").status_code == 200


@SQLITE
def test_a_clock_set_back_by_minutes_signs_nobody_out(signed_in: Callable[..., FlaskClient], jumping: JumpingClock):
    handler = signed_in(Role.HANDLER)
    jumping.jump(minutes=-50)
    assert handler.get("/staff/pl/queue").status_code == 200


def test_nobody_is_locked_out_for_a_year(storage: Storage, jumping: JumpingClock):
    key = key_of("sign-in", "handler")
    jumping.jump(days=365)
    with storage.writing() as session:
        for _try in range(TRIES):
            failed(session, jumping, key)
        with pytest.raises(TooManyTries):
            check(session, jumping, key)
    jumping.jump(days=-365)
    with storage.writing() as session:
        check(session, jumping, key)
        assert failed(session, jumping, key) == 1  # and guessing is counted again from the beginning
        for _try in range(TRIES - 1):
            failed(session, jumping, key)
        with pytest.raises(TooManyTries) as wait:
            check(session, jumping, key)
        assert wait.value.facts["minutes"] == 15


@SQLITE
def test_the_year_of_the_register_changes_at_midnight_in_warsaw(
    client: FlaskClient, storage: Storage, jumping: JumpingClock
):
    for hour, minute, second in ((22, 59, 59), (23, 0, 0)):
        jumping.moment = dt.datetime(2026, 12, 31, hour, minute, second, 999_999 if second else 0, tzinfo=dt.UTC)
        file(client)
    before, after = cases(storage)
    assert (before.register_number, before.received_on) == ("1/2026", dt.date(2026, 12, 31))
    assert (after.register_number, after.received_on) == ("1/2027", dt.date(2027, 1, 1))


@SQLITE
@pytest.mark.parametrize("night", [dt.date(2026, 10, 25), dt.date(2026, 3, 29)])
def test_the_nights_when_the_hour_changes_have_one_day_and_all_moments_in_order(
    client: FlaskClient, storage: Storage, jumping: JumpingClock, night: dt.date
):
    jumping.moment = warsaw(night.year, night.month, night.day, 0, 30)
    for _half_hour in range(9):
        file(client)
        jumping.jump(minutes=30)
    found = cases(storage)
    assert {case.received_on for case in found} == {night}
    assert len({case.due_on for case in found}) == 1
    moments = [case.registered_at for case in found]
    assert moments == sorted(moments)


@SQLITE
def test_beyond_the_calendar_a_complaint_is_refused_with_its_text_kept(
    client: FlaskClient, storage: Storage, jumping: JumpingClock
):
    sent = hidden(client.get("/pl/complaint").text) | FILING
    jumping.moment = warsaw(2041, 5, 1)
    response = client.post("/pl/complaint", data=sent)
    assert response.status_code == 422
    kept = fields(response, "filing")
    assert {name: kept[name] for name in ("text", "name", "address")} == {
        name: FILING[name] for name in ("text", "name", "address")
    }
    assert cases(storage) == []
    jumping.moment = cast.NOW
    assert client.post("/pl/complaint", data=sent).status_code == 200


@SQLITE
def test_answers_given_while_the_clock_was_ahead_are_sealed_when_it_is_right(
    app: Flask, client: FlaskClient, storage: Storage, jumping: JumpingClock
):
    from surveys.sealer import seal_all

    for days in (365, -365):
        jumping.jump(days=days)
        sent = hidden(client.get("/pl/rate").text) | ANSWERS
        assert client.post("/pl/rate", data=sent).status_code == 303
    seal_all(storage, jumping)
    with storage.reading() as session:
        assert verify(session).is_whole


def test_the_standing_clock_of_the_tests_still_refuses_to_go_back(clock: FixedClock):
    with pytest.raises(ValueError, match="does not go back"):
        clock.move_to(cast.NOW - dt.timedelta(seconds=1))
