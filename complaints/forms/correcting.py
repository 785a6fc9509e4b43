"""What people type to correct a record, and to restrict or free the personal data of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import ValidationError

from complaints.actions import Correction
from complaints.actions.correct import LONGEST_REASON
from complaints.forms.steps import StepForm
from complaints.labels.corrections import GROUNDS
from web.dayfield import DayField
from web.forms import AtMost, Form, tidy


class ReasonForm(StepForm):
    """Why: stands in the record for ever."""

    reason = StringField(_l("Powód"), [AtMost(LONGEST_REASON)])


class CorrectDayForm(ReasonForm):
    """The day as it should have been recorded."""

    after = DayField(_l("Jak powinno być"))

    def validate_after(self, field: DayField) -> None:
        """A correction says what is right."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia. Proszę podać, jak powinno być."))

    def correction(self, what: str) -> Correction:
        """What was typed."""
        return Correction(what, self.after.data.isoformat(), tidy(self.reason.data))


class CorrectChoiceForm(ReasonForm):
    """The choice as it should have been recorded."""

    after = SelectField(_l("Jak powinno być"), validate_choice=False)

    def offer(self, words: Mapping[str, Any]) -> None:
        """Offer what it can be."""
        self.after.choices = [("", _l("Proszę wybrać")), *words.items()]

    def validate_after(self, field: SelectField) -> None:
        """One of the list."""
        if field.data not in {value for value, *_label in field.choices if value}:
            raise ValidationError(_("Niczego nie wybrano. Proszę wskazać, jak powinno być."))

    def correction(self, what: str) -> Correction:
        """What was typed."""
        return Correction(what, self.after.data, tidy(self.reason.data))


class RestrictForm(ReasonForm):
    """The ground on which the data are only kept."""

    ground = RadioField(_l("Podstawa"), choices=list(GROUNDS.items()), validate_choice=False)

    def validate_ground(self, field: RadioField) -> None:
        """One of the four."""
        if field.data not in GROUNDS:
            raise ValidationError(_("Nie wybrano podstawy. Proszę wskazać jedną z czterech."))


class LiftForm(ReasonForm):
    """Why the data may be used again."""


class RetentionForm(Form):
    """Why these cases are anonymised, and the plan that was looked at."""

    plan = HiddenField()
    reason = StringField(_l("Powód"), [AtMost(LONGEST_REASON)])
