"""The parent of the administrator's forms, and the checks they share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import ValidationError

from office.rules import contact
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed, tidy

NOT_VALUES: Final = frozenset({"csrf_token", "row_version", "reason"})
"""Fields that say something about the saving, not about the thing."""

LONGEST_REASON: Final = 500
"""Characters: a reason is a sentence or two. It stands in the record for ever."""


def today() -> dt.date:
    """The present day, as a default of day fields."""
    return database.clock().today()


def reason_field(hint: Any = None) -> TextAreaField:
    """Why something is changed; it stays in the record."""
    return TextAreaField(
        _l("Powód zmiany"),
        [AtMost(LONGEST_REASON)],
        description=hint or _l("Jedno zdanie, bez danych osobowych. Zostanie w zapisie na zawsze."),
        render_kw={"rows": 2},
    )


class RecordForm(Form):
    """A record as typed, with the version it was rendered from. ``reason`` is asked for when one is changed.

    Texts, days and choices are called as the record's fields are; ``description`` is the hint above a field.
    """

    row_version = HiddenField()
    reason = reason_field()

    def version(self) -> int:
        """The version this form was rendered from; 0 when the form brought none."""
        found = re.fullmatch(r"[0-9]{1,9}", str(self.row_version.data))
        return int(found[0]) if found else 0

    def why(self) -> str:
        """The reason, empty where none is asked for."""
        return tidy(self.reason.data) if "reason" in self else ""

    def values(self) -> dict[str, Any]:
        """What was typed, by field: texts tidy, the rest as the field reads it."""
        return {field.name: typed(field) for field in self if field.name not in NOT_VALUES}


class EndForm(RecordForm):
    """The last day of a record, and why."""

    valid_to_on = DayField(
        _l("Ostatni dzień"),
        [Needed(_l("Brak ostatniego dnia. Proszę podać dzień, do którego to obowiązuje."))],
        default=today,
    )


def typed(field: Field) -> Any:
    """The value of a field: text in NFC without blanks around it, anything else as the field gives it."""
    if isinstance(field.data, str):
        return tidy(field.data)
    if field.data is None and isinstance(field, StringField) and not isinstance(field, IntegerField):
        return ""
    return tuple(field.data) if isinstance(field.data, list) else field.data


class _Looks:
    """A text that looks like what it should be, where one is given."""

    def __init__(self, is_right: Callable[[str], bool], message: Any) -> None:
        self.is_right, self.message = is_right, message

    def __call__(self, _form: Form, field: Field) -> None:
        text = tidy(field.data)
        if text and not self.is_right(text):
            raise ValidationError(self.message)


EMAIL: Final = _Looks(
    contact.is_email, _l("To nie wygląda na adres e-mail. Powinien mieć postać urzad@gmina.pl, bez odstępów.")
)
WEB: Final = _Looks(
    contact.is_web_address, _l("To nie wygląda na adres strony. Powinien zaczynać się od https:// i mieć kropkę.")
)
EDELIVERY: Final = _Looks(
    contact.is_edelivery,
    _l("To nie wygląda na adres do e-Doręczeń. Ma on postać AE:PL-12345-67890-ABCDE-12."),
)
NIP: Final = _Looks(contact.is_nip, _l("Ten NIP ma błąd: nie zgadza się cyfra kontrolna. Proszę sprawdzić cyfry."))
REGON: Final = _Looks(
    contact.is_regon, _l("Ten REGON ma błąd: nie zgadza się cyfra kontrolna. Proszę sprawdzić cyfry.")
)
POSTCODE: Final = _Looks(
    contact.has_postcode, _l("W adresie brak kodu pocztowego. Proszę dopisać go w postaci 00-001, przed miejscowością.")
)
