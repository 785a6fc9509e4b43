"""A reference figure, typed."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from office.actions.figures import FigureTyped
from office.forms.records import RecordForm
from office.labels.cases import FIGURES
from web.forms import AtMost, Needed, tidy

_BLANKS: Final = re.compile(r"[\s.\u00a0]")
"""What people put between thousands."""


def _whole(text: str | None) -> int | None:
    plain = _BLANKS.sub("", tidy(text))
    return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else None


class FigureForm(RecordForm):
    """What, of which year, how many, from where."""

    what = SelectField(_l("Co"), choices=list(FIGURES.items()))
    year = StringField(_l("Rok"), [Needed(_l("Brak roku."))], render_kw={"inputmode": "numeric"})
    department_id = SelectField(
        _l("Wydział"), validate_choice=False, description=_l("Liczbę spraw można podać także dla wydziału.")
    )
    value = StringField(_l("Liczba"), [Needed(_l("Brak liczby."))], render_kw={"inputmode": "numeric"})
    source = StringField(
        _l("Źródło"),
        [Needed(_l("Brak źródła, na przykład „GUS, Bank Danych Lokalnych, stan na 31 grudnia”.")), AtMost(200)],
    )
    note = TextAreaField(_l("Uwagi"), [AtMost(300)], render_kw={"rows": 2})

    def validate_year(self, field: StringField) -> None:
        """A year in digits."""
        if field.data and _whole(field.data) is None:
            raise ValidationError(_l("Rok to cztery cyfry, na przykład 2025."))

    def validate_value(self, field: StringField) -> None:
        """A whole number."""
        if field.data and _whole(field.data) is None:
            raise ValidationError(_l("To nie jest liczba całkowita. Proszę wpisać same cyfry, na przykład 12 345."))

    def validate_department_id(self, field: SelectField) -> None:
        """One of the list, or none."""
        if field.data not in {value for value, *_label in field.choices or ()}:
            raise ValidationError(_l("Nie ma takiego wydziału. Proszę wybrać z listy."))

    def typed(self) -> FigureTyped:
        """The typed figure."""
        values: dict[str, Any] = {**self.values(), "year": _whole(self.year.data), "value": _whole(self.value.data)}
        chosen = values["department_id"]
        return FigureTyped(**{**values, "department_id": uuid.UUID(chosen) if chosen else None})
