"""docs/security.md: every requirement of ASVS 5.0, levels 1 and 2, stands there once; every named test is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
PAPER: Final = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS: Final = re.findall(r"^\| ([0-9][0-9.\-]*) \| (.*?) \| (.*?) \| (.*?) \| (.*?) \|$", PAPER, re.MULTILINE)
NAMED: Final = sorted(set(re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", PAPER)))

ASKED: Final = {
    1: (2, 9, 11, 3, 2), 2: (3, 3, 4, 1), 3: (0, 2, 4, 6, 5, 0, 2), 4: (3, 1, 2, 4), 5: (1, 3, 2, 3),
    6: (3, 12, 4, 4, 5, 3, 0, 4), 7: (3, 4, 2, 5, 2, 2), 8: (2, 3, 1, 1), 9: (3, 4), 10: (2, 2, 4, 11, 5, 2, 3),
    11: (2, 3, 3, 4, 1, 1), 12: (3, 2, 4), 13: (1, 5, 2, 5), 14: (2, 4, 3), 15: (3, 3, 7), 16: (1, 5, 4, 3, 3),
    17: (1, 4, 2),
}  # fmt: skip
"""How many requirements of levels 1 and 2 each section has; within a section they come before those of level 3."""


def ids(cell: str) -> list[str]:
    """``1.4.1-1.4.3`` as three."""
    first, _dash, last = cell.partition("-")
    section, number = first.rsplit(".", 1)
    return [f"{section}.{one}" for one in range(int(number), int((last or first).rsplit(".", 1)[1]) + 1)]


def test_every_requirement_of_both_levels_stands_there_once():
    asked = [
        f"{chapter}.{section}.{number}"
        for chapter, counts in ASKED.items()
        for section, count in enumerate(counts, 1)
        for number in range(1, count + 1)
    ]
    assert len(asked) == 253
    assert Counter(one for row in ROWS for one in ids(row[0])) == Counter(asked)


def test_every_row_has_a_state_and_says_how():
    assert {row[2] for row in ROWS} == {"met", "partly", "gap", "n/a"}
    assert [row[0] for row in ROWS if not row[3].strip() and not row[4].strip()] == []


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_named_test_is_there(file: str, name: str):
    assert re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_tests_are_named():
    assert len(NAMED) > 80
