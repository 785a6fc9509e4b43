"""What residents type: a filing, and the way back to their own case."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions import FeedbackTyped, FilingTyped
from complaints.forms.choices import UNKNOWN, chosen_department
from complaints.forms.sent import NotLater, SentWithFiles
from complaints.rules.kinds import PUBLIC_KINDS, Channel, Kind
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed, tidy

FEEDBACK: Final = "feedback"
ELSEWHERE: Final = "elsewhere"
"""The answer of those whose letter takes another way: appeals, court complaints, whistleblowers' reports."""
LONGEST_TEXT: Final = 4_000
"""Characters of a letter: about two pages; more goes on paper."""
LONGEST_SUBJECT: Final = 120
FILES_STEP: Final = 2
STEPS: Final = (
    ("way", "department", "subject", "happened"),
    ("text", "remedy", "files"),
    ("name", "address", "email", "phone", "on_behalf_of", "may_publish"),
)
"""The fields of each step of the public form; the fourth step checks and sends."""


class FilingForm(SentWithFiles):
    """A resident's skarga, wniosek, petition or anonymous opinion."""

    step = IntegerField(default=1)
    website = StringField(_l("Proszę zostawić to pole puste"))
    way = RadioField(
        _l("Czy oczekuje Pani/Pan odpowiedzi?"),
        choices=[*((kind.value, "") for kind in PUBLIC_KINDS), (FEEDBACK, ""), (ELSEWHERE, "")],
        validate_choice=False,
    )
    department = SelectField(_l("Którego wydziału dotyczy?"), validate_choice=False)
    subject = StringField(
        _l("Sprawa w jednym zdaniu"),
        [Needed(_l("Pole jest puste. Bez tematu nie skierujemy sprawy do właściwej osoby.")), AtMost(LONGEST_SUBJECT)],
    )
    happened = DayField(_l("Kiedy to się stało?"), [NotLater()])
    text = TextAreaField(
        _l("Co się stało?"),
        [
            Needed(_l("Pole jest puste. Proszę opisać, co się stało albo co chce Pani/Pan zmienić.")),
            AtMost(LONGEST_TEXT),
        ],
    )
    remedy = TextAreaField(_l("Czego Pani/Pan oczekuje?"), [AtMost(1_000)])
    name = StringField(_l("Imię i nazwisko"), [AtMost(200)])
    address = TextAreaField(_l("Adres do korespondencji"), [AtMost(300)])
    email = StringField(_l("E-mail"), [AtMost(200)])
    phone = StringField(_l("Telefon"), [AtMost(60)])
    on_behalf_of = StringField(_l("W czyim interesie, jeśli nie we własnym"), [AtMost(300)])
    may_publish = BooleanField(
        _l("Zgadzam się na ujawnienie mojego imienia i nazwiska albo nazwy przy publikacji petycji")
    )

    @property
    def is_formal(self) -> bool:
        """Whether a skarga, wniosek or petition was chosen, which needs name and address."""
        return self.way.data in PUBLIC_KINDS

    @property
    def is_petition(self) -> bool:
        """Whether a petition was chosen, which can be filed for somebody else and is published."""
        return bool(self.way.data == Kind.PETYCJA)

    def validate_way(self, field: RadioField) -> None:
        """One of the ways."""
        if field.data not in (*PUBLIC_KINDS, FEEDBACK, ELSEWHERE):
            raise ValidationError(_("Nie wybrano odpowiedzi. Proszę wskazać jedną z możliwości."))

    def validate_department(self, field: SelectField) -> None:
        """One of the list, or not known."""
        if field.data == UNKNOWN:
            return
        if field.data not in {value for value, *_label in field.choices if value}:
            raise ValidationError(_("Nie wybrano wydziału. Proszę wskazać jeden z listy albo „Nie wiem”."))

    def validate_name(self, field: StringField) -> None:
        """Needed for a formal case (§ 8(1) of the complaints regulation)."""
        if self.is_formal and len(tidy(field.data)) < 3:
            raise ValidationError(_("Brak imienia i nazwiska. Bez nich musielibyśmy zostawić pismo bez rozpoznania."))

    def validate_address(self, field: TextAreaField) -> None:
        """Needed for a formal case (§ 8(1) of the complaints regulation)."""
        if self.is_formal and len(tidy(field.data)) < 5:
            raise ValidationError(
                _("Brak adresu. Bez niego nie możemy wysłać odpowiedzi. Proszę podać ulicę, numer i miejscowość.")
            )

    def validate_email(self, field: StringField) -> None:
        """Optional; when given it has to look like an address."""
        text = tidy(field.data)
        if text and ("@" not in text.strip("@") or " " in text):
            raise ValidationError(_("To nie wygląda na adres e-mail. Proszę sprawdzić, czy jest w nim znak @."))

    def keep_errors_of(self, steps: Iterable[int]) -> bool:
        """Forget the errors of all steps but these (1 to 3); whether none is left."""
        kept = {name for step in steps for name in STEPS[step - 1]}
        for name, field in self._fields.items():
            if name not in kept and name != "csrf_token":
                field.errors = []
        return not self.errors

    def filing(self, code: str, language: str) -> FilingTyped:
        """The formal filing."""
        return FilingTyped(
            kind=Kind(self.way.data),
            channel=Channel.WEB,
            subject=tidy(self.subject.data),
            text=tidy(self.text.data),
            name=tidy(self.name.data),
            address=tidy(self.address.data),
            email=tidy(self.email.data),
            phone=tidy(self.phone.data),
            on_behalf_of=tidy(self.on_behalf_of.data) if self.is_petition else "",
            may_publish=bool(self.may_publish.data) and self.is_petition,
            department_id=chosen_department(self.department.data),
            happened_on=self.happened.data,
            remedy_sought=tidy(self.remedy.data) or None,
            language=language,
            submission_id=self.submission(),
            code=code,
        )

    def feedback(self, language: str) -> FeedbackTyped:
        """The anonymous opinion: what was typed about the person is not even looked at."""
        return FeedbackTyped(
            tidy(self.subject.data),
            tidy(self.text.data),
            chosen_department(self.department.data),
            language,
            self.submission(),
            is_trapped=bool(self.website.data),
        )


class CheckForm(Form):
    """Number and code of one's own case."""

    number = StringField(_l("Numer sprawy"), [Needed(_l("Proszę wpisać numer z potwierdzenia, na przykład 214/2026."))])
    code = StringField(
        _l("Kod z potwierdzenia"), [Needed(_l("Proszę wpisać kod z potwierdzenia, na przykład 7QK4-M2XD-9TBR."))]
    )


class ReceiptForm(Form):
    """The receipt once more, in another language."""

    submission_id = HiddenField()

    def submission(self) -> uuid.UUID:
        """The id of the filing. Raises ValueError when it is no UUID."""
        return uuid.UUID(str(self.submission_id.data))
