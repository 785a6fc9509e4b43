"""Terms a second, beside numpy.busday_offset and the loop one would write first: ``.venv/bin/python -m bench.terms``.

The calendar is warm: each day of 2011-2040 was looked up once, as a running program does by and by. No term is
remembered: every one of the mixed terms below is counted from its start again in each round. numpy knows neither names
of days nor dates in force, refuses nothing and gives no reasons; it is the floor, not a competitor.
"""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import os
import platform
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from kernel import terms
from kernel.holidays import holidays_of
from kernel.terms import Unit

COUNT: Final = 200_000
ROUNDS: Final = 11
KINDS: Final = (
    *((7, Unit.DAYS), (14, Unit.DAYS), (30, Unit.DAYS), (2, Unit.WEEKS)),
    *((1, Unit.MONTHS), (2, Unit.MONTHS), (3, Unit.MONTHS), (1, Unit.YEARS)),
)
"""What the table of rules uses, and weeks and years beside it."""

HOLIDAYS: Final = {day for year in range(2010, 2041) for day in holidays_of(year)}
ONE_DAY: Final = dt.timedelta(days=1)

Wanted = list[tuple[dt.date, int, Unit]]
Ends = list[tuple[dt.date, dt.date]]
"""Last day and warning day."""


def wanted_terms(count: int) -> Wanted:
    """Mixed terms from random days of the whole span, each ending inside it."""
    chance = random.Random(57)
    found: Wanted = []
    first, last = terms.FIRST_TERM_DAY.toordinal(), terms.LAST_TERM_DAY.toordinal()
    while len(found) < count:
        start = dt.date.fromordinal(chance.randint(first, last))
        amount, unit = chance.choice(KINDS)
        if start.replace(day=1) + dt.timedelta(days=400) < terms.LAST_TERM_DAY:
            found.append((start, amount, unit))
    return found


def warm() -> None:
    """Have each day of the span looked up once."""
    for day in range(terms.FIRST_TERM_DAY.toordinal(), terms.LAST_TERM_DAY.toordinal()):
        terms.term(dt.date.fromordinal(day), 1, Unit.DAYS)


def ours(wanted: Wanted) -> Ends:
    count = terms.term
    return [((found := count(start, amount, unit)).last_day, found.warn_on) for start, amount, unit in wanted]


def only_counted(wanted: Wanted) -> None:
    """The terms alone, nothing read from them."""
    count = terms.term
    for start, amount, unit in wanted:
        count(start, amount, unit)


def day_by_day(wanted: Wanted) -> Ends:
    """The loop one would write first: walk the days of the term, then on to a day that is not free."""
    return [_walked(start, amount, unit) for start, amount, unit in wanted]


def _walked(start: dt.date, amount: int, unit: Unit) -> tuple[dt.date, dt.date]:
    raw_end = start
    for _step in range(_days_of(start, amount, unit)):
        raw_end += ONE_DAY
    last_day, warn_on, left = raw_end, raw_end, terms.WARNING_WORKING_DAYS
    while last_day.weekday() > 4 or last_day in HOLIDAYS:
        last_day += ONE_DAY
    while left:
        warn_on -= ONE_DAY
        left -= warn_on.weekday() < 5 and warn_on not in HOLIDAYS
    return last_day, warn_on


def _days_of(start: dt.date, amount: int, unit: Unit) -> int:
    if unit in (Unit.DAYS, Unit.WEEKS):
        return amount * (7 if unit == Unit.WEEKS else 1)
    year, month = divmod(start.year * 12 + start.month - 1 + amount * (12 if unit == Unit.YEARS else 1), 12)
    last = calendar.monthrange(year, month + 1)[1]
    return (dt.date(year, month + 1, min(start.day, last)) - start).days


CALENDAR: Final = np.busdaycalendar(holidays=sorted(HOLIDAYS))
Days = npt.NDArray[np.datetime64]


class Arrays(NamedTuple):
    """Terms as numpy wants them: of days and months one is zero."""

    starts: Days
    days: npt.NDArray[np.int64]
    months: npt.NDArray[np.int64]


def arrays(wanted: Wanted) -> Arrays:
    return Arrays(
        np.array([start for start, _amount, _unit in wanted], dtype="datetime64[D]"),
        np.array([amount * {Unit.DAYS: 1, Unit.WEEKS: 7}.get(unit, 0) for _start, amount, unit in wanted]),
        np.array([amount * {Unit.MONTHS: 1, Unit.YEARS: 12}.get(unit, 0) for _start, amount, unit in wanted]),
    )


