"""The pack's tables of all months at once, from columns: by month, department and kind, or by month and department.

They say what ``deadlines.compute`` and ``satisfaction.survey`` say of a frame (a test compares them cell by cell), for
a million cases in a blink: every count is one pass over a column, quantiles and curves are read off one sorted column.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.measures.columns import NEVER, VALUE_SHIFT, Columns
from analytics.methods.interval import Z95
from analytics.methods.survival import TOLERANCE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Counts = npt.NDArray[np.int64]
    Keys = npt.NDArray[np.int32]

BITS: Final = 11
"""Of a sorted key: days that something took, at most 2,047; what took longer counts as that long in the sorting, and a
quantile that falls among them is not given (NaN)."""

LONGEST: Final = 2**BITS - 1


@dataclass(frozen=True, eq=False)
class CaseTables:
    """Arrays of (month, department, kind); NaN where a figure has no value.

    ``on_time_n``: of these the share; it is NaN while last days of the month are still to come (``waiting``).
    """

    received: Counts
    closed: Counts
    on_time_n: Counts
    on_time_k: Counts
    waiting: Counts
    share: Floats
    low: Floats
    high: Floats
    median_working_days: Floats
    p90_working_days: Floats
    backlog: Counts
    overdue: Counts
    median_with_open: Floats


@dataclass(frozen=True, eq=False)
class AnswerTables:
    """Arrays of (month, department), ``counts`` with the answers 1 to 5 as a third axis. Nothing is withheld here."""

    counts: Counts
    n: Counts
    csat: Floats
    mean: Floats


class _Groups:
    """Cases by month, department and kind; the month is that of whichever day is asked about."""

    def __init__(self, columns: Columns) -> None:
        import numpy as np

        about, starts = columns.about, columns.about.month_starts()
        self.shape = (about.months, len(about.departments), len(about.kinds))
        self.cells = self.shape[1] * self.shape[2]
        self.size = self.shape[0] * self.cells
        month_of = np.full(NEVER + 1, about.months + 1, dtype=np.int32)
        month_of[: starts[-1]] = np.searchsorted(starts, np.arange(starts[-1]), side="right")
        self._row_of = month_of * self.cells  # row 0 is before the first month, the last one after all or never
        self._cell = columns.department.astype(np.int32) * len(about.kinds) + columns.kind

    def key(self, days: npt.NDArray[np.uint16]) -> Keys:
        """Month of the day, department and kind as one number; a row before and one behind the months."""
        found: Keys = self._row_of[days] + self._cell
        return found

    def counted(self, keys: Keys) -> Counts:
        """How many of each, without what lies outside the months."""
        return self.within(self.rows(keys))

    def rows(self, keys: Keys) -> Counts:
        """The same with the row before and the one behind."""
        import numpy as np

        return np.bincount(keys, minlength=self.size + 2 * self.cells).reshape(-1, self.cells)

    def within(self, rows: Counts) -> Counts:
        """The months alone, in the shape of the tables."""
        return rows[1:-1].reshape(self.shape)

    def place(self, keys: Keys) -> Keys:
        """Keys counted from the first month on."""
        return keys - self.cells


def case_tables(columns: Columns) -> CaseTables:
    """Return the tables of all cases, as known on the day of the columns."""
    import numpy as np

    groups = _Groups(columns)
    received, due, settled = np.asarray(columns.received), np.asarray(columns.due), np.asarray(columns.settled)
    left = np.where(settled == NEVER, columns.left, NEVER).astype(np.uint16)
    ended = np.minimum(settled, left)
    of_received, of_due, of_settled = groups.key(received), groups.key(due), groups.key(settled)
    is_judged = ~(left <= due) | (left == NEVER)
    has_passed = due < columns.about.as_of
    on_time_n = groups.counted(of_due[is_judged & has_passed])
    on_time_k = groups.counted(of_due[is_judged & has_passed & (settled <= due)])
    waiting = groups.counted(of_due[is_judged & ~has_passed])
    share, low, high = _wilson(on_time_k, on_time_n, waiting == 0)
    came = groups.rows(of_received).cumsum(axis=0)
    gone = groups.rows(groups.key(ended)).cumsum(axis=0)
    fell_due, over = (groups.rows(groups.key(days)).cumsum(axis=0) for days in (due, np.maximum(due, ended)))
    took = columns.working[np.where(settled == NEVER, received, settled)] - columns.working[received]
    median, p90 = _quantiles(groups, of_settled, took, (settled != NEVER) & (settled >= received))
    return CaseTables(
        groups.counted(of_received), groups.counted(of_settled), on_time_n, on_time_k, waiting, share, low, high,
        median, p90, groups.within(came - gone), groups.within(fell_due - over),
        _medians_with_open(groups, columns, of_received, ended, settled),
    )  # fmt: skip


def _wilson(k: Counts, n: Counts, is_given: npt.NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Shares with their Wilson intervals (``methods.wilson``), NaN where n is 0 or the month is not over."""
    import numpy as np

    base = np.where(is_given & (n > 0), n, np.nan)
    share, z2 = k / base, Z95 * Z95
    middle = (share + z2 / (2 * base)) / (1 + z2 / base)
    half = Z95 / (1 + z2 / base) * np.sqrt(share * (1 - share) / base + z2 / (4 * base * base))
    low, high = np.where(k == 0, 0.0, middle - half), np.where(k == n, 1.0, middle + half)
    return share, np.where(np.isnan(share), np.nan, low), np.where(np.isnan(share), np.nan, high)


