"""Who is told that a case is late, and on what occasion somebody is written to about a last day."""

from __future__ import annotations

import datetime as dt
import uuid
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.rules.reminding import Occasion, occasion
from complaints.rules.telling import Holder, told_of_lateness
from kernel.permissions import Role
from kernel.workdays import is_working_day, working_day_before

D = dt.date
HOME, DOOR = uuid.UUID(int=1), uuid.UUID(int=2)
HEAD, DEPUTY, OTHER, MAYOR, QUALITY, ADMIN, CLERK = (uuid.UUID(int=number) for number in range(10, 17))
ALL = (
    Holder(HEAD, Role.HEAD, HOME),
    Holder(DEPUTY, Role.HEAD, HOME),
    Holder(OTHER, Role.HEAD, DOOR),
    Holder(MAYOR, Role.HEAD),
    Holder(QUALITY, Role.QUALITY_OFFICER),
    Holder(ADMIN, Role.ADMINISTRATOR),
    Holder(CLERK, Role.CLERK),
)


@pytest.mark.parametrize(
    ("department", "about", "people", "stand_ins"),
    [
        (HOME, None, {HEAD, DEPUTY, QUALITY}, set()),
        (DOOR, None, {OTHER, QUALITY}, set()),
        (None, None, {MAYOR, QUALITY}, set()),
        (uuid.UUID(int=3), None, {MAYOR, QUALITY}, set()),
        (HOME, HEAD, {DEPUTY, QUALITY}, set()),
        (DOOR, OTHER, {MAYOR, QUALITY}, set()),
        (None, MAYOR, {QUALITY}, {ADMIN}),
        (HOME, QUALITY, {HEAD, DEPUTY}, set()),
    ],
)
def test_the_head_and_the_quality_officer_are_told_and_never_the_one_it_is_about(
    department: uuid.UUID | None, about: uuid.UUID | None, people: set[uuid.UUID], stand_ins: set[uuid.UUID]
):
    told = told_of_lateness(ALL, department, about)
    assert (set(told.people), set(told.stand_ins)) == (people, stand_ins)


def test_whoever_can_be_reached_at_all_somebody_is_told_if_there_is_a_head_quality_officer_or_administrator():
    for count in range(len(ALL) + 1):
        for holders in combinations(ALL, count):
            told = told_of_lateness(holders, HOME, None)
            heads = {one.person_id for one in holders if one.person_id in (HEAD, DEPUTY, MAYOR)}
            assert bool(told.stand_ins) == (not heads and ADMIN in {one.person_id for one in holders})
            assert told.all <= {one.person_id for one in holders} - {CLERK, OTHER}
            assert not told.people & told.stand_ins
            assert (QUALITY in told.people) == (QUALITY in {one.person_id for one in holders})


def test_an_administrator_who_is_the_quality_officer_too_is_told_as_that():
    both = (Holder(ADMIN, Role.ADMINISTRATOR), Holder(ADMIN, Role.QUALITY_OFFICER))
    assert told_of_lateness(both, HOME, None).people == {ADMIN}
    assert not told_of_lateness(both, HOME, None).stand_ins


# --- the occasion ---


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (D(2026, 12, 15), None),
        (D(2026, 12, 16), Occasion.WARNING),
        (D(2026, 12, 18), Occasion.WARNING),
        (D(2026, 12, 21), Occasion.LAST_DAY),
        (D(2026, 12, 22), Occasion.LATE),
    ],
)
def test_three_working_days_before_on_the_last_day_and_when_it_is_late(today: dt.date, said: Occasion | None):
    assert occasion(D(2026, 12, 16), D(2026, 12, 21), today, is_working_day) == said


def test_where_the_office_is_closed_on_the_last_day_the_reminder_comes_on_the_day_before_it_opens_last():
    def opens(day: dt.date) -> bool:
        return is_working_day(day) and day != D(2026, 12, 21)

    assert occasion(D(2026, 12, 16), D(2026, 12, 21), D(2026, 12, 17), opens) is Occasion.WARNING
    assert occasion(D(2026, 12, 16), D(2026, 12, 21), D(2026, 12, 18), opens) is Occasion.LAST_DAY


@given(st.dates(D(2012, 1, 1), D(2038, 1, 1)), st.integers(1, 10), st.sets(st.integers(0, 20), max_size=8))
def test_over_the_days_the_office_opens_there_is_one_last_day_and_late_never_comes_before_it(
    last: dt.date, warning_days: int, off: set[int]
):
    closed = {last - dt.timedelta(days=before) for before in off}
    warn_on = working_day_before(last, warning_days)

    def opens(day: dt.date) -> bool:
        return is_working_day(day) and day not in closed

    days = [warn_on + dt.timedelta(days=one) for one in range(-5, (last - warn_on).days + 10)]
    said = [occasion(warn_on, last, day, opens) for day in days if opens(day)]
    has_open_day = any(opens(day) for day in days if warn_on <= day <= last)
    assert said.count(Occasion.LAST_DAY) == int(has_open_day)
    order = [None, Occasion.WARNING, Occasion.LAST_DAY, Occasion.LATE]
    assert said == sorted(said, key=order.index)