def numpy_arrays(given: Arrays) -> tuple[Days, Days]:
    """The arithmetic alone."""
    month = given.starts.astype("datetime64[M]")
    later = month + given.months
    same_day = later.astype("datetime64[D]") + (given.starts - month.astype("datetime64[D]"))
    last_of_month = (later + 1).astype("datetime64[D]") - 1
    raw_ends = np.where(given.months > 0, np.minimum(same_day, last_of_month), given.starts + given.days)
    last_days = np.busday_offset(raw_ends, 0, roll="forward", busdaycal=CALENDAR)
    return last_days, np.busday_offset(raw_ends, -terms.WARNING_WORKING_DAYS, roll="forward", busdaycal=CALENDAR)


def numpy_at_once(wanted: Wanted) -> Ends:
    """All of them in arrays, made from dates and turned back into dates."""
    last_days, warnings = numpy_arrays(arrays(wanted))
    return list(zip(last_days.tolist(), warnings.tolist(), strict=True))


def numpy_one_by_one(wanted: Wanted) -> Ends:
    """As a web page would ask: one term at a time, months by hand."""
    found = []
    for start, amount, unit in wanted:
        raw_end = start + dt.timedelta(days=_days_of(start, amount, unit))
        last_day = np.busday_offset(raw_end, 0, roll="forward", busdaycal=CALENDAR)
        warn_on = np.busday_offset(raw_end, -terms.WARNING_WORKING_DAYS, roll="forward", busdaycal=CALENDAR)
        found.append((last_day.astype(object), warn_on.astype(object)))
    return found


RUNNERS: Final[tuple[tuple[str, Callable[[Wanted], object], int], ...]] = (
    ("kernel.terms", only_counted, 1),
    ("kernel.terms, last day and warning read", ours, 1),
    ("numpy.busday_offset, from dates to dates", numpy_at_once, 1),
    ("numpy.busday_offset, one by one", numpy_one_by_one, 20),
    ("loop, day by day", day_by_day, 20),
)
"""Name, function, and the fraction of the terms it gets, so that the slow ones do not take for ever."""


def measured(wanted: Wanted) -> list[str]:
    """A line of the table for each runner; rounds take turns, so that a busy moment of the machine hits all alike."""
    rates: dict[str, list[tuple[float, float]]] = {}
    given = arrays(wanted)
    for _round in range(ROUNDS):
        for name, run, part in RUNNERS:
            some = wanted[: len(wanted) // part]
            rates.setdefault(name, []).append(_rate(len(some), functools.partial(run, some)))
        only_numpy = functools.partial(numpy_arrays, given)
        rates.setdefault("numpy.busday_offset, arrays that are there already", []).append(_rate(COUNT, only_numpy))
    return [_line(name, found) for name, found in rates.items()]


def _rate(count: int, run: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    return count / (time.perf_counter() - wall), count / (time.process_time() - cpu)


def _line(name: str, rates: list[tuple[float, float]]) -> str:
    walls, cpus = zip(*rates, strict=True)
    return f"| {name} | {statistics.median(walls):,.0f} | {statistics.median(cpus):,.0f} | {max(cpus):,.0f} |"


def differences(wanted: Wanted) -> tuple[int, int]:
    """Where numpy says otherwise: terms ending on Saturdays before 15 June 2011, which moved nothing; and elsewhere."""
    known, other = 0, 0
    for (start, amount, unit), found, theirs in zip(wanted, ours(wanted), numpy_at_once(wanted), strict=True):
        if found != theirs:
            old = terms.raw_end_of(start, amount, unit) < dt.date(2011, 6, 15)
            known, other = known + old, other + (not old)
    return known, other


def import_milliseconds() -> float:
    """What importing the kernel's own modules costs at start, the standard library aside."""
    run = [sys.executable, "-X", "importtime", "-c", "import kernel.terms"]
    lines = subprocess.run(run, capture_output=True, text=True, check=True).stderr
    return sum(int(own) for own in re.findall(r"(\d+) \|\s+\d+ \|\s+kernel", lines)) / 1000


def main() -> None:
    """Warm the calendar, count, print Markdown."""
    memory, begun = _peak_kilobytes(), time.process_time()
    warm()
    warmed, memory = time.process_time() - begun, _peak_kilobytes() - memory
    wanted = wanted_terms(COUNT)
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, load {os.getloadavg()[0]:.0f}; ", end="")
    print(f"{COUNT:,} terms, {len(set(wanted)):,} of them different, {ROUNDS} rounds\n")
    print("| What | terms/s, median | terms/CPU s, median | terms/CPU s, best |\n|---|--:|--:|--:|")
    print(*measured(wanted), sep="\n")
    known, other = differences(wanted)
    print(f"\nnumpy differs for {known} terms ending on old Saturdays, {other} others")
    print(
        f"warming the whole calendar: {warmed:.2f} CPU s, {memory / 1024:.1f} MB; import {import_milliseconds():.0f} ms"
    )


def _peak_kilobytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