def _quantiles(groups: _Groups, keys: Keys, took: Keys, is_member: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Median and P90 of each group by linear interpolation (``methods.quantiles``), from one sorted column."""
    import numpy as np

    mine = is_member & (keys >= groups.cells) & (keys < groups.size + groups.cells)
    place = groups.place(keys[mine])
    ordered = np.sort((place << BITS) + np.minimum(took[mine], LONGEST))
    n = np.bincount(place, minlength=groups.size)
    starts = np.concatenate(([0], np.cumsum(n)[:-1]))
    days = np.append(ordered & LONGEST, 0)

    def at(share: float) -> Floats:
        rank = np.maximum(n - 1, 0) * share
        lower = np.floor(rank).astype(np.int64)
        one, other = days[starts + lower], days[starts + np.minimum(lower + 1, np.maximum(n - 1, 0))]
        value = one + (other - one) * (rank - lower)
        return np.where((n > 0) & (other < LONGEST), value, np.nan).reshape(groups.shape)

    return at(0.5), at(0.9)


def _medians_with_open(
    groups: _Groups, columns: Columns, keys: Keys, ended: npt.NDArray[np.uint16], settled: npt.NDArray[np.uint16]
) -> Floats:
    """Kaplan-Meier medians of the cases received (``methods.survival``): days, open ones with the age they reached.

    Sorted by group, time and whether it ended, each row is a step: the share open falls by one of those still at risk
    where it is an end, and stays where it is not. Several ends at one time multiply to the same as one step of all.
    """
    import numpy as np

    received = np.asarray(columns.received)
    mine = (keys >= groups.cells) & (keys < groups.size + groups.cells) & (ended >= received)
    until = np.minimum(ended, columns.about.as_of)
    lasted = np.minimum(until[mine] - received[mine], LONGEST).astype(np.int32)
    place = groups.place(keys[mine])
    ordered = np.sort((((place << BITS) + lasted) << 1) + (settled[mine] == NEVER))
    n = np.bincount(place, minlength=groups.size)
    starts = np.concatenate(([0], np.cumsum(n)[:-1]))
    group = ordered >> (BITS + 1)
    rank = np.arange(len(ordered)) - starts[group]
    steps = np.ones((groups.size, int(n.max(initial=0)) + 1))
    at_risk = n[group] - rank
    steps[group, rank] = np.where(ordered & 1, 1.0, (at_risk - 1) / at_risk)
    np.cumprod(steps, axis=1, out=steps)
    times = (ordered >> 1) & LONGEST
    reached = steps <= 0.5 + TOLERANCE
    found = reached.any(axis=1) & (n > 0)
    first = np.minimum(reached.argmax(axis=1), np.maximum(n - 1, 0))
    medians = np.where(found, np.append(times, 0)[np.minimum(starts + first, len(times))], np.nan)
    same = (
        np.searchsorted(
            ordered >> 1,
            np.where(found, (np.arange(groups.size) << BITS) + np.nan_to_num(medians), 0).astype(np.int64),
            side="right",
        )
        - 1
    )
    for one in np.flatnonzero(found & (n > 0)):
        curve, end = steps[one, : n[one]], same[one] - starts[one]
        if abs(curve[end] - 0.5) <= TOLERANCE:
            lower = np.flatnonzero(curve < 0.5 - TOLERANCE)
            other = int(lower[0]) if len(lower) else int(n[one]) - 1
            medians[one] = (medians[one] + times[starts[one] + other]) / 2
    return np.where(medians >= LONGEST, np.nan, medians).reshape(groups.shape)


def answer_tables(columns: Columns) -> AnswerTables:
    """Return the tables of the answers, a month at a time: no more of them is in memory at once."""
    import numpy as np

    about, starts = columns.about, columns.answer_starts
    width = 6 << VALUE_SHIFT
    found = np.zeros((about.months, len(about.departments), 5), dtype=np.int64)
    for month in range(about.months):
        counted = np.bincount(columns.answers[starts[month] : starts[month + 1]], minlength=width)[:width]
        found[month] = counted.reshape(6, -1)[1:, : len(about.departments)].T
    n = found.sum(axis=2)
    base = np.where(n > 0, n, np.nan)
    return AnswerTables(found, n, (found[:, :, 3] + found[:, :, 4]) / base, found @ np.arange(1, 6) / base)
