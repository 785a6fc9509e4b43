"""What changed since: the figures of a month then and now, and the cases that explain every difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.frames.published import Edition
from analytics.measures import curves, members
from analytics.measures.arrays import arrays
from analytics.measures.deadlines import SHARES
from analytics.measures.declaration import KINDS, Population, Unit
from analytics.measures.durations import took
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.export import month_rows
from analytics.reports.material import known_cases, last_leaf, lens_of
from analytics.reports.month import month_report
from analytics.reports.release import Audience
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE, Scope

if TYPE_CHECKING:
    import pandas as pd

Row = tuple[str, ...]
KEY: Final = 4
"""Month, measure, version and dimensions name a figure; what follows are its numbers."""
NUMBERS: Final = slice(4, 9)
"""Of a row: n, value, limits, and whether it is withheld."""

LIVING: Final = frozenset(curves.MEMBERS)
"""Figures in which open cases count with the age they have reached: they move with every day, without any entry."""

FACTS: Final = (
    "kind", "department", "received_day", "due_day", "settled_day", "outcome", "left_day", "left_how", "noticed_day",
    "due_at", "settled_at",
)  # fmt: skip
"""The columns of a case a figure can look at, in the order they are told."""


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure then and now: n, value, low, high, withheld as the export writes them. None: there was none."""

    measure: str
    dimensions: str
    before: Row | None
    after: Row | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact of a case then and now: a day, a moment or a code; None where there was none."""

    fact: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class CaseChange:
    """A case that counts otherwise in the month. Without facts its last day has passed since, and nothing else.

    ``is_new``: unknown then. ``is_gone``: it counts elsewhere now, under another kind or department.
    """

    case_id: str
    facts: tuple[FactChange, ...]
    is_new: bool = False
    is_gone: bool = False


@dataclass(frozen=True)
class Changes:
    """Everything that differs for a population between an earlier moment and now."""

    month: Month
    population: Population
    since: AsOf
    edition: int
    leaf: int
    figures: tuple[FigureChange, ...]
    cases: tuple[CaseChange, ...]

    @property
    def is_same(self) -> bool:
        """Whether no figure differs."""
        return not self.figures


def changes(
    session: Session,
    clock: Clock,
    scope: Scope,
    population: Population,
    month: Month,
    since: AsOf,
    edition: Edition | None = None,
    until: AsOf | None = None,
    audience: Audience = Audience.STAFF,
) -> Changes:
    """Return what differs in a month between an earlier moment, or an edition published then, and now (or ``until``).

    Who sees the whole office compares with the very rows that were published; others with those of their departments,
    computed anew from the leaf. Answers are no one's in particular: only their figures are compared. A measure declared
    after the edition, or by another version since, is no change of a figure: it is left out. So are LIVING ones.
    """
    choice, codes = Choice(population), frames.department_codes(session)
    if edition is not None:
        audience = Audience.PUBLIC

    def rows(as_of: AsOf | None) -> list[Row]:
        report = month_report(session, clock, scope, choice, month, as_of=as_of, audience=audience, with_every=True)
        return declared_then(month_rows(report, codes), edition)

    now = rows(until)
    if edition is not None and scope is EVERYWHERE:
        then = declared_now(of_population(edition.rows, population))
    else:
        then = rows(since)
    return Changes(
        month,
        population,
        since,
        edition.number if edition else 0,
        until.leaf if until else last_leaf(session),
        figure_changes(then, now),
        tuple(_case_changes(session, clock, scope, choice, month, since, until)),
    )


def declared_then(rows: Sequence[Row], edition: Edition | None) -> list[Row]:
    """Return the rows whose measures an edition was published with, in the same version."""
    if edition is None:
        return [row for row in rows if row[1] not in LIVING]
    told = {row[1] for row in edition.rows}
    return [row for row in rows if row[1] in told - LIVING and edition.definitions.get(row[1]) == int(row[2])]


def declared_now(rows: Sequence[Row]) -> list[Row]:
    """Return the rows of measures the registry still holds in the version they were counted by."""
    versions = {one.key: one.version for one in MEASURES}
    return [row for row in rows if row[1] not in LIVING and versions.get(row[1]) == int(row[2])]


def figure_changes(then: Sequence[Row], now: Sequence[Row]) -> tuple[FigureChange, ...]:
    """Return the figures whose numbers differ, in the order of the export."""
    before, after = ({row[:KEY]: row[NUMBERS] for row in rows} for rows in (then, now))
    return tuple(
        FigureChange(key[1], key[3], before.get(key), after.get(key))
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )


def of_population(rows: Sequence[Row], population: Population) -> list[Row]:
    """Return the rows of one population among those that were published."""
    return [row for row in rows if row[3].split(";")[0] == f"population={population}"]


def _case_changes(
    session: Session, clock: Clock, scope: Scope, choice: Choice, month: Month, since: AsOf, until: AsOf | None
) -> list[CaseChange]:
    lens, period = lens_of(session, clock, scope, choice, until), Period.of(month)
    then = known_cases(session, clock, scope, choice, lens, month.first, since)
    now = known_cases(session, clock, scope, choice, lens, month.first, until)
    before, after = counted(then, period, choice.population), counted(now, period, choice.population)
    differing = [one for one in dict.fromkeys((*after, *before)) if before.get(one) != after.get(one)]
    facts_then, facts_now = _facts(then, differing), _facts(now, differing)
    moved = [one for one in differing if one not in facts_now]
    elsewhere = {str(row.id): row for row in frames.case_rows(session, moved)}
    found = []
    for one in differing:
        old, new = facts_then.get(one), facts_now.get(one)
        if new is None and one in elsewhere:
            row = elsewhere[one]
            new = {"kind": row.kind, "department": str(row.department_id) if row.department_id else None}
        found.append(CaseChange(one, fact_changes(old, new), old is None, one in elsewhere))
    return found


def fact_changes(then: Mapping[str, object] | None, now: Mapping[str, object] | None) -> tuple[FactChange, ...]:
    """Return the facts that differ, of those both sides tell; of a new case all it has."""
    old, new = then or {}, now or {}
    told = [fact for fact in FACTS if fact in new and (then is None or fact in old)]
    changed = (FactChange(fact, old.get(fact), new.get(fact)) for fact in told)
    return tuple(one for one in changed if one.before != one.after)


COUNTED: Final = (
    "received", "settled", "left", "backlog", "overdue", "on_time", "not_yet_due", "due_but_left", "justified",
)  # fmt: skip
"""The measures that name the cases behind them; those of times stand behind the same as "settled"."""


def counted(known: pd.DataFrame, period: Period, population: Population) -> dict[str, tuple[object, ...]]:
    """Return how each case counts in a period, by id: whatever a figure of the period takes from it.

    Two frames in which every case counts alike give the same figures; cases that count nowhere are left out.
    """
    import pandas as pd

    further = {one.key for one in MEASURES if one.speaks_of(population)}
    is_in = {key: members.MEMBERS[key](known, period) for key in dict.fromkeys((*COUNTED, *sorted(further)))}
    is_in["justified"] &= arrays(known).is_one_of("kind", KINDS[Population.SKARGA])
    met = {f"{key} met": is_in[key] & share.success(known) for key, share in SHARES.items() if key in further}
    unit = Unit.HOURS if population is Population.SPRAWA else Unit.DAYS
    how = pd.DataFrame(is_in | met, index=known.index)
    wanted = how.any(axis=1)
    how["in_time"] = known["is_on_time"] & is_in["on_time"]
    how["noticed"] = known["noticed_day"].notna() & is_in["on_time"] & ~known["is_on_time"]
    how["outcome"] = known["outcome"].where(is_in["justified"]).astype(object).fillna("")
    how["way"] = known["left_how"].where(is_in["left"]).astype(object).fillna("")
    how["took"] = took(known, unit).where(is_in["settled"]).fillna(-1.0)
    how["starts"] = known["received_day"].where(is_in["settled"]).astype(str)
    how["department"] = known["department"].fillna("")
    ids = known.loc[wanted, "id"]
    return dict(zip(map(str, ids), how[wanted].itertuples(index=False, name=None), strict=True))


def _facts(known: pd.DataFrame, ids: Sequence[str]) -> dict[str, dict[str, object]]:
    rows = known[known["id"].isin(ids)]
    return {str(row["id"]): {fact: _plain(row[fact]) for fact in FACTS} for row in rows.to_dict("records")}


def _plain(value: Any) -> object:
    """A day as a date, a moment as it is, nothing as None."""
    import pandas as pd

    if value is None or value is pd.NaT or value != value:
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime() if value.tzinfo else value.date()
    return str(value)
