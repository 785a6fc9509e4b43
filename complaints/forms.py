"""What people type in this room, turned into typed values."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from attachments.actions import restage
from attachments.forms import WithFiles
from complaints import labels
from complaints.actions import AlreadyFiled, Assignment, FeedbackTyped, FilingTyped, Reply
from complaints.labels import CHANNELS, KINDS, OUTCOMES, SEVERITIES
from complaints.models import Complaint
from complaints.rules.kinds import DESK_CHANNELS, LEGAL_KINDS, Channel, Kind
from complaints.rules.kinds import OUTCOMES as OUTCOMES_OF
from kernel.errors import RuleBroken
from kernel.ids import new_id
from office.models import Department, Person, Topic
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed, tidy
from web.languages import current_language

FEEDBACK: Final = "feedback"
UNKNOWN: Final = "unknown"
LONGEST_TEXT: Final = 4_000
"""Characters of a letter: about two pages; more goes on paper."""
LONGEST_SUBJECT: Final = 120
FILES_STEP: Final = 2
STEPS: Final = (
    ("way", "department", "subject", "happened"),
    ("text", "remedy", "files"),
    ("name", "address", "email", "phone"),
)
"""The fields of each step of the public form; the fourth step checks and sends."""


def department_choices(departments: Sequence[Department]) -> list[tuple[str, Any]]:
    """Choices of a department: none yet, not known, or one of the list."""
    listed = [(str(department.id), department.name) for department in departments]
    return [("", _l("Proszę wybrać")), (UNKNOWN, _l("Nie wiem")), *listed]


def topic_choices(topics: Sequence[Topic]) -> list[tuple[str, Any]]:
    """Choices of a topic: none yet, or one of the list in the reader's language."""
    listed = [(str(topic.id), topic_name(topic)) for topic in topics]
    return [("", _l("nieustalony")), *listed]


def topic_name(topic: Topic) -> str:
    """The name of a topic in the reader's language, Polish where it has none."""
    return str(getattr(topic, f"name_{current_language()}", "") or topic.name_pl)


def chosen_department(value: str | None) -> uuid.UUID | None:
    """The department behind a choice; None for none or unknown."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


class _NotLater:
    """A day that has already come."""

    def __call__(self, _form: Form, field: DayField) -> None:
        if field.data is not None and field.data > database.clock().today():
            raise ValidationError(_("Ten dzień jeszcze nie nadszedł. Proszę sprawdzić miesiąc i rok."))


class _Filing(Form):
    """A form that becomes a case, an opinion or a note once, however often it is sent."""

    submission_id = HiddenField(default=lambda: str(new_id()))

    def submission(self) -> uuid.UUID:
        """The id of this filing; a new one where the form brought none that is a UUID."""
        try:
            return uuid.UUID(str(self.submission_id.data))
        except ValueError:
            return new_id()

    def refused(self, broken: RuleBroken, message: str) -> None:
        """Say why; a form that was sent before with other words becomes a form of its own, so that nothing is lost."""
        self.refuse(broken, message)
        if isinstance(broken, AlreadyFiled):
            self.submission_id.data = str(new_id())


class _FilingWithFiles(_Filing, WithFiles):
    """The same, with files; they wait under the id of the filing."""

    def form_id(self) -> uuid.UUID:
        """The id of the filing, which a form that brought none is given now."""
        self.submission_id.data = str(self.submission())
        return self.submission()

    def refused(self, broken: RuleBroken, message: str) -> None:
        """Files go along into the form of its own that a repeated form becomes."""
        before = self.form_id()
        super().refused(broken, message)
        if self.form_id() != before:
            restage(database.write(), before, self.form_id())
            database.commit()


class FilingForm(_FilingWithFiles):
    """A resident's complaint, wniosek or anonymous opinion."""

    step = IntegerField(default=1)
    way = RadioField(
        _l("Czy oczekuje Pani/Pan odpowiedzi?"),
        choices=[("skarga", ""), ("wniosek", ""), (FEEDBACK, "")],
        validate_choice=False,
    )
    department = SelectField(_l("Którego wydziału dotyczy?"), validate_choice=False)
    subject = StringField(
        _l("Sprawa w jednym zdaniu"),
        [Needed(_l("Pole jest puste. Bez tematu nie skierujemy sprawy do właściwej osoby.")), AtMost(LONGEST_SUBJECT)],
    )
    happened = DayField(_l("Kiedy to się stało?"), [_NotLater()])
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

    @property
    def is_formal(self) -> bool:
        """Whether a skarga or wniosek was chosen, which needs name and address."""
        return self.way.data in LEGAL_KINDS

    def validate_way(self, field: RadioField) -> None:
        """One of the three ways."""
        if field.data not in (*LEGAL_KINDS, FEEDBACK):
            raise ValidationError(_("Nie wybrano odpowiedzi. Proszę wskazać skargę, wniosek albo anonimową opinię."))

    def validate_department(self, field: SelectField) -> None:
        """One of the list, or not known."""
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


