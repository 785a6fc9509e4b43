"""On time or late: derived from dates alone, late from the day after the last day, the same for ever once settled."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.terms import deadline
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.clock import warsaw

WARN, DUE = dt.date(2026, 12, 16), dt.date(2026, 12, 21)
NOON = warsaw(2026, 12, 21, 12)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
MOMENTS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2027, 12, 31), timezones=st.just(dt.UTC))


def seen(dates: Dates, today: dt.date) -> Verdict:
    return verdict(dates, today, warsaw(today.year, today.month, today.day, 10))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (dt.date(2026, 11, 21), Verdict.OPEN),
        (dt.date(2026, 12, 15), Verdict.OPEN),
        (dt.date(2026, 12, 16), Verdict.SOON),
        (dt.date(2026, 12, 20), Verdict.SOON),
        (dt.date(2026, 12, 21), Verdict.SOON),
        (dt.date(2026, 12, 22), Verdict.OVERDUE),
        (dt.date(2027, 12, 22), Verdict.OVERDUE),
    ],
)
def test_an_open_case_is_late_from_the_day_after_its_last_day(today: dt.date, expected: Verdict):
    assert seen(Dates(DUE, WARN), today) is expected


@pytest.mark.parametrize("today", [dt.date(2026, 12, 21), dt.date(2026, 12, 22), dt.date(2030, 1, 1)])
@pytest.mark.parametrize(
    ("settled_on", "expected"),
    [
        (dt.date(2026, 11, 21), Verdict.ON_TIME),
        (dt.date(2026, 12, 20), Verdict.ON_TIME),
        (dt.date(2026, 12, 21), Verdict.ON_TIME),
        (dt.date(2026, 12, 22), Verdict.LATE),
        (dt.date(2027, 1, 30), Verdict.LATE),
    ],
)
def test_a_settled_case_is_judged_by_the_day_its_notice_went_out(
    settled_on: dt.date, today: dt.date, expected: Verdict
):
    assert seen(Dates(DUE, WARN, settled_on=settled_on), today) is expected


@pytest.mark.parametrize(("left_on", "expected"), [(DUE, Verdict.LEFT), (DUE + dt.timedelta(days=1), Verdict.LATE)])
def test_a_case_that_went_elsewhere_is_judged_by_that_day(left_on: dt.date, expected: Verdict):
    assert seen(Dates(DUE, WARN, left_on=left_on), dt.date(2027, 1, 30)) is expected


def test_without_a_term_there_is_nothing_to_judge_by():
    for settled_on, left_on in itertools.product((None, DUE), repeat=2):
        assert seen(Dates(None, settled_on=settled_on, left_on=left_on), DUE) is Verdict.NO_TERM


@pytest.mark.parametrize(
    ("settled_at", "expected"),
    [(NOON, Verdict.ON_TIME), (NOON + dt.timedelta(microseconds=1), Verdict.LATE), (None, Verdict.OPEN)],
)
def test_a_case_with_a_due_moment_is_judged_to_the_moment(settled_at: dt.datetime | None, expected: Verdict):
    dates = Dates(DUE, due_at=NOON, settled_at=settled_at, settled_on=settled_at and DUE)
    assert verdict(dates, DUE, NOON) is expected


def test_an_open_case_with_a_due_moment_is_late_right_after_it():
    assert verdict(Dates(DUE, due_at=NOON), DUE, NOON + dt.timedelta(seconds=1)) is Verdict.OVERDUE


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (Dates(DUE, due_at=NOON, settled_on=DUE), Verdict.ON_TIME),
        (Dates(DUE, due_at=NOON, settled_on=DUE + dt.timedelta(days=1)), Verdict.LATE),
        (Dates(DUE, due_at=NOON, left_on=DUE), Verdict.LEFT),
    ],
)
def test_a_case_with_a_due_moment_settled_here_has_only_a_day_and_is_judged_by_it(dates: Dates, expected: Verdict):
    for today in (DUE, DUE + dt.timedelta(days=30)):
        assert seen(dates, today) is expected


@given(DAYS, DAYS, DAYS)
def test_an_open_case_past_its_last_day_is_nothing_but_overdue(due: dt.date, warn: dt.date, today: dt.date):
    assert (seen(Dates(due, warn), today) is Verdict.OVERDUE) == (today > due)


@given(MOMENTS, MOMENTS)
def test_the_same_holds_for_a_due_moment(due_at: dt.datetime, now: dt.datetime):
    found = verdict(Dates(due_at.date(), due_at=due_at), now.date(), now)
    assert found is (Verdict.OVERDUE if now > due_at else Verdict.OPEN)


@given(
    st.none() | DAYS,
    st.none() | DAYS,
    DAYS,
    st.sampled_from(["settled_on", "left_on"]),
    st.none() | MOMENTS,
    st.none() | MOMENTS,
    st.lists(DAYS, min_size=2, max_size=5),
)
def test_once_settled_the_verdict_never_changes(
    due: dt.date | None,
    warn: dt.date | None,
    end: dt.date,
    how: str,
    due_at: dt.datetime | None,
    settled_at: dt.datetime | None,
    days: list[dt.date],
):
    settled_on, left_on = (end, None) if how == "settled_on" else (None, end)
    dates = Dates(due, warn, settled_on, left_on, due_at if due else None, settled_at)
    verdicts = {seen(dates, day) for day in days}
    assert len(verdicts) == 1
    assert not verdicts & {Verdict.OPEN, Verdict.SOON, Verdict.OVERDUE}


@given(st.sampled_from(["skarga", "wniosek"]), st.dates(dt.date(2012, 1, 1), dt.date(2039, 12, 31)), st.integers(0, 60))
def test_the_law_and_the_verdict_agree(kind: str, received_on: dt.date, later: int):
    due, settled_on = deadline(kind, received_on), received_on + dt.timedelta(days=later)
    dates = Dates(due.last_day, due.warn_on, settled_on=settled_on)
    assert (seen(dates, settled_on) is Verdict.ON_TIME) == (settled_on <= due.last_day)
