"""The test mode of a tablet: a PIN of its own, tried at the server, never often; its answers never count."""

from __future__ import annotations

import json
import uuid

import pytest
from sqlalchemy import select, update

from kernel.permissions import SYSTEM, Role
from ledger.models import LedgerEntry
from office.passwords import is_right
from surveys.actions import seal_responses
from surveys.actions.flags import compute_flags
from surveys.kiosk.actions import BadPin, check_pin, pins, set_pin
from surveys.kiosk.actions.devices import BadDevice
from surveys.models import DeviceState, Response
from tests.filling import fields
from tests.surveys.devices import paired

PIN = "204971"
SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def tablet(storage, clock, office):
    with storage.writing() as session:
        made = paired(session, clock, office)
        session.flush()
        session.expunge(made.device)
    return made


@pytest.fixture
def with_pin(storage, clock, tablet):
    with storage.writing() as session:
        set_pin(session, clock, SYSTEM, tablet.device, PIN)
    return tablet


def tried(client, tablet, pin):
    answer = client.post("/api/kiosk/test", json={"pin": pin}, headers=tablet.headers)
    return answer.status_code, answer.get_json().get("error")


@SQLITE
def test_a_pin_is_one_entry_and_stands_nowhere(session, clock, office):
    device = paired(session, clock, office).device
    set_pin(session, clock, SYSTEM, device, PIN)
    entry = session.scalars(select(LedgerEntry).order_by(LedgerEntry.leaf.desc()).limit(1)).one()
    assert (entry.tag, json.loads(entry.canonical)["data"]) == ("surveys:device:pin", {"id": str(device.id)})
    assert PIN not in str(session.get_one(DeviceState, device.id).pin_hash)
    stored = session.get_one(DeviceState, device.id).pin_hash
    check_pin(stored, PIN)
    with pytest.raises(BadPin, match="wrong_pin"):
        check_pin(stored, "204972")
    with pytest.raises(BadPin, match="bad_pin"):
        set_pin(session, clock, SYSTEM, device, "123456")
    device.valid_to_on = clock.today()
    with pytest.raises(BadDevice, match="device_revoked"):
        set_pin(session, clock, SYSTEM, device, PIN)


@SQLITE
def test_nobody_waits_while_a_pin_is_compared(client, storage, with_pin, monkeypatch):
    def compare(stored, pin):
        with storage.writing() as other:  # with the lock held this would wait for itself
            other.execute(update(DeviceState).values(queued=7))
        return is_right(stored, pin)

    monkeypatch.setattr(pins, "is_right", compare)
    assert tried(client, with_pin, "204970") == (422, "wrong_pin")
    assert tried(client, with_pin, PIN) == (200, None)


@SQLITE
def test_the_server_says_whether_it_is_the_pin_and_soon_no_more(client, clock, with_pin):
    assert tried(client, with_pin, PIN) == (200, None)
    assert [tried(client, with_pin, "204970") for _ in range(5)] == [(422, "wrong_pin")] * 5
    assert tried(client, with_pin, PIN) == (429, "too_many_tries")
    clock.advance(minutes=15)
    assert tried(client, with_pin, PIN) == (200, None)


@SQLITE
def test_without_a_pin_there_is_no_test_mode_and_strangers_try_nothing(client, tablet):
    assert tried(client, tablet, PIN) == (422, "no_pin")
    assert tried(client, tablet, "") == (422, "no_pin")
    answer = client.post("/api/kiosk/test", json={"pin": PIN}, headers={"Origin": "http://localhost"})
    assert answer.status_code == 401
    assert client.get("/api/kiosk/test").status_code == 405


@SQLITE
def test_answers_of_the_test_mode_keep_their_mark_and_never_count_as_clean(storage, clock, client, tablet):
    item = tablet.item(flags=["test_mode"])
    tablet.sends(client, item)
    with storage.writing() as session:
        seal_responses(session, clock, SYSTEM)
        compute_flags(session, clock, SYSTEM)
    with storage.reading() as session:
        assert "test_mode" in session.get_one(Response, uuid.UUID(item["id"])).flags.split()


@SQLITE
def test_an_administrator_sets_the_pin_of_a_device(signed_in, tablet):
    page = f"/staff/pl/administration/devices/{tablet.device.id}"
    client = signed_in(Role.ADMINISTRATOR)
    form = client.get(f"{page}/pin")
    assert client.post(f"{page}/pin", data={**fields(form), "pin": "111111"}).status_code == 422
    assert client.post(f"{page}/pin", data={**fields(form), "pin": PIN}).status_code == 302
    assert "ustawiony" in client.get(page).get_data(as_text=True)
    assert client.get(f"/staff/pl/administration/devices/{uuid.uuid4()}/pin").status_code == 404
    assert signed_in(Role.HEAD).get(f"{page}/pin").status_code == 403
    assert client.put(f"{page}/pin").status_code == 405
