"""A tablet that falls silent in opening hours is told once, to those who can look after it."""

from __future__ import annotations

import datetime as dt
import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from kernel.clock import FixedClock, warsaw
from kernel.permissions import Role
from office.models import OpeningSchedule, Person
from surveys.kiosk.silence import SILENCE_MAIL, send_silence, tell_of_silence
from surveys.models import DeviceState
from tests.surveys.devices import paired
from worker.effects import Work
from worker.jobs import JobWork
from worker.models import OutboxRow

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
WEEK = "\n".join(["8:00-16:00"] * 5 + ["", ""])


@pytest.fixture
def silent(app, storage, clock: FixedClock, office):
    """A tablet that was paired on Saturday and never spoke; administrator and quality officer have an address."""
    with storage.writing() as session:
        tablet = paired(session, clock, office)
        session.add(OpeningSchedule(valid_from_on=clock.today(), week=WEEK))
        for role in (Role.ADMINISTRATOR, Role.QUALITY_OFFICER, Role.HEAD):
            session.get_one(Person, office.member(role).person_id).email = f"{role.value}@example.pl"
        return tablet.device.id


def tell(app, storage, clock) -> str:
    with app.app_context():
        return tell_of_silence(JobWork("", storage, clock))


def asked_for(storage) -> list[OutboxRow]:
    with storage.reading() as session:
        return list(session.scalars(select(OutboxRow).where(OutboxRow.kind == SILENCE_MAIL)))


def until(clock: FixedClock, moment: dt.datetime) -> None:
    clock.advance(seconds=int((moment - clock.now()).total_seconds()))


def test_each_silence_in_opening_hours_is_told_once(app, storage, clock, silent):
    until(clock, warsaw(2026, 11, 23, 9, 59))
    assert tell(app, storage, clock).startswith("0 devices")
    until(clock, warsaw(2026, 11, 23, 10, 1))
    assert tell(app, storage, clock) == "1 devices fell silent, 2 people told"
    for hours in (1, 3, 24):
        clock.advance(hours=hours)
        assert tell(app, storage, clock).startswith("0 devices")
    with storage.writing() as session:
        session.get_one(DeviceState, silent).seen_at = clock.now()
    clock.advance(minutes=100)
    assert tell(app, storage, clock).startswith("0 devices")
    until(clock, warsaw(2026, 11, 25, 11))
    assert tell(app, storage, clock).startswith("1 devices")
    assert len(asked_for(storage)) == 4


def test_the_mail_names_the_tablet_and_its_desk_unless_it_spoke_meanwhile(app, storage, clock, silent, tmp_path: Path):
    until(clock, warsaw(2026, 11, 23, 11))
    tell(app, storage, clock)
    rows = asked_for(storage)
    works = [Work(row.id, {"person": _of(row, "person"), "devices": [str(silent)]}, storage, clock) for row in rows]
    with app.app_context():
        send_silence(works[0])
        with storage.writing() as session:
            session.get_one(DeviceState, silent).seen_at = clock.now()
        send_silence(works[1])
    (file,) = (tmp_path / "mail").iterdir()
    letter = message_from_bytes(file.read_bytes(), policy=default)
    body = letter.get_body()
    assert body is not None
    text = body.get_content()
    assert "Milczy 1 urządzenie" in letter["Subject"]
    assert "Tablet 1, Stanowisko 1" in text
    assert "/administration/devices" in text


def test_the_hours_are_a_setting_and_nobody_without_an_address_uses_the_silence_up(app, storage, clock, office, silent):
    with storage.writing() as session:
        for person in session.scalars(select(Person)):
            person.email = ""
    until(clock, warsaw(2026, 11, 23, 11))
    assert tell(app, storage, clock) == "1 devices fell silent, 0 people told"
    with storage.writing() as session:
        session.get_one(Person, office.member(Role.ADMINISTRATOR).person_id).email = "admin@example.pl"
    object.__setattr__(app.config["SETTINGS"], "silence_hours", 4)
    assert tell(app, storage, clock).startswith("0 devices")
    clock.advance(hours=2)
    assert tell(app, storage, clock) == "1 devices fell silent, 1 people told"


def _of(row: OutboxRow, name: str) -> str:
    return str(json.loads(row.payload)[name])
