"""Every name of a day off that a page may show stands among the sentences to translate."""

from __future__ import annotations

from kernel.holidays import HOLIDAYS
from kernel.workdays import FREE_WEEKDAYS
from web.calendar_words import DAY_NAMES


def test_every_day_off_has_a_name_to_translate():
    assert set(DAY_NAMES) == {day.name for day in HOLIDAYS} | {day.name for day in FREE_WEEKDAYS}
