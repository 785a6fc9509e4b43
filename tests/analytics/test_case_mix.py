"""Two spans under the baseline's mix of cases."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.change_words import alone, group_name
from analytics.measures.case_mix import CaseMix, case_mix
from analytics.measures.cases import known_at
from analytics.measures.period import Month, Period
from analytics.measures.reduction import reduction
from tests.analytics.conftest import AS_OF, case, frame_of

BASE, NOW = Period.of(Month(2026, 3)), Period.of(Month(2026, 6))


def cases(month: int, department: str, *lasted: int, **other: Any) -> list[dict[str, Any]]:
    due = f"2026-{month:02d}-20"
    return [
        case(f"2026-{month:02d}-01", due, f"2026-{month:02d}-{1 + days:02d}", department=department, **other)
        for days in lasted
    ]


def compared(*rows: dict[str, Any]) -> CaseMix:
    return case_mix(known_at(frame_of(*rows), AS_OF), NOW, BASE, AS_OF)


QUICK, SLOW = tuple(range(1, 10)), tuple(range(20, 29))


def test_what_the_mix_alone_made_shorter_is_not_shorter_under_the_same_mix() -> None:
    rows = [
        *cases(3, "roads", *QUICK), *cases(3, "taxes", *SLOW, *SLOW, *SLOW),
        *cases(6, "roads", *QUICK, *QUICK, *QUICK), *cases(6, "taxes", *SLOW),
    ]  # fmt: skip
    known = known_at(frame_of(*rows), AS_OF)
    assert reduction(known, NOW, BASE, AS_OF).is_demonstrated
    found = case_mix(known, NOW, BASE, AS_OF)
    assert found.medians.now == found.medians.base
    assert found.medians.difference is not None
    assert not found.medians.difference.is_demonstrated
    assert (found.mix.covered, found.is_covered) == (1.0, True)
    assert found.on_time is not None
    assert found.base_on_time is not None
    assert found.on_time.value == found.base_on_time.value == pytest.approx(0.25)
    assert found.on_time_difference is not None
    assert not found.on_time_difference.is_demonstrated


def test_groups_with_too_few_cases_on_one_side_are_named_and_left_out() -> None:
    found = compared(
        *cases(3, "roads", *QUICK), *cases(3, "taxes", 5, 6, 7, 8, 9), *cases(6, "roads", *QUICK),
        *cases(6, "taxes", 4, 5), *cases(6, "parks", *QUICK),
    )  # fmt: skip
    assert found.by == ("kind",), "by department only 9 of 14 cases of the baseline would be covered"
    assert found.sizes == {("skarga",): (20, 14)}
    small = compared(*cases(3, "roads", 1, 2, 3), *cases(6, "roads", *QUICK))
    assert (small.mix.common, small.medians, small.on_time) == ((), (None, None, None), None)


def test_a_coarser_mix_is_taken_where_the_finer_one_leaves_out_too_much() -> None:
    topics = [cases(month, "roads", *QUICK, topic=topic) for month in (3, 6) for topic in ("noise", "light")]
    found = compared(*(row for rows in topics for row in rows))
    assert found.by == ("department", "kind", "topic")
    assert sorted(found.sizes) == [("roads", "skarga", "light"), ("roads", "skarga", "noise")]
    single = [cases(month, "roads", number, topic=f"t{number}") for month in (3, 6) for number in QUICK]
    assert compared(*(row for rows in single for row in rows)).by == ("department", "kind")
    assert compared(*cases(3, "roads", *QUICK), *cases(6, "roads", *QUICK)).by == ("department", "kind")


def test_empty_spans_have_no_mix() -> None:
    found = compared()
    assert (found.mix.common, found.sizes, found.is_covered) == ((), {}, False)


@pytest.mark.usefixtures("speaking")
def test_groups_without_counterpart_bear_the_names_of_the_office() -> None:
    found = compared(
        *cases(3, "roads", *QUICK, *QUICK), *cases(6, "roads", *QUICK), *cases(3, "taxes", 5, 6), *cases(6, "parks", 3)
    )
    rows = alone(found, {"taxes": "Wydział Podatków"})
    assert [(one.name, one.now, one.base) for one in rows] == [
        ("Wydział Podatków · skarga", 0, 2),
        ("parks · skarga", 1, 0),
    ]
    assert group_name(("", "wniosek", ""), ("department", "kind", "topic"), {}) == (
        "bez wydziału · wniosek · przedmiot nieustalony"
    )
