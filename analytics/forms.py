"""What a reader asks for in an address, as typed values. What cannot be is a page that is not there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from analytics.measures.declaration import Population
from analytics.measures.period import FIRST_YEAR, Month, Period
from analytics.measures.slices import Slice
from analytics.reports.as_of import AsOf, NotRecorded, as_of, parsed
from analytics.reports.case_list import SUCCESSES, Only
from analytics.reports.choice import NO_DEPARTMENT, NO_TOPIC, Choice, Compare, last_complete_month, may_choose
from analytics.reports.structure import Lens, Structure
from complaints.rules.kinds import Channel
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Scope

MOST_MONTHS = 60
"""Five years: the longest span a page shows."""

LONGEST_REASON = 1_000
"""Letters of a reason: it stands in the record and on the page for ever."""

NOT_OVER: Final = _l(
    "Odpowiedzi z ankiet pokazujemy dopiero po zakończeniu miesiąca. Proszę wybrać wcześniejszy okres."
)
"""In the middle of a month a page loaded again would show what one more person answered."""

NONE = "none"
"""Asked for instead of a department: what belongs to none."""

Args = Mapping[str, str]
Option = TypeVar("Option", bound=StrEnum)


@dataclass(frozen=True)
class Asked:
    """The reader's choice and the address that leads back to it."""

    choice: Choice
    fields: dict[str, str]


def asked(args: Args, scope: Scope, todays: Mapping[uuid.UUID, uuid.UUID] | None = None) -> Asked:
    """Return population, department and structure. Raises NotFound for a department outside the reader's scope.

    ``todays``: which department of today took over which closed one; asking for a closed one by today's structure
    shows the one that took over.
    """
    structure = _one_of(Structure, args.get("structure") or Structure.DAY_OF_CASE)
    population = _one_of(Population, args.get("population") or Population.COMPLAINTS)
    department = _department(args.get("department", ""), scope)
    department = Lens.of(structure, todays or {}, scope).seen(department)
    named = NONE if department == NO_DEPARTMENT else str(department or "")
    told = "" if structure is Structure.DAY_OF_CASE else structure.value
    fields = {"population": population.value, "department": named, "structure": told}
    return Asked(Choice(population, department, structure), {key: value for key, value in fields.items() if value})


def of_cases(wanted: Asked, args: Args) -> Asked:
    """Return the choice narrowed to the channel and the topic asked for, if any. Raises NotFound for what is none."""
    channel, topic = args.get("channel", ""), args.get("topic", "")
    if channel:
        channel = _one_of(Channel, channel).value
    if topic and topic != NO_TOPIC:
        topic = str(_uuid(topic))
    told = {key: value for key, value in (("channel", channel), ("topic", topic)) if value}
    return Asked(replace(wanted.choice, channel=channel, topic=topic), {**wanted.fields, **told})


def _uuid(written: str) -> uuid.UUID:
    try:
        return uuid.UUID(written)
    except ValueError:
        raise NotFound from None


def asked_only(args: Args, key: str) -> Only | None:
    """Return the part of a share's base asked for. Raises NotFound for none, and where the measure is no share."""
    written = args.get("only", "")
    if not written:
        return None
    if key not in SUCCESSES:
        raise NotFound
    return _one_of(Only, written)


def asked_as_of(args: Args, session: Session) -> AsOf | None:
    """Return the moment asked for with its leaf, None for now. Raises NotRecorded for what is none or not recorded."""
    written = args.get("as_of", "").strip()
    if not written:
        return None
    try:
        moment = parsed(written.replace(" ", "+") if "T" in written else written)
    except (ValueError, OverflowError):
        raise NotRecorded(f"a moment is written 2026-10-31T23:59, not {written!r}", code="no_moment") from None
    return as_of(session, moment)


def asked_month(args: Args, today: dt.date, name: str = "month", default: Month | None = None) -> Month:
    """Return the month asked for, else the last complete one. Raises NotFound for what is no month or not begun."""
    written = args.get(name, "")
    if not written:
        return default or last_complete_month(today)
    try:
        month = Month.parse(written)
    except ValueError:
        raise NotFound from None
    if month.first > today:
        raise NotFound
    return month


def asked_change(args: Args, today: dt.date) -> Month | None:
    """Return the first month after a change, None where none is asked for. Raises NotFound as `asked_month` does."""
    return asked_month(args, today, "change") if args.get("change", "") else None


def asked_slice(args: Args, today: dt.date) -> Slice:
    """Return the month, quarter or year asked for, else the last complete month.

    Raises NotFound for what is none, and with a sentence where no month of it is over.
    """
    written, last = args.get("period") or args.get("month", ""), last_complete_month(today)
    if not written:
        return Slice.of(last)
    try:
        found = Slice.parse(written)
    except ValueError:
        raise NotFound from None
    if found.over(last) is None:
        raise NotFound(str(NOT_OVER))
    return found


def slices_to_choose(oldest: Month | None, today: dt.date) -> list[Slice]:
    """Return years, quarters and months one may choose, each newest first: those with a month that is over."""
    months = [one for one in months_to_choose(oldest, today) if one <= last_complete_month(today)]
    years = list(dict.fromkeys(one.year for one in months))
    quarters = list(dict.fromkeys((one.year, 12 + (one.number - 1) // 3) for one in months))
    return [
        *(Slice(year, 16) for year in years),
        *(Slice(*one) for one in quarters),
        *(Slice.of(one) for one in months),
    ]


def asked_compare(args: Args) -> Compare:
    """Return with what a month is compared."""
    return _one_of(Compare, args.get("compare") or Compare.YEAR)


def asked_span(args: Args, today: dt.date, names: tuple[str, str], default: tuple[Month, Month]) -> Period:
    """Return a run of months, whichever end was named first, at most MOST_MONTHS long (the newest of them)."""
    ends = [asked_month(args, today, name, month) for name, month in zip(names, default, strict=True)]
    first, last = sorted(ends)
    return Period.of(max(first, last.plus(1 - MOST_MONTHS)), last)


def asked_year(args: Args, today: dt.date) -> int:
    """Return the year asked for, else the present one. Raises NotFound for what is no year or has not begun."""
    written = args.get("year", "") or str(today.year)
    if not (written.isdecimal() and len(written) == 4 and FIRST_YEAR <= int(written) <= today.year):
        raise NotFound
    return int(written)


def asked_page(args: Args) -> int:
    """Return the number of the page asked for, 1 when it is no number."""
    written = args.get("page", "1")
    return max(1, int(written)) if written.isdecimal() and len(written) < 7 else 1


def months_to_choose(oldest: Month | None, today: dt.date) -> list[Month]:
    """Return the months one may choose, newest first: from the oldest data on, a year at least, fifteen at most."""
    newest = Month.of(today)
    count = 12 if oldest is None else (newest.year - oldest.year) * 12 + newest.number - oldest.number + 1
    return [newest.plus(-back) for back in range(min(max(count, 12), 15 * 12))]


def _department(written: str, scope: Scope) -> uuid.UUID | None:
    if not written:
        return None
    if written == NONE and scope is EVERYWHERE:
        return NO_DEPARTMENT
    try:
        department = uuid.UUID(written)
    except ValueError:
        raise NotFound from None
    if department == NO_DEPARTMENT or not may_choose(department, scope):
        raise NotFound
    return department


def _one_of(kind: type[Option], written: str) -> Option:
    try:
        return kind(written)
    except ValueError:
        raise NotFound from None
