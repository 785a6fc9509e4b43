"""How many answers a rule left out: numbers that are decided like any other, so that one answer never stands alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Final

from analytics.frames.survey_grid import MarkedRow
from analytics.measures.result import WhyNot
from analytics.methods.release import MONTHS, Cell, View, counted, in_turn
from analytics.methods.suppression import MINIMUM_N, PUBLISHED_N
from analytics.reports.deciding import Audience
from surveys.rules.flags import CLEAN

COUNTED: Final = frozenset(CLEAN) - {""}
"""Marks that leave nothing out."""

RAW: Final = "raw"
"""All answers, counted or not: told where the number of those left out is, because it is the difference."""


@dataclass(frozen=True)
class Marks:
    """What is hidden of the answers left out: of ("department", key), ("mode", name), ("mark", name) and all, ROOT.

    ``counted``: times at which the number of answers that count although they bear a mark is hidden.
    """

    hidden: frozenset[Cell] = frozenset()
    small: frozenset[Cell] = frozenset()
    counted: frozenset[int] = frozenset()

    def why_not(self, part: Hashable, time: int) -> WhyNot | None:
        """Why the number of a part is hidden at a time; None where it is told."""
        if (part, time) not in self.hidden:
            return None
        return WhyNot.TOO_FEW if (part, time) in self.small else WhyNot.PROTECTS_OTHERS


def marks(rows: Sequence[MarkedRow], last: int, audience: Audience) -> Marks:
    """Return what is hidden of the answers that bear a mark, of a year up to its month ``last`` (0 to 11)."""
    fewest = MINIMUM_N if audience is Audience.STAFF else PUBLISHED_N
    left_out = [row for row in rows if row[3] not in CLEAN]
    views = [
        _view([((("department", str(row[1])),), row[0], row[4]) for row in left_out]),
        _view([((("mode", row[2]),), row[0], row[4]) for row in left_out]),
        _view([(tuple(("mark", one) for one in row[3].split()), row[0], row[4]) for row in left_out]),
    ]
    counts = counted(views)
    hidden = in_turn(views, last, fewest).hidden
    small = frozenset(cell for cell in hidden if 0 < counts.get(cell, 0) < fewest)
    beside = [_view([((), row[0], row[4]) for row in rows if row[3] in COUNTED])]
    return Marks(hidden, small, frozenset(time for _part, time in in_turn(beside, last, fewest).hidden))


def _view(rows: Sequence[tuple[tuple[tuple[str, str], ...], int, int]]) -> View:
    import numpy as np

    found: dict[tuple[tuple[str, str], ...], list[int]] = defaultdict(lambda: [0] * MONTHS)
    for leaf, month, n in rows:
        found[leaf][month - 1] += n
    leaves = tuple(sorted(found))
    return View(leaves, np.array([found[leaf] for leaf in leaves], dtype=np.int64).reshape(len(leaves), MONTHS))
