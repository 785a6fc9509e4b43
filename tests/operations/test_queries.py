"""The last backup and the last trial restore, good or bad."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from operations.models import BackupRun
from operations.queries import is_done_on, last_backup, last_check


def run(clock: FixedClock, kind: str, *, ok: bool) -> BackupRun:
    """A run that ended now."""
    return BackupRun(
        kind=kind,
        day_on=clock.today(),
        started_at=clock.now(),
        finished_at=clock.now(),
        is_ok=ok,
        file_name=f"{kind}-{clock.now():%H%M}.zip",
        leaf=7,
    )


def test_before_the_first_one_there_is_none(session: Session, clock: FixedClock):
    assert last_backup(session) is None
    assert last_check(session) is None
    assert not is_done_on(session, "daily", clock.today())


@pytest.fixture
def runs(session: Session, clock: FixedClock) -> list[BackupRun]:
    """A good daily backup, a good check, and then a manual backup that failed, an hour apart."""
    found = []
    for kind, ok in (("daily", True), ("check", True), ("manual", False)):
        found.append(run(clock, kind, ok=ok))
        clock.advance(hours=1)
    session.add_all(found)
    session.flush()
    return found


def test_the_last_of_each_is_found_and_the_last_good_one_too(session: Session, runs: list[BackupRun]):
    daily, check, manual = runs
    assert last_backup(session) is manual
    assert last_backup(session, ok=True) is daily
    assert last_backup(session, ok=False) is manual
    assert last_check(session) is check
    assert last_check(session, ok=False) is None


def test_a_day_counts_as_done_only_when_it_went_well(session: Session, clock: FixedClock, runs: list[BackupRun]):
    assert is_done_on(session, "daily", clock.today())
    assert not is_done_on(session, "manual", clock.today())
    assert not is_done_on(session, "daily", clock.today() + dt.timedelta(days=1))
