"""Counted tables: they say what the rows say, whatever was sealed, flagged or put right in between."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Subquery, func, select, update
from sqlalchemy.orm import Session

from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM
from surveys.actions import seal_responses, submit_response
from surveys.counting import recount, set_flags, uncounted
from surveys.models import AnswerCount, HourCount, Response, ResponseCount
from surveys.queries.counts import answer_counts, hour_counts, response_counts
from tests.cast import FoundedOffice
from tests.surveys.filling import ALL, filled


def given(session: Session, clock: FixedClock, at: dt.datetime, **other: object) -> Response:
    typed = filled(session, **other)
    submit_response(session, clock, SYSTEM, typed, at)
    return session.get_one(Response, typed.submission_id)


def total(session: Session, counts: Subquery) -> int:
    return session.scalar(select(func.coalesce(func.sum(counts.c.n), 0))) or 0


def totals(session: Session) -> tuple[int, int, int]:
    return total(session, response_counts()), total(session, answer_counts()), total(session, hour_counts())


def test_what_waits_and_what_is_sealed_are_counted_once(office: FoundedOffice, session: Session, clock: FixedClock):
    at = warsaw(2026, 11, 20, 9)
    for _ in range(3):
        given(session, clock, at)
    given(session, clock, at, mode="paper")
    answers = len(ALL)
    assert totals(session) == (4, 4 * answers, 3 * answers)  # paper tells no hour
    seal_responses(session, clock, SYSTEM)
    given(session, clock, at)
    assert totals(session) == (5, 5 * answers, 4 * answers)
    assert session.scalar(select(func.sum(ResponseCount.n))) == 4
    assert list(uncounted(session)) == []


def test_a_flag_moves_a_response_to_other_counts_and_back(office: FoundedOffice, session: Session, clock: FixedClock):
    one = given(session, clock, warsaw(2026, 11, 20, 9))
    seal_responses(session, clock, SYSTEM)
    set_flags(session, "burst", [one.id])
    assert dict(session.execute(select(ResponseCount.flags, ResponseCount.n)).all()) == {"burst": 1}
    assert set(session.scalars(select(AnswerCount.is_clean))) == {False}
    assert session.scalar(select(func.count()).select_from(HourCount)) == 0
    assert list(uncounted(session)) == []
    set_flags(session, "", [one.id])
    assert set(session.scalars(select(AnswerCount.is_clean))) == {True}
    assert list(uncounted(session)) == []


def test_a_form_somebody_left_counts_for_what_it_answers(office: FoundedOffice, session: Session, clock: FixedClock):
    one = given(session, clock, warsaw(2026, 11, 20, 9), mode="kiosk_full")
    set_flags(session, "partial", [one.id])
    for _half in ("waiting", "sealed"):
        assert set(session.scalars(select(answer_counts().c.is_clean))) == {True}
        assert totals(session) == (1, len(ALL), len(ALL))
        seal_responses(session, clock, SYSTEM)
    set_flags(session, "partial test_mode", [one.id])
    assert set(session.scalars(select(AnswerCount.is_clean))) == {False}
    assert list(uncounted(session)) == []


def test_a_table_that_counts_wrong_is_named_and_counted_again(
    office: FoundedOffice, session: Session, clock: FixedClock
):
    given(session, clock, warsaw(2026, 11, 20, 9))
    seal_responses(session, clock, SYSTEM)
    session.execute(update(AnswerCount).where(AnswerCount.question == "q1").values(n=2))
    assert list(uncounted(session)) == ["survey_answer_count"]
    recount(session)
    assert list(uncounted(session)) == []


def test_day_and_hour_are_those_of_warsaw_in_summer_in_winter_and_in_the_night_between(
    office: FoundedOffice, session: Session, clock: FixedClock
):
    moments = {
        dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC): (dt.date(2026, 7, 2), 0),
        dt.datetime(2026, 1, 1, 22, 30, tzinfo=dt.UTC): (dt.date(2026, 1, 1), 23),
        dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC): (dt.date(2026, 10, 25), 2),
        dt.datetime(2026, 10, 25, 1, 30, tzinfo=dt.UTC): (dt.date(2026, 10, 25), 2),
    }
    for at, (day, hour) in moments.items():
        one = given(session, clock, at)
        session.refresh(one)
        assert (one.local_on, one.local_hour) == (day, hour)
    seal_responses(session, clock, SYSTEM)
    found = session.execute(
        select(HourCount.month, HourCount.weekday, HourCount.hour, func.sum(HourCount.n))
        .where(HourCount.question == "q1")
        .group_by(HourCount.month, HourCount.weekday, HourCount.hour)
    )
    assert sorted(tuple(row) for row in found) == [(202601, 3, 23, 1), (202607, 3, 0, 1), (202610, 6, 2, 2)]
