"""What the desk types of a letter."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions import FilingTyped
from complaints.forms.choices import chosen_department
from complaints.forms.description import DescribedForm
from complaints.forms.filing import LONGEST_SUBJECT, FilingForm
from complaints.forms.sent import NotLater, SentWithFiles
from complaints.labels import CHANNELS, ELSEWHERE, KINDS, SEVERITIES
from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, Channel, Kind
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy


class RegisterForm(SentWithFiles, DescribedForm):
    """A letter that came to the office by another way than the web. Name and address may be missing from it."""

    elsewhere = RadioField(
        _l("Czy to skarga do sądu administracyjnego albo zgłoszenie sygnalisty?"),
        choices=[("", _l("nie")), *ELSEWHERE.items()],
        default="",
    )
    kind = RadioField(_l("Rodzaj"), choices=[(kind.value, KINDS[kind.value]) for kind in LEGAL_KINDS], default="skarga")
    channel = SelectField(_l("Droga wpływu"), choices=[(way.value, CHANNELS[way.value]) for way in DESK_CHANNELS])
    received = DayField(_l("Data wpływu"), [NotLater()], default=lambda: database.clock().today())
    name = StringField(_l("Imię i nazwisko albo nazwa"), [AtMost(200)])
    address = TextAreaField(_l("Adres"), [AtMost(300)])
    email = StringField(_l("E-mail"), [AtMost(200)])
    phone = StringField(_l("Telefon"), [AtMost(60)])
    on_behalf_of = StringField(_l("Petycja w interesie innego podmiotu: jego nazwa i adres"), [AtMost(300)])
    may_publish = BooleanField(_l("Petycja: zgoda na ujawnienie imienia i nazwiska albo nazwy przy publikacji"))
    department = SelectField(_l("Który wydział ma się tym zająć?"), validate_choice=False)
    topic = SelectField(_l("Przedmiot"), validate_choice=False)
    subject = StringField(
        _l("Sprawa w jednym zdaniu"),
        [Needed(_l("Pole jest puste. Proszę streścić sprawę w jednym zdaniu.")), AtMost(LONGEST_SUBJECT)],
    )
    text = TextAreaField(
        _l("Treść pisma"), [Needed(_l("Pole jest puste. Proszę przepisać albo streścić pismo.")), AtMost(20_000)]
    )
    remedy = TextAreaField(_l("Czego oczekuje osoba, która wniosła sprawę?"), [AtMost(1_000)])
    severity = SelectField(_l("Waga"), choices=list(SEVERITIES.items()), default="normal")

    validate_department = FilingForm.validate_department
    validate_email = FilingForm.validate_email

    def validate_received(self, field: DayField) -> None:
        """Without it no term can be counted."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak daty wpływu. Od niej liczy się termin."))

    @property
    def is_petition(self) -> bool:
        """Whether it is a petition, which can be filed for somebody else and be published."""
        return bool(self.kind.data == Kind.PETYCJA)

    def filing(self, code: str | None = None) -> FilingTyped:
        """The letter as a filing; whoever stands at the counter gets an access code with the confirmation."""
        described = self.description()
        return FilingTyped(
            kind=Kind(self.kind.data),
            channel=Channel(self.channel.data),
            subject=tidy(self.subject.data),
            text=tidy(self.text.data),
            name=tidy(self.name.data),
            address=tidy(self.address.data),
            email=tidy(self.email.data),
            phone=tidy(self.phone.data),
            on_behalf_of=tidy(self.on_behalf_of.data) if self.is_petition else "",
            may_publish=bool(self.may_publish.data) and self.is_petition,
            department_id=chosen_department(self.department.data),
            received_on=self.received.data,
            remedy_sought=tidy(self.remedy.data) or None,
            severity=self.severity.data,
            submission_id=self.submission(),
            code=code if self.channel.data == Channel.COUNTER else None,
            about=described.about,
            about_person_id=described.person_id,
            about_department_id=described.department_id,
            matter=described.matter,
            councillor=described.councillor,
            is_withheld=described.is_withheld,
            is_safety=described.is_safety,
        )
