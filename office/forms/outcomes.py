"""The office's own word for an outcome, typed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from office.actions.topics import OutcomeWordingTyped
from office.forms.lists import polish_name, since_field
from office.forms.records import RecordForm
from office.labels.cases import OUTCOMES
from web.forms import AtMost


class OutcomeWordingForm(RecordForm):
    """Which outcome, and its finer words."""

    outcome = SelectField(_l("Wynik z ustawy"), choices=list(OUTCOMES.items()))
    name_pl = polish_name()
    name_en = StringField(_l("Nazwa po angielsku"), [AtMost(120)])
    name_uk = StringField(_l("Nazwa po ukraińsku"), [AtMost(120)])
    valid_from_on = since_field()

    def typed(self) -> OutcomeWordingTyped:
        """The typed wording."""
        return OutcomeWordingTyped(**self.values())
