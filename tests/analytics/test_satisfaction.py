"""Survey figures on counts one can check by hand."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.measures.period import Month, Period
from analytics.measures.result import WhyNot
from analytics.measures.satisfaction import ANSWER_COLUMNS, base, by_department, choices, of_month, survey, tally

MONTH = Month(2026, 10)
OCTOBER = Period.of(MONTH)


def answers(*rows: tuple[str | None, str, int | str, int], clean: bool = True) -> pd.DataFrame:
    """Counts of answers: department, question, value or code, how many."""
    listed = [
        (str(MONTH), department, question, *((answer, None) if isinstance(answer, int) else (None, answer)), clean, n)
        for department, question, answer, n in rows
    ]
    return pd.DataFrame(listed, columns=list(ANSWER_COLUMNS))


def test_csat_is_the_share_of_fours_and_fives_with_its_wilson_interval() -> None:
    frame = answers(("a", "q1", 1, 1), ("a", "q1", 3, 2), ("a", "q1", 4, 10), ("b", "q1", 5, 7))
    result = survey("csat", frame, OCTOBER)
    assert (result.numerator, result.n) == (17, 20)
    assert result.value == pytest.approx(0.85)
    assert result.low is not None
    assert result.low < 0.85
    assert survey("csat_neutral", frame, OCTOBER).numerator == 2
    assert survey("csat_low", frame, OCTOBER).numerator == 1
    assert survey("csat_mean", frame, OCTOBER).value == pytest.approx((1 + 6 + 40 + 35) / 20)
    assert tally(frame, "q1").shares == pytest.approx((0.05, 0, 0.1, 0.5, 0.35))


def test_skipped_not_applicable_and_flagged_answers_are_outside_the_base() -> None:
    clean = answers(("a", "q4", 5, 8), ("a", "q4", "na", 3), ("a", "q4", 9, 2))
    frame = pd.concat([clean, answers(("a", "q4", 1, 4), clean=False)])
    assert tally(frame, "q4").counts == (0, 0, 0, 0, 8)
    result = survey("csat", frame, OCTOBER, question="q4")
    assert (result.n, result.beside) == (8, {"not_applicable": 3, "flagged": 4})


def test_settled_at_once_is_over_the_three_answers() -> None:
    frame = answers(("a", "q2", "yes", 6), ("a", "q2", "in_progress", 3), ("a", "q2", "no", 1), ("a", "q2", "na", 5))
    assert choices(frame, "q2") == {"yes": 6, "in_progress": 3, "no": 1}
    assert survey("settled_at_once", frame, OCTOBER).value == pytest.approx(0.6)
    assert base(frame, "q2") == 10


def test_fewer_than_five_answers_show_nothing_at_all() -> None:
    result = survey("csat", answers(("a", "q1", 5, 4)), OCTOBER)
    assert (result.n, result.numerator, result.value, result.why_not) == (None, None, None, WhyNot.TOO_FEW)
    assert result.is_suppressed
    assert survey("csat", answers(("a", "q1", 5, 5)), OCTOBER).has_small_base
    assert survey("csat", answers(), OCTOBER).why_not is WhyNot.NOBODY


def test_a_lone_small_department_takes_the_next_smallest_with_it() -> None:
    frame = answers(("a", "q1", 5, 3), ("b", "q1", 4, 12), ("c", "q1", 4, 50))
    found = by_department("csat", frame, OCTOBER, ["a", "b", "c", "d"])
    assert {part: result.why_not for part, result in found.items()} == {
        "a": WhyNot.TOO_FEW,
        "b": WhyNot.PROTECTS_OTHERS,
        "c": None,
        "d": WhyNot.NOBODY,
        "": WhyNot.NOBODY,
    }
    assert found["b"].n is None


def test_answers_without_a_department_are_a_part_of_the_whole_too() -> None:
    found = by_department("csat", answers((None, "q1", 5, 2), ("b", "q1", 4, 12)), OCTOBER, ["b"])
    assert found["b"].why_not is WhyNot.PROTECTS_OTHERS


def test_counts_of_another_month_are_not_this_month_s() -> None:
    assert len(of_month(answers(("a", "q1", 5, 9)), MONTH.plus(1))) == 0


counts = st.lists(
    st.tuples(st.sampled_from("abcde"), st.just("q1"), st.integers(1, 5), st.integers(1, 30)), max_size=25
)


@given(counts)
def test_no_department_can_be_had_from_the_total_and_the_shown_ones(rows: list[tuple[str, str, int, int]]) -> None:
    frame = answers(*rows)
    found = by_department("csat", frame, OCTOBER, list("abcde"))
    answered = [part for part in "abcde" if base(frame[frame["department"] == part], "q1")]
    hidden = [part for part, result in found.items() if result.is_suppressed]
    assert len(hidden) != 1 or len(answered) == 1
    for result in found.values():
        assert not result.is_suppressed or (result.n, result.numerator, result.low) == (None, None, None)
