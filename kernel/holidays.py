"""Poland's public holidays (dni ustawowo wolne od pracy) as dated rows, each with the act that made it.

The table is ours because a deadline has to be explained by an act and not by a package; the ``holidays`` package is the
oracle of its tests. An office's own days off do not belong here: they never move a statutory term.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Final

from kernel.easter import easter_sunday

CALENDAR_VERSION: Final = 1
"""Goes up by one whenever a row below changes, so that stored due dates can be told apart from newly counted ones."""

LAST_CHECKED_YEAR: Final = 2026
"""The last year for which somebody compared the rows with the Journal of Laws; later years assume unchanged law."""

KNOWN_FROM: Final = dt.date(1991, 1, 1)
"""The first day the rows are complete for. 1990 dropped 22 July and brought back 3 May (Dz.U. 1990 nr 28 poz. 160)."""

DAYS_OFF_ACT: Final = "ustawa z 18.01.1951 o dniach wolnych od pracy, art. 1 (Dz.U. 1951 nr 4 poz. 28)"
SUNDAYS_ACT: Final = DAYS_OFF_ACT
"""Article 1 point 2 of the same act: Sundays."""


@dataclass(frozen=True)
class Holiday:
    """One public holiday: a fixed date or a distance from Easter Sunday, with its first and last day in force."""

    key: str
    name: str
    """In Polish, as people know it; also the key of its translations."""
    source: str
    fixed: tuple[int, int] | None = None
    """Month and day."""
    after_easter: int = 0
    """Days after Easter Sunday, where no date is fixed."""
    in_force_from: dt.date = KNOWN_FROM
    in_force_to: dt.date = dt.date.max

    def falls_on(self, year: int) -> dt.date | None:
        """Its date in a year, or None in a year in which it was not in force."""
        if self.fixed is None:
            day = easter_sunday(year) + dt.timedelta(days=self.after_easter)
        else:
            day = dt.date(year, *self.fixed)
        return day if self.in_force_from <= day <= self.in_force_to else None


HOLIDAYS: Final[tuple[Holiday, ...]] = (
    Holiday("new_year", "Nowy Rok", DAYS_OFF_ACT, (1, 1)),
    Holiday(
        "epiphany",
        "Święto Trzech Króli",
        "ustawa z 24.09.2010 (Dz.U. 2010 nr 224 poz. 1459)",
        (1, 6),
        in_force_from=dt.date(2011, 1, 1),
    ),
    Holiday("easter_sunday", "Niedziela Wielkanocna", DAYS_OFF_ACT, after_easter=0),
    Holiday("easter_monday", "Poniedziałek Wielkanocny", DAYS_OFF_ACT, after_easter=1),
    Holiday("may_day", "Święto Państwowe 1 maja", DAYS_OFF_ACT, (5, 1)),
    Holiday(
        "constitution_day",
        "Święto Narodowe Trzeciego Maja",
        "ustawa z 6.04.1990 (Dz.U. 1990 nr 28 poz. 160)",
        (5, 3),
    ),
    Holiday("pentecost", "Zielone Świątki", DAYS_OFF_ACT, after_easter=49),
    Holiday("corpus_christi", "Boże Ciało", DAYS_OFF_ACT, after_easter=60),
    Holiday(
        "assumption",
        "Wniebowzięcie Najświętszej Maryi Panny",
        "ustawa z 17.05.1989 (Dz.U. 1989 nr 29 poz. 154)",
        (8, 15),
    ),
    Holiday("all_saints", "Wszystkich Świętych", DAYS_OFF_ACT, (11, 1)),
    Holiday(
        "independence_day",
        "Narodowe Święto Niepodległości",
        "ustawa z 15.02.1989 (Dz.U. 1989 nr 6 poz. 34)",
        (11, 11),
    ),
    Holiday(
        "independence_centenary",
        "Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości",
        "ustawa z 7.11.2018 (Dz.U. 2018 poz. 2117)",
        (11, 12),
        in_force_from=dt.date(2018, 11, 12),
        in_force_to=dt.date(2018, 11, 12),
    ),
    Holiday(
        "christmas_eve",
        "Wigilia Bożego Narodzenia",
        "ustawa z 6.12.2024 (Dz.U. 2024 poz. 1965)",
        (12, 24),
        in_force_from=dt.date(2025, 2, 1),
    ),
    Holiday("christmas_day", "Boże Narodzenie (pierwszy dzień)", DAYS_OFF_ACT, (12, 25)),
    Holiday("christmas_second_day", "Boże Narodzenie (drugi dzień)", DAYS_OFF_ACT, (12, 26)),
)


@cache
def holidays_of(year: int) -> dict[dt.date, Holiday]:
    """The public holidays of a year by date: 12 before 2011, then 13 (14 in 2018), 14 from 2025; no two ever meet.

    Raises ValueError for a year before the rows are complete.
    """
    if year < KNOWN_FROM.year:
        raise ValueError(f"the public holidays of {year} are not in the table")
    dated = ((holiday.falls_on(year), holiday) for holiday in HOLIDAYS)
    return {day: holiday for day, holiday in dated if day is not None}


def holiday_on(day: dt.date) -> Holiday | None:
    """The public holiday of a day, None on any other day. An ordinary Sunday is no holiday here (see kernel.terms)."""
    return holidays_of(day.year).get(day)


def holiday_name(day: dt.date) -> str | None:
    """The Polish name of a day's public holiday, None on any other day."""
    holiday = holiday_on(day)
    return holiday.name if holiday else None
