"""A case is on time for the figures exactly when it is on time for the page of the case."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.cases import known_at
from complaints.rules.verdicts import Dates, Verdict, verdict
from kernel.clock import local_day
from tests.analytics.conftest import AS_OF, case, frame_of

days = st.dates(dt.date(2026, 10, 1), local_day(AS_OF))


@given(days, st.none() | days, st.none() | days)
def test_legal_cases_have_one_verdict(due: dt.date, settled: dt.date | None, left: dt.date | None) -> None:
    left = None if settled else left
    facts = {"left_day": left.isoformat() if left else None}
    row = known_at(
        frame_of(case("2026-09-01", due.isoformat(), settled.isoformat() if settled else None, **facts)), AS_OF
    )
    told = verdict(Dates(due, settled_on=settled, left_on=left), local_day(AS_OF), AS_OF)
    assert bool(row["is_on_time"][0]) == (told is Verdict.ON_TIME)
    assert bool(row["left_in_time"][0]) == (told is Verdict.LEFT)
    late = bool(row["is_due"][0] and not row["is_on_time"][0] and not row["left_in_time"][0])
    assert late == (told in (Verdict.LATE, Verdict.OVERDUE)) or not row["is_due"][0]


@given(st.integers(-100, 100))
def test_imported_cases_have_one_verdict(minutes: int) -> None:
    due = AS_OF - dt.timedelta(hours=3)
    settled = due + dt.timedelta(minutes=minutes)
    facts = {"kind": "sprawa", "due_at": due, "settled_at": settled, "received_at": due - dt.timedelta(days=1)}
    row = known_at(frame_of(case("2026-11-20", "2026-11-21", "2026-11-21", **facts)), AS_OF)
    told = verdict(Dates(None, due_at=due, settled_at=settled), local_day(AS_OF), AS_OF)
    assert bool(row["is_on_time"][0]) == (told is Verdict.ON_TIME)
