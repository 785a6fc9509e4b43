"""How early somebody is warned of the end of a term."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from office.actions.warning import add_warning, change_warning, withdraw_warning
from office.forms.warning import WarningForm
from office.models import WarningDays
from office.queries.warning import warnings
from office.routes.books import Book, open_book
from web.filters import day, number

open_book(
    Book(
        name="warning_days",
        path="warning-days",
        stream="warning",
        title=_l("Dzień ostrzeżenia"),
        lead=_l(
            "Ile dni roboczych przed końcem terminu program ostrzega. Każde ustawienie obowiązuje od wskazanego dnia, "
            "dopóki nie zacznie się następne; bez ustawienia są to 3 dni. Ostatniego dnia terminu to nie zmienia. "
            "Otwarte sprawy program przelicza sam i każdą zmianę zapisuje."
        ),
        add_title=_l("Nowe ustawienie"),
        empty=(_l("Urząd nie ma własnego ustawienia"), _l("Program ostrzega 3 dni robocze przed końcem terminu.")),
        columns=(_l("Od kiedy"), _l("Dni robocze"), _l("Dlaczego")),
        cells=lambda row: (day(row.valid_from_on), number(row.working_days), row.grounds),
        model=WarningDays,
        form=WarningForm,
        rows=warnings,
        add=add_warning,
        change=change_warning,
        withdraw=withdraw_warning,
    )
)
