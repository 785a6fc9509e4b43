"""What staff type about an anonymous opinion."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, TextAreaField

from complaints.forms.steps import count
from web.forms import AtMost, Form, Needed


class ReviewForm(Form):
    """What an opinion is about."""

    row_version = HiddenField()
    topic = SelectField(_l("Przedmiot"), validate_choice=False)

    def version(self) -> int:
        """The version of the opinion this form was rendered from; 0 when the form brought none."""
        return count(self.row_version.data)


class CloseForm(ReviewForm):
    """And what the office did about it."""

    text = TextAreaField(
        _l("Co zrobił urząd"),
        [Needed(_l("Pole jest puste. Proszę napisać, co urząd zrobił z tą opinią.")), AtMost(4_000)],
    )
