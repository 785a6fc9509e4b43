"""Which lines of a register a reader asks for. It travels in the address, so a span can be kept as a bookmark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import DateField, SelectField
from wtforms.validators import ValidationError

from complaints.forms.choices import chosen_department
from complaints.labels.names import KINDS
from complaints.labels.register import REGISTERS
from complaints.queries.register import RegisterFilter
from complaints.rules.kinds import REGISTER_OF, Register
from office.models import Department
from web.forms import Form


class Day(DateField):
    """A day written 2026-11-21, as browsers send it from their own field for days."""

    data: dt.date | None

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day; an empty field means the default one."""
        written = str(valuelist[0]).strip() if valuelist else ""
        if not written:
            return
        try:
            self.data = dt.date.fromisoformat(written)
        except ValueError:
            self.data = None
            raise ValueError(_l("Nie ma takiego dnia. Proszę podać datę, na przykład 2026-11-19.")) from None


class RegisterBookForm(Form):
    """Register, span, kind and department."""

    register = SelectField(_l("Rejestr"), choices=list(REGISTERS.items()), default=Register.COMPLAINTS.value)
    first = Day(_l("Od dnia"))
    last = Day(_l("Do dnia"))
    by = SelectField(
        _l("Dzień"), choices=[("entry", _l("wpisu do rejestru")), ("receipt", _l("wpływu"))], default="entry"
    )
    kind = SelectField(_l("Rodzaj"), default="")
    department = SelectField(_l("Wydział"), default="", validate_choice=False)

    def __init__(self, args: MultiDict[str, str], today: dt.date, departments: Sequence[Department]) -> None:
        span = {"first": dt.date(today.year, 1, 1), "last": dt.date(today.year, 12, 31)}
        super().__init__(args, data=span, meta={"csrf": False})
        chosen = self.register.data if self.register.data in REGISTERS else Register.COMPLAINTS
        kinds = [kind for kind, register in REGISTER_OF.items() if register == chosen]
        self.kind.choices = [("", _l("wszystkie")), *((kind.value, KINDS[kind.value]) for kind in kinds)]
        if self.kind.data not in [str(kind) for kind in kinds]:
            self.kind.data = ""  # left over from another register
        self.department.choices = [("", _l("wszystkie")), *((str(one.id), one.name) for one in departments)]

    def validate_last(self, field: Day) -> None:
        """A span goes forward."""
        if isinstance(field.data, dt.date) and isinstance(self.first.data, dt.date) and field.data < self.first.data:
            raise ValidationError(_l("Koniec okresu jest wcześniejszy niż jego początek."))

    def wanted(self) -> RegisterFilter:
        """What was asked for; only of a valid form."""
        first, last = self.first.data, self.last.data
        if first is None or last is None:
            raise ValueError("a register needs both ends of its span")
        return RegisterFilter(
            Register(self.register.data),
            first,
            last,
            self.kind.data or "",
            chosen_department(self.department.data),
            is_by_receipt=self.by.data == "receipt",
        )
