"""Visits of a day, typed: a box a desk."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField
from wtforms.validators import ValidationError

from office.forms.records import reason_field
from surveys.queries.visits import DeskDay
from surveys.rules.visits import MOST, BadCount, read_count
from web.forms import Form, tidy

WRONG: Final = _l("Proszę wpisać liczbę od 0 do %(most)s albo zostawić puste.", most=MOST)


class VisitsForm(Form):
    """A box for each desk, and why what was reported is changed."""

    reason = reason_field(_l("Potrzebny tylko przy zmianie liczby podanej wcześniej. Bez danych osobowych."))

    rows: Sequence[DeskDay]
    """The desks of the day."""

    def boxes(self) -> list[tuple[DeskDay, Any, Any]]:
        """Each desk with its box and the version it was made from."""
        return [(row, self[f"n{row.desk.id.hex}"], self[f"v{row.desk.id.hex}"]) for row in self.rows]

    def typed(self) -> list[tuple[DeskDay, int | None, int]]:
        """Each desk with its typed number and the version it was made from."""
        return [(row, read_count(box.data or ""), _version(seen.data)) for row, box, seen in self.boxes()]

    def why(self) -> str:
        """The reason."""
        return tidy(self.reason.data)


def visits_form(rows: Sequence[DeskDay]) -> VisitsForm:
    """The form of the desks of a day."""
    fields: dict[str, Any] = {}
    stored: dict[str, str] = {}
    for row in rows:
        key = row.desk.id.hex
        fields[f"n{key}"] = StringField(row.desk.name, [_count])
        fields[f"v{key}"] = HiddenField()
        stored |= {f"n{key}": "" if row.visits is None else str(row.visits), f"v{key}": str(row.row_version)}
    made: type[VisitsForm] = type("VisitsFormOfDay", (VisitsForm,), {**fields, "rows": rows})
    return made(data=stored)


def _count(_form: Form, field: StringField) -> None:
    try:
        read_count(field.data or "")
    except BadCount:
        raise ValidationError(WRONG) from None


def _version(text: Any) -> int:
    found = re.fullmatch(r"[0-9]{1,9}", str(text))
    return int(found[0]) if found else 0
