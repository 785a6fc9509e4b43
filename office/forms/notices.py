"""How one wants to be written to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField

from office.labels.notices import REMINDERS
from office.rules.notices import LANGUAGES
from web.forms import Form
from web.languages import LANGUAGES as NAMES


class NoticesForm(Form):
    """One's choice, with what each means."""

    reminders = RadioField(
        _l("Przypomnienia o terminach"), choices=[(key.value, words) for key, words in REMINDERS.items()]
    )
    language = SelectField(_l("Język wiadomości"), choices=[(key, NAMES[key]) for key in LANGUAGES])
