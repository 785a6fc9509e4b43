"""When a base is too small to show."""

from hypothesis import given
from hypothesis import strategies as st

from analytics.methods.suppression import hidden_cells, hidden_parts, is_hidden, is_small_base


def test_five_answers_are_shown_and_four_are_not() -> None:
    assert [is_hidden(n) for n in (0, 1, 4, 5)] == [False, True, True, False]
    assert [is_small_base(n) for n in (4, 5, 29, 30)] == [False, True, True, False]


def test_a_lone_hidden_part_takes_the_next_smallest_with_it() -> None:
    assert hidden_parts({"a": 3, "b": 40, "c": 12}) == {"a", "c"}
    assert hidden_parts({"a": 3, "b": 2, "c": 12}) == {"a", "b"}
    assert hidden_parts({"a": 3, "b": 0}) == {"a"}
    assert hidden_parts({"a": 5, "b": 6}) == frozenset()


def test_hidden_parts_that_are_few_together_take_another_with_them() -> None:
    assert hidden_parts({"a": 1, "b": 2, "c": 12, "d": 30}) == {"a", "b", "c"}
    assert hidden_parts({"a": 1, "b": 1}) == {"a", "b"}
    assert hidden_parts({"a": 9, "b": 7, "c": 30}, already={"c"}) == {"c", "b"}


def test_rows_and_columns_are_hidden_together() -> None:
    cells = {
        ("a", "qr"): 40,
        ("a", "paper"): 3,
        ("b", "qr"): 30,
        ("b", "paper"): 10,
        ("c", "qr"): 9,
        ("c", "paper"): 20,
    }
    hidden = hidden_cells(cells)
    assert ("a", "paper") in hidden
    for axis in (0, 1):
        for line in {place[axis] for place in cells}:
            assert len([place for place in hidden if place[axis] == line]) != 1


@given(st.dictionaries(st.integers(), st.integers(0, 40), max_size=12))
def test_no_hidden_part_is_the_total_less_the_shown_ones(parts: dict[int, int]) -> None:
    hidden = hidden_parts(parts)
    answered = [part for part, n in parts.items() if n]
    assert len(hidden) != 1 or len(answered) == 1
    assert all(part in hidden for part, n in parts.items() if 0 < n < 5)
