"""An outside body, typed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from office.actions.bodies import OutsideBodyTyped
from office.forms.records import EDELIVERY, EMAIL, POSTCODE, RecordForm, today
from office.labels.bodies import BODY_KINDS
from web.dayfield import DayField
from web.forms import AtMost, Needed


class OutsideBodyForm(RecordForm):
    """Kind, name and the ways to reach it."""

    kind = SelectField(_l("Rodzaj organu"), choices=list(BODY_KINDS.items()))
    name = StringField(
        _l("Nazwa"),
        [Needed(_l("Brak nazwy. Proszę wpisać pełną nazwę, na przykład „Wojewoda Mazowiecki”.")), AtMost(200)],
    )
    address = TextAreaField(_l("Adres"), [AtMost(300), POSTCODE], render_kw={"rows": 2})
    email = StringField(_l("E-mail"), [AtMost(200), EMAIL])
    edelivery = StringField(
        _l("Adres do e-Doręczeń"),
        [AtMost(40), EDELIVERY],
        description=_l("Z Bazy Adresów Elektronicznych, w postaci AE:PL-12345-67890-ABCDE-12."),
        render_kw={"autocapitalize": "characters", "spellcheck": "false"},
    )
    valid_from_on = DayField(
        _l("Obowiązuje od"), [Needed(_l("Brak pierwszego dnia. Proszę podać dzień, miesiąc i rok."))], default=today
    )

    def typed(self) -> Any:
        """The typed body."""
        return OutsideBodyTyped(**self.values())
