"""Opening hours and the office's own days off."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from office.actions.hours import (
    add_day_off,
    add_hours,
    change_day_off,
    change_hours,
    withdraw_day_off,
    withdraw_hours,
)
from office.forms.hours import DayOffForm, HoursForm
from office.labels.hours import week_in_one_line
from office.models import DayOff, OpeningSchedule
from office.queries.hours import days_off, schedules
from office.routes.books import Book, open_book
from office.rules.hours import read_week
from web.filters import day, weekday

open_book(
    Book(
        name="opening_hours",
        path="opening-hours",
        stream="hours",
        title=_l("Godziny pracy"),
        lead=_l("Każde godziny obowiązują od swojego dnia, dopóki nie zaczną się następne. Mieszkańcy widzą aktualne."),
        add_title=_l("Nowe godziny"),
        empty=(_l("Nie ma jeszcze godzin pracy"), _l("Mieszkańcy nie wiedzą, kiedy przyjść.")),
        columns=(_l("Od kiedy"), _l("Godziny")),
        cells=lambda row: (day(row.valid_from_on), week_in_one_line(read_week(row.week))),
        model=OpeningSchedule,
        form=HoursForm,
        rows=schedules,
        add=add_hours,
        change=change_hours,
        withdraw=withdraw_hours,
        show=lambda form, row: form.show(row.week),
    )
)
open_book(
    Book(
        name="days_off",
        path="days-off",
        stream="day_off",
        title=_l("Dni wolne urzędu"),
        lead=_l(
            "Dni, w które urząd jest nieczynny, choć nie są ustawowo wolne. Nie przesuwają żadnego terminu: termin "
            "przesuwają tylko soboty, niedziele i święta ustawowe (art. 57 § 4 KPA)."
        ),
        add_title=_l("Nowy dzień wolny"),
        empty=(_l("Nie ma żadnych dni wolnych"), _l("Święta ustawowe program zna sam; tu wpisuje się tylko własne.")),
        columns=(_l("Dzień"), _l("Nazwa"), _l("Podstawa")),
        cells=lambda row: (weekday(row.day_on), row.name, row.basis),
        model=DayOff,
        form=DayOffForm,
        rows=days_off,
        add=add_day_off,
        change=change_day_off,
        withdraw=withdraw_day_off,
    )
)
