"""A device, typed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from office.forms.records import RecordForm, today, typed
from office.forms.structure import NOBODY, SINCE, chosen
from surveys.kiosk.actions import DeviceTyped
from surveys.kiosk.rules import COUNTER, ONE_TAP, SURVEY
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed

MODES = {
    SURVEY: _l("cała ankieta, pytanie po pytaniu"),
    ONE_TAP: _l("jedno dotknięcie, potem do trzech powodów"),
    COUNTER: _l("skarga lub wniosek, z pomocą pracownika"),
}


class PinForm(Form):
    """The PIN of a device's test mode."""

    pin = StringField(
        _l("PIN"),
        [Needed(_l("Brak PIN-u. Proszę wpisać sześć cyfr."))],
        description=_l("Sześć cyfr, ale nie 111111 ani 123456. Nigdzie go nie pokażemy, więc proszę go zanotować."),
        render_kw={"inputmode": "numeric", "autocomplete": "off", "maxlength": "6"},
    )


class DeviceForm(RecordForm):
    """A device, and the desk it stands at."""

    name = StringField(
        _l("Nazwa"),
        [Needed(_l("Brak nazwy. Proszę wpisać ją tak, jak na naklejce na tablecie.")), AtMost(120)],
        description=_l("Na przykład „Tablet 3, sala obsługi”. Bez nazwisk."),
    )
    desk_id = SelectField(_l("Stanowisko"), validate_choice=False)
    mode = SelectField(_l("O co pyta"), choices=list(MODES.items()), validate_choice=False)
    valid_from_on = DayField(_l("Działa od"), [Needed(SINCE)], default=today)

    def fill(self, desks: Sequence[tuple[uuid.UUID, str]]) -> None:
        """Offer the desks that are there today."""
        self.desk_id.choices = [(NOBODY, _l("Proszę wybrać")), *((str(key), name) for key, name in desks)]

    def typed(self) -> DeviceTyped:
        """The typed device."""
        return DeviceTyped(
            typed(self.name),
            chosen(self.desk_id.data) or uuid.UUID(int=0),
            self.mode.data or "",
            self.valid_from_on.data,
        )
