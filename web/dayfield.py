"""A day typed as day, month, year: three short boxes, which people fill in faster and with fewer mistakes than one.

Source: GOV.UK Design System, "Date input".
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field
from wtforms.widgets import TextInput

PARTS = ("d", "m", "y")
_BOXES = re.compile(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}")


class DayField(Field):
    """A legal day, or None when all three boxes are empty. What was typed stays in ``parts`` even when it is no day."""

    widget = TextInput()  # templates draw the three boxes themselves, see components/day.html

    parts: tuple[str, str, str] = ("", "", "")

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Read ``name-d``, ``name-m``, ``name-y``; without a form show the given or default day."""
        del extra_filters  # a part of the signature that a day has no use for
        self.process_errors: list[Any] = []
        given = data if isinstance(data, dt.date) else self.default() if callable(self.default) else self.default
        self.data = given
        self.parts = (str(given.day), str(given.month), str(given.year)) if given else ("", "", "")
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part in PARTS):
            typed = [str(formdata.get(f"{self.name}-{part}", "")).strip() for part in PARTS]
            self.parts = (typed[0], typed[1], typed[2])
            self._read()

    def _read(self) -> None:
        self.data = None
        if not any(self.parts):
            return
        try:
            self.data = _day(*self.parts)
        except ValueError:
            self.process_errors.append(
                _l("Nie ma takiego dnia. Proszę podać dzień, miesiąc i rok, na przykład 19 11 2026.")
            )


def _day(day: str, month: str, year: str) -> dt.date:
    """The day written in three boxes; raises ValueError for anything but digits and a year of four of them."""
    if not _BOXES.fullmatch(f"{day}/{month}/{year}"):
        raise ValueError("no day")
    return dt.date(int(year), int(month), int(day))
