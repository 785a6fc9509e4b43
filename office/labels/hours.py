"""Opening hours in the reader's language."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from babel.dates import get_day_names
from flask_babel import gettext as _

from office.rules.hours import Day, Week, clock
from web.languages import current_language
from web.typography import JOINER, NO_BREAK

DAYS: Final = range(7)


def day_name(weekday: int) -> str:
    """poniedziałek (0) to niedziela (6)."""
    return str(get_day_names("wide", context="stand-alone", locale=current_language())[weekday])


def hours_in_words(day: Day) -> str:
    """8:00–12:00, 13:00–18:00; a closed day says so."""
    return ", ".join(f"{clock(start)}{JOINER}–{JOINER}{clock(end)}" for start, end in day) or str(_("nieczynne"))


def week_in_words(week: Week) -> list[tuple[str, str]]:
    """The week as people say it: days with the same hours together, and the hours."""
    spans = [list(group) for _hours, group in groupby(DAYS, key=lambda weekday: week[weekday])]
    return [(_span(days), hours_in_words(week[days[0]])) for days in spans]


def week_in_one_line(week: Week) -> str:
    """The open days in one line: poniedziałek 8:00–18:00, wtorek–piątek 7:30–15:30."""
    open_days = zip(week_in_words(week), _first_days(week), strict=True)
    return ", ".join(f"{days}{NO_BREAK}{hours}" for (days, hours), first in open_days if week[first])


def _first_days(week: Week) -> list[int]:
    return [next(group) for _hours, group in groupby(DAYS, key=lambda weekday: week[weekday])]


def _span(days: list[int]) -> str:
    first, last = day_name(days[0]), day_name(days[-1])
    return first if len(days) == 1 else f"{first}{JOINER}–{JOINER}{last}"
