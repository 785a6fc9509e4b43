"""Devices: every change is one entry, a code opens once and shortly, a revoked token opens nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from app import REPLAYS
from kernel.permissions import SYSTEM, Role
from ledger.models import LedgerEntry
from ledger.replays import compare
from office.models import OpeningSchedule
from surveys.kiosk.actions import (
    DeviceTyped,
    add_device,
    change_device,
    invite_device,
    pair_device,
    revoke_device,
    token_hash,
)
from surveys.kiosk.actions.devices import BadCode, BadDevice
from surveys.kiosk.queries import device_of, seen_devices
from surveys.kiosk.rules import ONE_TAP, SURVEY
from surveys.models import Device, DeviceState
from tests.filling import fields
from tests.program import SECRET
from tests.surveys.devices import paired, set_up


def tags(session, device):
    query = select(LedgerEntry.tag).where(LedgerEntry.stream == f"device:{device.id}").order_by(LedgerEntry.leaf)
    return list(session.scalars(query))


def test_a_life_of_a_device_is_an_entry_for_every_step_and_replays(office, session, clock):
    device = set_up(session, clock, office)
    typed = DeviceTyped("Tablet 2", office.desk.id, ONE_TAP, device.valid_from_on)
    change_device(session, clock, SYSTEM, device, typed, row_version=1, reason="nowa naklejka")
    code = invite_device(session, clock, SYSTEM, device, SECRET)
    pair_device(session, clock, code)
    revoke_device(session, clock, SYSTEM, device, clock.today(), row_version=2, reason="zgubiony")
    assert tags(session, device) == [f"surveys:device:{verb}" for verb in ("add", "change", "invite", "pair", "revoke")]
    session.flush()
    assert compare(session, REPLAYS).difference is None
    device.name = "Inny"
    session.flush()
    assert compare(session, REPLAYS).projection == "survey_device"


def test_a_code_opens_once_within_a_quarter_of_an_hour_and_stands_nowhere(office, session, clock):
    device = set_up(session, clock, office)
    code = invite_device(session, clock, SYSTEM, device, SECRET)
    texts = "".join(session.scalars(select(LedgerEntry.canonical)))
    assert code not in texts
    clock.advance(minutes=15)
    with pytest.raises(BadCode):
        pair_device(session, clock, code)
    code = invite_device(session, clock, SYSTEM, device, SECRET)
    token = pair_device(session, clock, code).token
    assert token not in str(session.get_one(DeviceState, device.id).token_hash)
    with pytest.raises(BadCode):
        pair_device(session, clock, code)


def test_pairing_again_ends_the_token_before(office, session, clock):
    tablet = paired(session, clock, office)
    pair_device(session, clock, invite_device(session, clock, SYSTEM, tablet.device, SECRET))
    session.flush()
    assert device_of(session, token_hash(tablet.token)) is None


@pytest.mark.parametrize("backend", ["sqlite"])
def test_a_device_needs_a_desk_and_a_mode_and_a_revoked_one_gets_no_code(office, session, clock):
    with pytest.raises(BadDevice, match="no_mode"):
        add_device(session, clock, SYSTEM, DeviceTyped("T", office.desk.id, "radio", clock.today()))
    with pytest.raises(BadDevice, match="no_desk"):
        add_device(session, clock, SYSTEM, DeviceTyped("T", office.home.id, SURVEY, clock.today()))
    device = set_up(session, clock, office)
    revoke_device(session, clock, SYSTEM, device, clock.today(), row_version=1, reason="zgubiony")
    with pytest.raises(BadDevice, match="device_revoked"):
        invite_device(session, clock, SYSTEM, device, SECRET)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_silence_counts_only_in_opening_hours(office, session, clock):
    tablet = paired(session, clock, office)
    week = "\n".join(["8:00-16:00"] * 5 + ["", ""])
    session.add(OpeningSchedule(valid_from_on=clock.today(), week=week))
    session.flush()
    assert not seen_devices(session, clock)[0].is_silent
    moments = [seen_devices(session, clock)[0].is_silent for _hour in range(72) if clock.advance(hours=1) is None]
    assert any(moments)
    assert not all(moments)
    session.get_one(DeviceState, tablet.device.id).seen_at = clock.now() - dt.timedelta(minutes=5)
    session.flush()
    assert not seen_devices(session, clock)[0].is_silent


@pytest.mark.parametrize("backend", ["sqlite"])
def test_at_night_a_tablet_that_fell_silent_by_day_does_not_count_as_working(office, session, clock):
    tablet = paired(session, clock, office)
    session.add(OpeningSchedule(valid_from_on=clock.today(), week="\n".join(["8:00-16:00"] * 5 + ["", ""])))
    state = session.get_one(DeviceState, tablet.device.id)
    night = dt.datetime.combine(clock.today() + dt.timedelta(days=3), dt.time(21), dt.UTC)  # a Monday
    clock.advance(seconds=(night - clock.now()).total_seconds())
    said = {}
    for hours in (1, 6, 8, 10, 80):  # the office shut six hours ago, and was open for eight
        state.seen_at = clock.now() - dt.timedelta(hours=hours)
        said[hours] = seen_devices(session, clock)[0].is_silent
    assert said == {1: False, 6: False, 8: False, 10: True, 80: True}


@pytest.mark.parametrize("backend", ["sqlite"])
def test_an_administrator_sets_up_pairs_and_revokes_a_device(office, storage, signed_in):
    client = signed_in(Role.ADMINISTRATOR)
    page = client.get("/staff/pl/administration/devices/add")
    typed = {**fields(page), "name": "Tablet 3", "desk_id": str(office.desk.id), "mode": SURVEY}
    answer = client.post("/staff/pl/administration/devices/add", data=typed)
    assert answer.status_code == 302
    page = client.get(answer.location)
    answer = client.post(f"{answer.location}/code", data=fields(page))
    page = client.get(answer.location).get_data(as_text=True)
    assert "Parowanie tabletu" in page
    with storage.reading() as session:
        device = session.scalars(select(Device)).one()
    back = f"/staff/pl/administration/devices/{device.id}"
    assert client.get(f"{back}/change").status_code == 200
    form = fields(client.get(f"{back}/revoke"))
    assert client.post(f"{back}/revoke", data={**form, "reason": ""}).status_code == 422
    assert client.post(f"{back}/revoke", data={**form, "reason": "zgubiony"}).status_code == 302
    assert "odwołane" in client.get("/staff/pl/administration/devices").get_data(as_text=True)


@pytest.mark.parametrize("backend", ["sqlite"])
def test_devices_are_for_administrators(office, client, signed_in):
    assert client.get("/staff/pl/administration/devices").status_code == 302
    assert signed_in(Role.HEAD).get("/staff/pl/administration/devices").status_code == 403
    assert signed_in(Role.ADMINISTRATOR).post("/staff/pl/administration/devices").status_code == 405
