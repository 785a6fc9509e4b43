"""A frame as arrays: taken out once, forgotten with the frame, and saying what the frame says."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pandas as pd
import pytest

from analytics.measures import arrays as room
from analytics.measures.arrays import arrays, part_of
from analytics.measures.cases import known_at
from analytics.measures.declaration import Unit
from analytics.measures.durations import lasted
from kernel.workdays import OutsideCalendar
from tests.analytics.conftest import AS_OF, case, frame_of


def three_cases() -> pd.DataFrame:
    return known_at(
        frame_of(
            case("2026-10-01", "2026-10-31", "2026-10-09", outcome="zasadna"),
            case("2026-10-02", "2026-11-02", department="taxes", outcome="bezzasadna"),
            case("2026-10-03", None, "2026-10-01", department=None),
        ),
        AS_OF,
    )


def test_a_frame_has_one_set_of_arrays_that_goes_with_it() -> None:
    known = three_cases()
    held, gone = arrays(known), weakref.ref(known)
    assert arrays(known) is held
    assert arrays(known[[True, True, True]]) is not held
    place = id(known)
    del known
    gc.collect()
    assert gone() is None
    found = room._TAKEN.get(place)
    assert found is None or found[0]() is not None
    with pytest.raises(ReferenceError):
        held.days("due_day")


def test_a_missing_code_is_one_of_none_only() -> None:
    known = three_cases()
    assert list(arrays(known).is_one_of("department", ("roads", "taxes"))) == [True, True, False]
    assert list(arrays(known).is_one_of("department", ("",))) == [False, False, True]
    assert list(arrays(known).is_one_of("outcome", ("zasadna", ""))) == [True, False, True]


@pytest.mark.parametrize("missing", [None, float("nan")])
def test_parts_of_a_frame_are_its_rows_each_once(missing: object) -> None:
    known = pd.DataFrame({"id": ["1", "2", "3"], "department": pd.Series(["roads", missing, "taxes"], dtype=object)})
    parts = [part_of(known, "department", one) for one in ("roads", "taxes", "")]
    assert [list(part["id"]) for part in parts] == [["1"], ["3"], ["2"]]
    assert part_of(known, "department", "roads") is parts[0]
    assert list(part_of(known, "department", "taxes", "roads")["id"]) == ["1", "3"]


def test_a_missing_day_is_neither_before_nor_after() -> None:
    known = three_cases()
    held = arrays(known)
    day = np.datetime64("2026-10-31")
    assert list(held.has_day("due_day")) == [True, True, False]
    assert not ((held.days("due_day") <= day) | (held.days("due_day") > day))[2]


def test_working_days_are_counted_for_all_cases_at_once() -> None:
    found = lasted(three_cases(), Unit.WORKING_DAYS)
    assert list(found[[0, 2]]) == [6, -2]
    assert np.isnan(found[1])
    assert len(lasted(three_cases().iloc[:0], Unit.WORKING_DAYS)) == 0


def test_a_day_outside_the_calendar_is_refused() -> None:
    known = known_at(frame_of(case("1980-01-01", "1980-02-01", "1980-01-05")), AS_OF)
    with pytest.raises(OutsideCalendar):
        lasted(known, Unit.WORKING_DAYS)
