"""A table of two questions leaves the office only where none of its lines, and nothing beside it, is a small number."""

from __future__ import annotations

import pandas as pd

from analytics.measures.voice import PAIR_COLUMNS
from analytics.reports.paired import tables_told

Pairs = list[tuple[str, int, str, int, int]]
"""Question, overall rating, answer about settling, answer, how many."""


def told(pairs: Pairs, **answers: int | None) -> dict[tuple[str, str], bool]:
    frame = pd.DataFrame([("2026-10", None, *row) for row in pairs], columns=list(PAIR_COLUMNS))
    return {key: one.is_told for key, one in tables_told(frame, {"q1": 60, **answers}).items() if key[0] == "q4"}


def whole(pairs: Pairs) -> Pairs:
    """The overall ratings of the same people, each beside itself."""
    return [("q1", overall, settled, overall, n) for _question, overall, settled, _value, n in pairs] + pairs


WIDE: Pairs = [
    ("q4", 5, "yes", 5, 10), ("q4", 5, "no", 4, 10), ("q4", 3, "yes", 4, 10), ("q4", 3, "no", 5, 10),
    ("q4", 1, "yes", 5, 10), ("q4", 1, "no", 4, 10),
]  # fmt: skip


def test_where_every_line_has_ten_the_table_is_told() -> None:
    assert told(whole(WIDE), q4=60) == {("q4", ""): True, ("q4", "yes"): True}


def test_a_small_cell_is_told_as_the_distribution_of_its_line_a_small_line_is_not() -> None:
    cell = [*WIDE, ("q4", 5, "no", 5, 1)]
    assert told(whole(cell), q4=61) == {("q4", ""): True, ("q4", "yes"): True}
    line = [*WIDE, ("q4", 2, "no", 5, 9)]
    assert told(whole(line), q4=69) == {("q4", ""): False, ("q4", "yes"): False}


def test_what_is_left_of_all_without_the_settled_is_a_table_too() -> None:
    few = [row if row[1:3] != (1, "no") else (*row[:4], 9) for row in WIDE]
    assert told(whole(few), q4=59) == {("q4", ""): True, ("q4", "yes"): False}


def test_few_who_answered_only_one_of_the_two_close_it() -> None:
    only_overall = [("q1", 5, "yes", 5, 3)]
    assert told([*whole(WIDE), *only_overall], q4=60) == {("q4", ""): False, ("q4", "yes"): False}
    assert told([*whole(WIDE), ("q1", 5, "yes", 5, 10)], q4=60) == {("q4", ""): True, ("q4", "yes"): True}
    assert told(whole(WIDE), q4=66) == {("q4", ""): False, ("q4", "yes"): False}
    assert told(whole(WIDE), q4=None) == {("q4", ""): True, ("q4", "yes"): True}
    assert told([*whole(WIDE), ("q1", 5, "yes", 5, 3), ("q1", 5, "no", 5, 7)], q4=60) == {
        ("q4", ""): True, ("q4", "yes"): False,
    }  # fmt: skip


def test_without_any_answer_there_is_nothing_to_hide() -> None:
    assert told(whole([("q5", 5, "yes", 5, 60)])) == {("q4", ""): True, ("q4", "yes"): True}
