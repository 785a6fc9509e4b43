"""Comments and their themes as far as they may be told. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from analytics.frames.comments import Cell, ThemeCounts, Words
from analytics.measures.period import Month
from analytics.methods.suppression import MINIMUM_N, hidden_parts

NO_THEME: Final = uuid.UUID(int=0)
"""In place of a theme: comments that have none. No theme has this key."""

COLUMNS: Final = ("period", "department", "theme", "comments", "n", "suppressed")


@dataclass(frozen=True)
class ThemeLine:
    """A theme of a department in a month: ``count`` of ``n`` comments; None where it is hidden."""

    month: Month
    department: uuid.UUID
    theme: uuid.UUID
    count: int | None
    n: int | None


def told_comments(found: Sequence[Words]) -> Sequence[Words] | None:
    """The comments of a month and department, None where they are fewer than the minimum.

    None looks the same whether there is none or a few: that there is one at all may tell who wrote it.
    """
    return found if len(found) >= MINIMUM_N else None


def theme_lines(counted: Mapping[Cell, ThemeCounts]) -> list[ThemeLine]:
    """The themes of every month and department.

    A department with fewer comments than the minimum has no line at all. Its small themes are hidden, and the next
    smallest with them where the number of comments less the others would give them back (secondary suppression). No
    totals over departments or months are told, so nothing is found by subtracting across them.
    """
    lines: list[ThemeLine] = []
    for (month, department), counts in counted.items():
        if counts.n < MINIMUM_N:
            continue
        parts = {**counts.themes, **({NO_THEME: counts.without} if counts.without else {})}
        hidden = hidden_parts(dict(sorted(parts.items(), key=lambda item: str(item[0]))))
        lines += [
            ThemeLine(month, department, theme, None if theme in hidden else count, counts.n)
            for theme, count in parts.items()
        ]
    return lines


def theme_rows(
    lines: Sequence[ThemeLine], departments: Mapping[uuid.UUID, str], themes: Mapping[uuid.UUID, str]
) -> list[tuple[str, ...]]:
    """The lines as rows of a file; a hidden count is empty."""
    return [
        (
            str(line.month),
            departments.get(line.department, ""),
            themes.get(line.theme, ""),
            "" if line.count is None else str(line.count),
            str(line.n),
            str(line.count is None).lower(),
        )
        for line in lines
    ]