class RegisterForm(_FilingWithFiles):
    """A letter that came to the office by another way than the web."""

    kind = RadioField(_l("Rodzaj"), choices=[(kind.value, KINDS[kind.value]) for kind in LEGAL_KINDS], default="skarga")
    channel = SelectField(_l("Droga wpływu"), choices=[(way.value, CHANNELS[way.value]) for way in DESK_CHANNELS])
    received = DayField(_l("Data wpływu"), [_NotLater()], default=lambda: database.clock().today())
    name = StringField(
        _l("Imię i nazwisko albo nazwa"),
        [Needed(_l("Brak imienia i nazwiska osoby, która wniosła pismo.")), AtMost(200)],
    )
    address = TextAreaField(_l("Adres"), [Needed(_l("Brak adresu osoby, która wniosła pismo.")), AtMost(300)])
    email = StringField(_l("E-mail"), [AtMost(200)])
    phone = StringField(_l("Telefon"), [AtMost(60)])
    department = SelectField(_l("Którego wydziału dotyczy?"), validate_choice=False)
    topic = SelectField(_l("Przedmiot"), validate_choice=False)
    subject = StringField(
        _l("Sprawa w jednym zdaniu"),
        [Needed(_l("Pole jest puste. Proszę streścić sprawę w jednym zdaniu.")), AtMost(LONGEST_SUBJECT)],
    )
    text = TextAreaField(
        _l("Treść pisma"), [Needed(_l("Pole jest puste. Proszę przepisać albo streścić pismo.")), AtMost(20_000)]
    )
    remedy = TextAreaField(_l("Czego oczekuje wnosząca osoba?"), [AtMost(1_000)])
    severity = SelectField(_l("Waga"), choices=list(SEVERITIES.items()), default="normal")

    validate_department = FilingForm.validate_department
    validate_email = FilingForm.validate_email

    def validate_received(self, field: DayField) -> None:
        """Without it no term can be counted."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak daty wpływu. Od niej liczy się termin."))

    def filing(self) -> FilingTyped:
        """The letter as a filing without an access code."""
        return FilingTyped(
            kind=Kind(self.kind.data),
            channel=Channel(self.channel.data),
            subject=tidy(self.subject.data),
            text=tidy(self.text.data),
            name=tidy(self.name.data),
            address=tidy(self.address.data),
            email=tidy(self.email.data),
            phone=tidy(self.phone.data),
            department_id=chosen_department(self.department.data),
            received_on=self.received.data,
            remedy_sought=tidy(self.remedy.data) or None,
            severity=self.severity.data,
            submission_id=self.submission(),
        )


class StepForm(Form):
    """A step of handling.

    It carries the version of the case it was rendered from, and how much of its history was shown.
    """

    row_version = HiddenField()
    seen = HiddenField()

    def version(self) -> int:
        """The version of the case this form was rendered from; 0 when the form brought none."""
        return _count(self.row_version.data)

    def seen_position(self) -> int:
        """The last entry of the case's history that was shown; 0 when the form brought none."""
        return _count(self.seen.data)


