"""The tables made from columns say what the measures say of a frame, cell by cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.folders import write_files
from analytics.measures.cases import known_at
from analytics.measures.columns import NEVER, VALUE_SHIFT, About, Columns, as_files, read_columns
from analytics.measures.deadlines import compute
from analytics.measures.declaration import Unit
from analytics.measures.period import Month, Period
from analytics.measures.reduction import span
from analytics.measures.tables import answer_tables, case_tables
from kernel.clock import warsaw
from kernel.workdays import working_days_between
from tests.analytics.conftest import case, frame_of

DAY_ZERO, FIRST, MONTHS = dt.date(2025, 1, 1), Month(2026, 1), 10
TODAY = dt.date(2026, 11, 21)
DEPARTMENTS, KINDS = ("roads", "taxes", "schools"), ("skarga", "wniosek")
ABOUT = About(DAY_ZERO.isoformat(), (2026, 1), MONTHS, (TODAY - DAY_ZERO).days, 1, DEPARTMENTS, KINDS)


def some_cases(seed: int, count: int) -> pd.DataFrame:
    """Cases of all fates, also before the months, settled before they came, and still running."""
    draw, rows = np.random.default_rng(seed), []
    for _ in range(count):
        received = DAY_ZERO + dt.timedelta(days=int(draw.integers(200, 690)))
        due = received + dt.timedelta(days=int(draw.integers(7, 45)))
        end = received + dt.timedelta(days=int(draw.integers(-1, 60)))
        fate = draw.choice(["settled", "settled", "settled", "left", "open"])
        days = {"settled": {"settled": str(end)}, "left": {"left_day": str(end), "left_how": "transfer"}}.get(fate, {})
        place = {"department": str(draw.choice(DEPARTMENTS)), "kind": str(draw.choice(KINDS))}
        rows.append(case(str(received), None if draw.random() < 0.05 else str(due), **days, **place))
    return frame_of(*rows)


def columns_of(cases: pd.DataFrame) -> Columns:
    """The same cases as columns, as known on TODAY; answers one by one."""

    def days(name: str) -> np.ndarray:
        passed = (cases[name] - pd.Timestamp(DAY_ZERO)).dt.days
        return (
            passed.where(cases[name] <= pd.Timestamp(TODAY) if name in ("settled_day", "left_day") else passed.notna())
            .fillna(NEVER)
            .astype(np.uint16)
            .to_numpy()
        )

    is_known = (cases["received_day"] <= pd.Timestamp(TODAY)).to_numpy()
    numbers = {
        name: cases[name].map(list(known).index).astype(np.uint8).to_numpy()[is_known]
        for name, known in (("department", DEPARTMENTS), ("kind", KINDS))
    }
    received, due, settled, left = (days(f"{name}_day")[is_known] for name in ("received", "due", "settled", "left"))
    working = np.cumsum(
        [
            0,
            *(
                working_days_between(DAY_ZERO + dt.timedelta(days=at), DAY_ZERO + dt.timedelta(days=at + 1))
                for at in range(800)
            ),
        ]
    )
    answers = np.array(
        [2 | 5 << VALUE_SHIFT, 0 | 3 << VALUE_SHIFT, 0 | 0 << VALUE_SHIFT, 0 | 4 << VALUE_SHIFT], dtype=np.uint16
    )
    starts = np.array([0, 1, *[4] * (MONTHS - 1)])
    department, kind = (numbers[name].astype(np.uint8) for name in ("department", "kind"))
    return Columns(ABOUT, received, due, settled, left, department, kind, answers, starts, working.astype(np.int32))


def same(ours: float, theirs: float | None) -> bool:
    return bool(np.isnan(ours)) if theirs is None else ours == pytest.approx(theirs, abs=1e-9)


@pytest.mark.parametrize(("seed", "count"), [(1, 40), (2, 700)])
def test_every_cell_is_what_the_measures_say(seed: int, count: int, tmp_path: Path):
    cases = some_cases(seed, count)
    write_files(tmp_path, as_files(columns_of(cases)))
    tables, moment = case_tables(read_columns(tmp_path)), warsaw(2026, 11, 21, 10)
    known = known_at(cases, moment)
    for at, month in enumerate(FIRST.plus(number) for number in range(MONTHS)):
        period = Period.of(month)
        for place in np.ndindex(len(DEPARTMENTS), len(KINDS)):
            cell = (at, *place)
            mine = known[(known["department"] == DEPARTMENTS[place[0]]) & (known["kind"] == KINDS[place[1]])]
            flow = {
                "received": tables.received,
                "settled": tables.closed,
                "backlog": tables.backlog,
                "overdue": tables.overdue,
            }
            for key, table in flow.items():
                assert table[cell] == compute(key, mine, period).n, (key, cell)
            on_time = compute("on_time", mine, period)
            assert (tables.on_time_n[cell], tables.on_time_k[cell]) == (on_time.n, on_time.numerator)
            for ours, theirs in zip(
                (tables.share, tables.low, tables.high), (on_time.value, on_time.low, on_time.high), strict=True
            ):
                assert same(ours[cell], theirs), cell
            assert same(tables.median_working_days[cell], compute("median_working_days", mine, period).value), cell
            assert same(tables.p90_working_days[cell], compute("p90_working_days", mine, period).value), cell
            curve = span(mine, period, moment, Unit.DAYS).curve
            assert same(tables.median_with_open[cell], curve.median().value if curve.n else None), cell


def test_answers_are_counted_by_month_and_department_without_what_does_not_apply():
    tables = answer_tables(columns_of(some_cases(3, 5)))
    assert tables.n[:2].tolist() == [[0, 0, 1], [2, 0, 0]]
    assert tables.counts[1, 0].tolist() == [0, 0, 1, 1, 0]
    assert (tables.csat[1, 0], tables.mean[1, 0]) == (0.5, 3.5)
    assert np.isnan(tables.csat[1, 1])
