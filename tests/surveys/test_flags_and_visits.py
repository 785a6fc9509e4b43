"""Visits are reported and corrected, flags computed by rules and computed again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from kernel.clock import Clock, FixedClock
from kernel.errors import Stale
from kernel.permissions import SYSTEM, Actor, Role
from ledger.actions import append
from ledger.canonical import Json
from ledger.models import LedgerEntry
from ledger.tags import Tag
from ledger.verify import verify
from storage.session import Storage
from surveys.actions import seal_responses, sealing, submit_response
from surveys.actions.flags import FlagsDiffer, compute_flags
from surveys.actions.visits import report_visits
from surveys.counting import set_flags
from surveys.events import SurveyTag
from surveys.models import DeskVisits, Response
from surveys.replaying import REPLAYS
from surveys.rules import visits as rules
from surveys.rules.flags import (
    BURST,
    CLOSED_HOURS,
    REPEAT_FAST,
    SPEEDER,
    STRAIGHTLINE,
    TEST_MODE,
    Sign,
    flagged,
    flags_of,
)
from tests.cast import NOW, FoundedOffice
from tests.filling import errors_beside, send, text
from tests.surveys.filling import filled

SQLITE = pytest.mark.parametrize("backend", ["sqlite"])


def line(*seconds: float, overall: tuple[int, ...] = (), **facts: object) -> list[set[str]]:
    """The flags of responses given on one tablet so many seconds after the first."""
    values = overall or tuple(1 + place % 5 for place in range(len(seconds)))
    signs = [
        Sign(uuid.uuid4(), "a", NOW + dt.timedelta(seconds=at), value, (value,), "", **facts)  # type: ignore[arg-type]
        for at, value in zip(seconds, values, strict=True)
    ]
    found = flagged(signs, lambda _moment: True)
    return [set(flags_of(found[sign.id])) for sign in signs]


def test_the_same_answer_again_within_fifteen_seconds_is_flagged_and_only_the_second():
    assert line(0, 14.9, overall=(5, 5)) == [set(), {REPEAT_FAST}]
    assert line(0, 15, overall=(5, 5)) == [set(), set()]
    assert line(0, 5, overall=(5, 4)) == [set(), set()]


def test_four_within_a_minute_are_a_burst_and_all_of_them_are_flagged():
    assert line(0, 20, 40, 60) == [{BURST}] * 4
    assert line(0, 20, 40, 61) == [set()] * 4
    assert line(0, 100, 120, 140, 160) == [set(), {BURST}, {BURST}, {BURST}, {BURST}]


def test_what_staff_try_out_makes_no_burst_of_what_a_resident_says():
    signs = [
        Sign(uuid.uuid4(), "a", NOW + dt.timedelta(seconds=at), 5, (5,), "" if at == 30 else TEST_MODE)
        for at in (0, 10, 20, 30, 40)
    ]
    found = flagged(signs, lambda _moment: True)
    assert [found[sign.id] for sign in signs if sign.stored == ""] == [""]
    assert all(BURST in flags_of(found[sign.id]) for sign in signs if sign.stored)


def test_fast_fingers_and_straight_lines_need_the_time_of_each_question():
    def one(scale: tuple[int, ...], times: tuple[int, ...]) -> frozenset[str]:
        sign = Sign(uuid.uuid4(), "a", NOW, 5, scale, "", times)
        return flags_of(flagged([sign], lambda _moment: True)[sign.id])

    assert one((5,) * 5, (700, 799, 900)) == {SPEEDER, STRAIGHTLINE}
    assert one((5, 5, 5, 5, 4), (700, 799, 900)) == {SPEEDER}
    assert one((5,) * 5, (800, 800, 900)) == set()
    assert one((5,) * 5, ()) == set()


def test_closed_hours_and_marks_of_arrival_and_what_no_tablet_took():
    signs = [Sign(uuid.uuid4(), device, NOW, 5, (), f"{BURST} {TEST_MODE}") for device in ("a", None)]
    found = flagged(signs, lambda _moment: False)
    assert [flags_of(found[sign.id]) for sign in signs] == [{CLOSED_HOURS, TEST_MODE}, {TEST_MODE}]


def test_flags_are_computed_again_and_a_change_is_one_entry(session: Session, clock: FixedClock, office: FoundedOffice):
    for _ in range(4):
        submit_response(session, clock, SYSTEM, filled(session, mode="kiosk_full", desk_id=office.desk.id))
        clock.advance(seconds=10)
    seal_responses(session, clock, SYSTEM)
    before = session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    done = compute_flags(session, clock, SYSTEM)
    assert (done.responses, done.changed, done.flagged) == (4, 4, 4)
    assert compute_flags(session, clock, SYSTEM).changed == 0
    assert session.scalar(select(func.count()).select_from(LedgerEntry)) == before + 1
    session.expire_all()
    assert all(BURST in row.flags for row in session.scalars(select(Response)))
    assert differences(session) == []
    session.scalars(select(Response).limit(1)).one().flags = ""
    session.flush()
    assert "flags of responses" in str(differences(session))


def test_flags_changed_by_hand_are_named_before_a_run_and_between_two(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    def one(flags: str = "", minutes: int = 5) -> uuid.UUID:
        clock.advance(minutes=minutes)
        typed = filled(session, mode="kiosk_full", desk_id=office.desk.id)
        submit_response(session, clock, SYSTEM, typed, flags=flags)
        return typed.submission_id

    def by_hand(key: uuid.UUID, flags: str) -> list[str]:
        set_flags(session, flags, [key])  # past the record, with every count in step
        return differences(session)

    def refused() -> None:
        entries = select(func.count()).select_from(LedgerEntry)
        before = session.scalar(entries)
        with pytest.raises(FlagsDiffer, match="flags of responses"):
            compute_flags(session, clock, SYSTEM)
        assert session.scalar(entries) == before

    first, tried = one(), one(TEST_MODE)
    for _ in range(4):
        one(minutes=0)  # a burst: the run has something to write
    seal_responses(session, clock, SYSTEM)
    assert differences(session) == []
    for key, false, true in ((first, TEST_MODE, ""), (tried, "", TEST_MODE)):
        [found] = by_hand(key, false)
        assert "not those the responses came with" in found
        refused()
        assert by_hand(key, true) == []
    assert compute_flags(session, clock, SYSTEM).changed == 4
    later = one("clock_skew")
    for _ in range(4):
        one(minutes=0)
    seal_responses(session, clock, SYSTEM)
    assert differences(session) == []
    for key, false, true in ((first, TEST_MODE, ""), (later, "", "clock_skew")):
        assert len(by_hand(key, false)) == 1
        refused()
        assert by_hand(key, true) == []
    compute_flags(session, clock, SYSTEM)
    assert differences(session) == []
    assert len(by_hand(later, "")) == 1


def test_seals_that_tell_of_no_flags_stay_whole(
    session: Session, clock: FixedClock, office: FoundedOffice, monkeypatch: pytest.MonkeyPatch
):
    shape = SurveyTag.RESPONSES_SEALED.shapes[0]

    def without(
        session: Session, clock: Clock, actor: Actor, tag: Tag, stream: str, data: dict[str, Json], on: dt.date
    ):
        return append(session, clock, actor, tag, stream, {key: data[key] for key in shape}, on)

    monkeypatch.setattr(sealing, "append", without)
    monkeypatch.setattr(SurveyTag.RESPONSES_SEALED, "keys", shape)
    typed = filled(session, mode="kiosk_full", desk_id=office.desk.id)
    submit_response(session, clock, SYSTEM, typed, flags=TEST_MODE)
    seal_responses(session, clock, SYSTEM)
    monkeypatch.undo()
    assert verify(session).is_whole
    assert differences(session) == []


def test_nobody_leaves_out_what_no_rule_looks_at(session: Session, clock: FixedClock, office: FoundedOffice):
    typed = filled(session, mode="qr", desk_id=office.desk.id)
    submit_response(session, clock, SYSTEM, typed)
    seal_responses(session, clock, SYSTEM)
    set_flags(session, TEST_MODE, [typed.submission_id])  # past the record, with every count in step
    [found] = differences(session)
    assert f"response {typed.submission_id}" in found
    assert "nothing says why" in found


def differences(session: Session) -> list[str]:
    return [str(one) for replay in REPLAYS for one in replay.differences(session, lambda _count: None)]


def test_visits_are_reported_corrected_with_a_reason_and_taken_back(
    session: Session, clock: FixedClock, office: FoundedOffice
):
    clerk, today = office.actor(Role.CLERK), clock.today()
    assert report_visits(session, clock, clerk, office.desk, today, 40, row_version=0)
    assert not report_visits(session, clock, clerk, office.desk, today, 40, row_version=0)
    with pytest.raises(Stale):
        report_visits(session, clock, clerk, office.desk, today, 41, row_version=0)
    with pytest.raises(rules.NoReason):
        report_visits(session, clock, clerk, office.desk, today, 41, row_version=1)
    assert report_visits(session, clock, clerk, office.desk, today, None, row_version=1, reason="Pomyłka")
    with pytest.raises(rules.BadDay):
        report_visits(session, clock, clerk, office.desk, today + dt.timedelta(days=1), 1, row_version=0)
    assert session.scalars(select(DeskVisits)).one().visits is None
    assert differences(session) == []
    assert rules.response_rate(10, None) is None
    assert rules.response_rate(10, 0) is None
    assert rules.response_rate(10, 40) == 0.25


@SQLITE
def test_visits_are_typed_on_a_page(signed_in: Callable[..., FlaskClient], storage: Storage, office: FoundedOffice):
    clerk, box = signed_in(Role.CLERK), f"n{office.desk.id.hex}"
    address = "/staff/pl/surveys/visits"
    assert set(errors_beside(send(clerk, clerk.get(address), "step", **{box: "4000"}))) == {box}
    old = clerk.get(address)
    assert send(clerk, old, "step", **{box: "40"}).status_code == 302
    stale = send(clerk, old, "step", **{box: "50"})
    assert stale.status_code == 409
    assert "40" in text(stale)
    assert send(clerk, stale, "step", **{box: "50"}).status_code == 422
    assert send(clerk, stale, "step", **{box: "50", "reason": "Pomyłka w liczbie"}).status_code == 302
    with storage.reading() as session:
        assert session.scalars(select(DeskVisits.visits)).one() == 50
    assert "nie działało żadne" in text(signed_in(Role.CLERK, next_door=True).get(address))
    assert signed_in(Role.HANDLER).get(address).status_code == 403
    assert clerk.get(f"{address}?day=2099-01-01").status_code == 404


@SQLITE
def test_visits_come_from_a_file_once(app: Flask, storage: Storage, tmp_path: Path):
    file = tmp_path / "visits.csv"
    file.write_text(
        "department;desk;day;visits\nUSC;Stanowisko 1;2026-11-19;31\nUSC;Stanowisko 1;20.11.2026;0\n"
        "USC;Nie ma;2026-11-19;3\nUSC;Stanowisko 1;2026-11-18;-4\nUSC;Stanowisko 1;2027-01-01;4\n",
        encoding="utf-8",
    )
    runner = app.test_cli_runner()
    arguments = ["surveys", "visits", str(file), "--report", str(tmp_path / "report.csv")]
    assert runner.invoke(args=arguments).exit_code == 0
    assert runner.invoke(args=arguments).exit_code == 0
    with storage.reading() as session:
        assert sorted(session.scalars(select(DeskVisits.visits)).all()) == [0, 31]  # type: ignore[type-var]
    assert len((tmp_path / "report.csv").read_text(encoding="utf-8-sig").splitlines()) == 4
