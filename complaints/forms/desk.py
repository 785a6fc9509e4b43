"""What is typed at the desk: whose case is looked for, a phone call, the number of a case, a code handed out."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions import CallTyped
from complaints.forms.choices import chosen_department
from complaints.forms.filing import FilingForm
from complaints.forms.sent import NotLater, SentOnce
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed, tidy
from web.languages import LANGUAGES


class FindForm(Form):
    """Whose case is looked for. Sent by post: a name in an address would stay in the browser and in logs."""

    text = StringField(_l("Numer, znak albo nazwisko"), [AtMost(200)])
    day = DayField(_l("Dzień wpływu"), [NotLater()])

    def validate_text(self, field: StringField) -> None:
        """Something has to be asked for."""
        if not tidy(field.data) and self.day.data is None and not self.day.errors:
            raise ValidationError(_("Pole jest puste. Proszę wpisać numer, znak, nazwisko albo dzień wpływu."))


class CallForm(SentOnce):
    """A phone call."""

    called = DayField(_l("Dzień rozmowy"), [NotLater()], default=lambda: database.clock().today())
    topic = StringField(
        _l("Czego dotyczyła rozmowa?"),
        [Needed(_l("Pole jest puste. Proszę napisać w kilku słowach, czego dotyczyła rozmowa.")), AtMost(200)],
    )
    told = TextAreaField(
        _l("Co powiedziano osobie, która dzwoniła?"),
        [Needed(_l("Pole jest puste. Proszę napisać, co powiedziano osobie, która dzwoniła.")), AtMost(2_000)],
        default=lambda: _(
            "Skargi ani wniosku nie można złożyć przez telefon. Zaproszono do złożenia na piśmie, ustnie do protokołu "
            "albo elektronicznie."
        ),
    )
    department = SelectField(_l("Którego wydziału to dotyczy?"), validate_choice=False)
    email = StringField(_l("E-mail, na który wysłać zaproszenie"), [AtMost(200)])
    language = SelectField(_l("Język zaproszenia"), choices=list(LANGUAGES.items()), default="pl")

    validate_email = FilingForm.validate_email

    def validate_called(self, field: DayField) -> None:
        """A call was on a day."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia rozmowy. Proszę podać dzień, miesiąc i rok."))

    def call(self) -> CallTyped:
        """The same as a call."""
        return CallTyped(
            called_on=self.called.data,
            topic=tidy(self.topic.data),
            told=tidy(self.told.data),
            submission_id=self.submission(),
            department_id=chosen_department(self.department.data),
            email=tidy(self.email.data),
            language=self.language.data,
        )


class CallLinkForm(Form):
    """What the caller filed later."""

    number = StringField(
        _l("Numer sprawy"),
        [Needed(_l("Pole jest puste. Proszę wpisać numer sprawy, na przykład 214/2026.")), AtMost(40)],
    )


class CodeForm(SentOnce):
    """A new access code for whoever stands at the desk."""

    identified = BooleanField(_l("Sprawdzono tożsamość: to osoba, która złożyła tę sprawę"))
