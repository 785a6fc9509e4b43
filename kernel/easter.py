"""The date of Easter, from which four Polish public holidays are counted."""

from __future__ import annotations

import datetime as dt


def easter_sunday(year: int) -> dt.date:
    """Easter Sunday of a Gregorian year.

    Source: the anonymous Gregorian algorithm (Nature, 20 April 1876) as printed in J. Meeus, *Astronomical Algorithms*,
    2nd ed. 1998, ch. 8; the names of the steps follow the computus (golden number, century, epact).
    """
    golden = year % 19
    century, of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late_moon = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late_moon + 114, 31)
    return dt.date(year, month, day + 1)
