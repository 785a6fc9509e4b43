"""An attacker with a linear program: what is shown are equations, and each hidden cell is narrowed as far as it goes.

He knows which leaves have answers at all in which month, that nothing is negative, and that a hidden cell is not empty.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from analytics.methods.release import MONTHS, ROOT, TIMES, Cell, Least, View, months_in, quarter_to


def narrowest_of_all(views: Sequence[View], told: AbstractSet[tuple[Hashable, int]], minimum: int) -> float:
    """The same where several publications told cells, among them those up to a month: everything else is hidden."""
    every = range(quarter_to(MONTHS))
    sums, _values = _cells(views, knows_which=True, times=every)
    return narrowest(views, frozenset(cell for cell in sums if cell not in told), minimum, times=every)


def least_slack(views: Sequence[View], hidden: frozenset[Cell], least: Least) -> float:
    """By how much the interval of the hidden cell narrowed most is wider than the minimum of its part."""
    kinds = {least(part) for view in views for leaf in view.leaves for part in (ROOT, *leaf)}

    def slack(minimum: int) -> float:
        return narrowest(views, hidden, minimum, of=lambda part: least(part) == minimum) - minimum

    return min(map(slack, kinds))


def narrowest(
    views: Sequence[View],
    hidden: frozenset[tuple[Hashable, int]],
    minimum: int,
    *,
    knows_which: bool = True,
    times: Sequence[int] = range(TIMES),
    of: Callable[[Hashable], bool] = lambda _part: True,
) -> float:
    """The width of the interval of the hidden cell below the minimum that is narrowed most; infinite without any.

    ``knows_which``: whether he knows which cells are empty; where hidden ones are not listed he does not.
    """
    sums, values = _cells(views, knows_which=knows_which, times=times)
    shown = [cell for cell in sums if cell not in hidden and (knows_which or values[cell])]
    kept = [cell for cell in sums if cell in hidden]
    listed = kept if knows_which else []
    columns = sum(len(view.leaves) * MONTHS for view in views)
    right = [float(values[cell]) for cell in shown for _row in sums[cell]]
    ties = [{**one, **dict.fromkeys(other, -1.0)} for cell in kept for one, other in _pairs(sums[cell])]
    matrix = _matrix([row for cell in shown for row in sums[cell]] + ties, columns)
    target = np.array(right + [0.0] * len(ties))
    known = np.concatenate([np.asarray(view.counts).ravel() for view in views])
    bounds = [(0, None if count or not knows_which else 0) for count in known]
    at_least = _matrix([dict.fromkeys(row, -1.0) for cell in listed for row in sums[cell]], columns)
    floor = -np.ones(at_least.shape[0])
    width = np.inf
    for cell in kept:
        if not 0 < values[cell] < minimum or not of(cell[0]):
            continue
        aim = np.zeros(columns)
        aim[list(sums[cell][0])] = 1.0
        ends = [linprog(sign * aim, at_least, floor, matrix, target, bounds, method="highs") for sign in (1.0, -1.0)]
        if ends[1].status in (3, 4):  # it could be any number
            continue
        assert ends[0].status == ends[1].status == 0, (ends[0].message, ends[1].message)
        width = min(width, -ends[1].fun - ends[0].fun)
    return float(width)


def _cells(
    views: Sequence[View], *, knows_which: bool, times: Sequence[int]
) -> tuple[dict[tuple[Hashable, int], list[dict[int, float]]], dict[tuple[Hashable, int], int]]:
    """Every cell as sums over the unknowns, one for each view it stands in, and what it is; empty cells are known."""
    sums: dict[tuple[Hashable, int], list[dict[int, float]]] = {}
    values: dict[tuple[Hashable, int], int] = {}
    start = 0
    for view in views:
        counts = np.asarray(view.counts).reshape(len(view.leaves), MONTHS)
        for part in (ROOT, *dict.fromkeys(part for leaf in view.leaves for part in leaf)):
            rows = [number for number, leaf in enumerate(view.leaves) if part in (ROOT, *leaf)]
            for time in times:
                held = [
                    (row, month) for row in rows for month in months_in(time) if counts[row, month] or not knows_which
                ]
                if held:
                    where = {start + row * MONTHS + month: 1.0 for row, month in held}
                    sums.setdefault((part, time), []).append(where)
                    values[part, time] = int(sum(counts[at] for at in held))
        start += len(view.leaves) * MONTHS
    return sums, values


def _pairs(rows: list[dict[int, float]]) -> list[tuple[dict[int, float], dict[int, float]]]:
    """A hidden cell that stands in several views is the same number in each."""
    return [(rows[0], other) for other in rows[1:]]


def _matrix(rows: list[dict[int, float]], columns: int) -> csr_matrix:
    places = [(number, at, value) for number, row in enumerate(rows) for at, value in row.items()]
    if not places:
        return csr_matrix((0, columns))
    down, across, values = zip(*places, strict=True)
    return csr_matrix((values, (down, across)), shape=(len(rows), columns))
