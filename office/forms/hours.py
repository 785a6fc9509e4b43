"""Opening hours and days off, typed."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from office.actions.hours import DayOffTyped, HoursTyped
from office.forms.lists import since_field
from office.forms.records import RecordForm
from office.rules.hours import read_day, write_day
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy


class Hours:
    """Hours of a day, as people write them."""

    def __call__(self, _form: RecordForm, field: StringField) -> None:
        try:
            read_day(tidy(field.data))
        except ValueError:
            raise ValidationError(
                _("To nie są godziny po kolei. Proszę wpisać na przykład 8:00-16:00 albo 8:00-12:00, 13:00-18:00.")
            ) from None


def _day(label: Any, hint: Any = "") -> StringField:
    return StringField(label, [AtMost(120), Hours()], description=hint, render_kw={"autocomplete": "off"})


class HoursForm(RecordForm):
    """The hours of each day; an empty one is closed."""

    valid_from_on = since_field()
    day0 = _day(_l("poniedziałek"), _l("Na przykład 7:30-15:30. Puste pole w którymkolwiek dniu: nieczynne."))
    day1 = _day(_l("wtorek"))
    day2 = _day(_l("środa"))
    day3 = _day(_l("czwartek"))
    day4 = _day(_l("piątek"))
    day5 = _day(_l("sobota"))
    day6 = _day(_l("niedziela"))

    def validate_day0(self, field: StringField) -> None:
        """A week without a single hour is a form sent too early."""
        if not any(tidy(day.data) for day in self.days):
            raise ValidationError(_("Brak godzin. Proszę wpisać je choć dla jednego dnia."))

    @property
    def days(self) -> list[StringField]:
        """The seven fields."""
        return [self[f"day{number}"] for number in range(7)]

    def show(self, week: str) -> None:
        """Fill in a stored week."""
        for field, text in zip(self.days, week.split("\n"), strict=True):
            field.data = text

    def typed(self) -> HoursTyped:
        """The typed hours."""
        week = [write_day(read_day(tidy(field.data))) for field in self.days]
        return HoursTyped(self.valid_from_on.data, "\n".join(week))


class DayOffForm(RecordForm):
    """A day on which the office is closed."""

    day_on = DayField(_l("Dzień"), [Needed(_l("Brak dnia. Proszę podać dzień, miesiąc i rok."))])
    name = StringField(
        _l("Nazwa dla mieszkańców"),
        [Needed(_l("Brak nazwy, na przykład „dzień wolny za 26 grudnia”.")), AtMost(120)],
    )
    basis = TextAreaField(
        _l("Podstawa"), [AtMost(300)], description=_l("Na przykład numer zarządzenia."), render_kw={"rows": 2}
    )

    def typed(self) -> DayOffTyped:
        """The typed day."""
        return DayOffTyped(**self.values())