def _count(text: object) -> int:
    """The number a hidden field carries; 0 for anything that is none."""
    found = re.fullmatch(r"[0-9]{1,9}", str(text))
    return int(found[0]) if found else 0


class SortForm(StepForm):
    """What the case is about."""

    topic = SelectField(_l("Przedmiot"), validate_choice=False)


class AssignForm(StepForm):
    """Who handles the case."""

    department = SelectField(_l("Wydział"), validate_choice=False)
    handler = SelectField(_l("Osoba prowadząca"), validate_choice=False)
    may_wait = BooleanField(_l("Sprawa może zaczekać, aż ta osoba wróci"))

    def fill(
        self, departments: Sequence[Department], people: Sequence[Person], away: Mapping[uuid.UUID, dt.date]
    ) -> None:
        """Offer departments, and people with a mark beside those who are away."""
        self.department.choices = [
            ("", _l("Proszę wybrać")),
            *((str(department.id), department.name) for department in departments),
        ]
        self.handler.choices = [
            ("", _l("Proszę wybrać")),
            *((str(person.id), labels.named(person.display_name, away.get(person.id))) for person in people),
        ]

    def validate_department(self, field: SelectField) -> None:
        """One of the reader's own."""
        if field.data not in {value for value, *_label in field.choices if value}:
            raise ValidationError(_("Nie wybrano wydziału. Proszę wskazać jeden z listy."))

    def validate_handler(self, field: SelectField) -> None:
        """Somebody has to be chosen."""
        if chosen_department(field.data) is None:
            raise ValidationError(_("Nie wybrano osoby. Proszę wskazać, kto poprowadzi sprawę."))

    def assignment(self) -> Assignment:
        """The typed assignment."""
        return Assignment(
            uuid.UUID(self.handler.data), uuid.UUID(self.department.data), may_wait=bool(self.may_wait.data)
        )


class NoteForm(StepForm, _Filing):
    """A note on the case; sent twice, it is noted once."""

    text = TextAreaField(
        _l("Notatka"), [Needed(_l("Pole jest puste. Proszę wpisać treść notatki.")), AtMost(LONGEST_TEXT)]
    )


class AttachForm(StepForm, _FilingWithFiles):
    """Files for a case, and what they are."""

    note = StringField(_l("Co to za pliki?"), [AtMost(200)])
    needs_files = True


class SettleForm(StepForm):
    """How the case was settled."""

    outcome = RadioField(_l("Wynik"), validate_choice=False)
    text = TextAreaField(
        _l("Treść odpowiedzi"),
        [Needed(_l("Pole jest puste. Odpowiedź musi mówić, jak załatwiono sprawę (art. 238 KPA).")), AtMost(20_000)],
    )
    settled = DayField(_l("Dzień wysłania zawiadomienia"), [_NotLater()], default=lambda: database.clock().today())

    def fill(self, complaint: Complaint) -> None:
        """Offer the outcomes of the case's kind."""
        self.outcome.choices = [
            (outcome.value, OUTCOMES[outcome.value]) for outcome in OUTCOMES_OF[Kind(complaint.kind)]
        ]

    def validate_outcome(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in {value for value, *_label in field.choices}:
            raise ValidationError(_("Nie wybrano wyniku. Proszę wskazać jeden z listy."))

    def validate_settled(self, field: DayField) -> None:
        """Without it nobody knows whether the case was settled on time."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia wysłania. Od niego zależy, czy sprawę załatwiono w terminie."))

    def reply(self) -> Reply:
        """The typed reply."""
        return Reply(self.outcome.data, tidy(self.text.data), self.settled.data)
