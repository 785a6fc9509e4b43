"""When a base is too small to show."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.suppression import hidden_parts, is_hidden, is_small_base


def test_five_answers_are_shown_and_four_are_not() -> None:
    assert [is_hidden(n) for n in (0, 1, 4, 5)] == [False, True, True, False]
    assert [is_small_base(n) for n in (4, 5, 29, 30)] == [False, True, True, False]


def test_a_lone_hidden_part_takes_the_next_smallest_with_it() -> None:
    assert hidden_parts({"a": 3, "b": 40, "c": 12}) == {"a", "c"}
    assert hidden_parts({"a": 3, "b": 2, "c": 12}) == {"a", "b"}
    assert hidden_parts({"a": 3, "b": 0}) == {"a"}
    assert hidden_parts({"a": 5, "b": 6}) == frozenset()


@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=12))
def test_no_hidden_part_is_the_total_less_the_shown_ones(parts: dict[int, int]) -> None:
    hidden = hidden_parts(parts)
    answered = [part for part, n in parts.items() if n]
    assert len(hidden) != 1 or len(answered) == 1
    assert all(part in hidden for part, n in parts.items() if 0 < n < 5)
