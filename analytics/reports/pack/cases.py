"""Which cases stand behind which figures: a line for each case and period, by its number and days, without people."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures import members
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES
from analytics.reports.case_list import is_behind
from analytics.reports.material import Material

KEYS: Final = tuple(one.key for one in MEASURES if one.key in members.MEMBERS)
"""The measures that have cases behind them, in the order of the registry."""
FACTS: Final = (
    "kind",
    "department",
    "received_day",
    "due_day",
    "noticed_day",
    "settled_day",
    "outcome",
    "left_day",
    "left_how",
)


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in a period. ``facts``: by FACTS, as known at the moment; ``behind``: the measures that count it there."""

    period: Period
    number: str
    facts: dict[str, dt.date | str | None]
    behind: frozenset[str]


def case_lines(session: Session, material: Material, months: list[Month], period: Period) -> list[CaseLine]:
    """Return the cases behind the figures of each month, and of the whole period where it is longer than one."""
    periods = [Period.of(month) for month in months]
    if period not in periods:
        periods.append(period)
    marked = [(one, _marks(material, one)) for one in periods]
    ids = sorted({case for _period, marks in marked for case in marks})
    numbers = frames.register_numbers(session, ids)
    known = material.known[material.known["id"].isin(ids)]
    facts = {str(row["id"]): _facts(row) for row in known.to_dict("records")}
    order = {case: (facts[case]["received_day"], numbers[case], case) for case in ids}
    return [
        CaseLine(one, numbers[case], facts[case], frozenset(marks[case]))
        for one, marks in marked
        for case in sorted(marks, key=order.__getitem__)
    ]


def _marks(material: Material, period: Period) -> dict[str, set[str]]:
    """The measures each case is counted by, by its id."""
    found: dict[str, set[str]] = {}
    for key in KEYS:
        for case in _behind(material, key, period):
            found.setdefault(case, set()).add(key)
    return found


def _behind(material: Material, key: str, period: Period) -> list[str]:
    population = material.choice.population
    if not any(one.key == key and one.speaks_of(population) for one in MEASURES):
        return []
    ids: list[str] = material.known["id"].to_numpy(dtype=object)[is_behind(material.known, key, period)].tolist()
    return ids


def _facts(row: Any) -> dict[str, dt.date | str | None]:
    found = {}
    for fact in FACTS:
        value = row[fact]
        is_missing = value is None or value != value
        found[fact] = None if is_missing else str(value) if isinstance(value, str) else value.date()
    return found
