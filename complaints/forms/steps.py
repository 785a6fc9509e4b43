"""What staff type in a step of handling."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints import labels
from complaints.actions import Answer, Assignment, Dispatch
from complaints.forms.choices import chosen_department
from complaints.forms.filing import LONGEST_TEXT
from complaints.forms.sent import NotLater, SentOnce, SentWithFiles
from complaints.labels import CHANNELS, OUTCOMES
from complaints.models import Complaint
from complaints.rules.kinds import SENT_BY, Kind
from complaints.rules.outcomes import OUTCOMES as OUTCOMES_OF
from office.models import Department, Person
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Form, Needed, tidy


class StepForm(Form):
    """A step of handling.

    It carries the version of the case it was rendered from, and how much of its history was shown.
    """

    row_version = HiddenField()
    seen = HiddenField()

    def version(self) -> int:
        """The version of the case this form was rendered from; 0 when the form brought none."""
        return count(self.row_version.data)

    def seen_position(self) -> int:
        """The last entry of the case's history that was shown; 0 when the form brought none."""
        return count(self.seen.data)


def count(text: object) -> int:
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


class NoteForm(StepForm, SentOnce):
    """A note on the case; sent twice, it is noted once."""

    text = TextAreaField(
        _l("Notatka"), [Needed(_l("Pole jest puste. Proszę wpisać treść notatki.")), AtMost(LONGEST_TEXT)]
    )


class AttachForm(StepForm, SentWithFiles):
    """Files for a case, and what they are."""

    note = StringField(_l("Co to za pliki?"), [AtMost(200)])
    needs_files = True


class DraftForm(StepForm):
    """The words of an answer, put forward for approval."""

    happened = DayField(_l("Dzień podjęcia uchwały"), [NotLater()], default=lambda: database.clock().today())
    outcome = RadioField(_l("Wynik"), validate_choice=False)
    text = TextAreaField(
        _l("Treść odpowiedzi"),
        [Needed(_l("Pole jest puste. Odpowiedź musi mówić, jak załatwiono sprawę (art. 238 KPA).")), AtMost(20_000)],
    )
    factual = TextAreaField(_l("Uzasadnienie faktyczne"), [AtMost(20_000)])
    legal = TextAreaField(_l("Uzasadnienie prawne"), [AtMost(20_000)])
    has_instruction = BooleanField(_l("Odpowiedź zawiera pouczenie"))
    signatory = StringField(_l("Kto podpisze: imię i nazwisko"), [AtMost(200)])
    post = StringField(_l("Stanowisko osoby, która podpisze"), [AtMost(200)])
    reference = StringField(_l("Numer uchwały"), [AtMost(120)])

    has_day = False
    """Whether the day matters by law: that of a resolution does, that of a draft does not, only its dispatch."""

    def fill(self, complaint: Complaint, *, has_day: bool = False) -> None:
        """Offer the outcomes of the case's kind."""
        self.has_day = has_day
        self.outcome.choices = [
            (outcome.value, OUTCOMES[outcome.value]) for outcome in OUTCOMES_OF[Kind(complaint.kind)]
        ]

    def validate_happened(self, field: DayField) -> None:
        """The day of the resolution, before which its answer cannot go out."""
        if self.has_day and field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia uchwały. Odpowiedź nie mogła wyjść przed dniem uchwały."))

    def validate_outcome(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in {value for value, *_label in field.choices}:
            raise ValidationError(_("Nie wybrano wyniku. Proszę wskazać jeden z listy."))

    def answer(self) -> Answer:
        """The typed answer."""
        return Answer(
            outcome=self.outcome.data,
            text=tidy(self.text.data),
            signatory_name=tidy(self.signatory.data),
            signatory_post=tidy(self.post.data),
            factual=tidy(self.factual.data),
            legal=tidy(self.legal.data),
            has_instruction=bool(self.has_instruction.data),
        )


class DispatchForm(StepForm):
    """The day and the way the notice of the outcome went out."""

    settled = DayField(_l("Dzień wysłania zawiadomienia"), [NotLater()], default=lambda: database.clock().today())
    channel = SelectField(_l("Jak wysłano"), choices=[(way.value, CHANNELS[way.value]) for way in SENT_BY])
    cause = TextAreaField(_l("Przyczyna"), [AtMost(4_000)])
    corrective = TextAreaField(_l("Co zmienimy, żeby to się nie powtórzyło"), [AtMost(4_000)])

    def validate_settled(self, field: DayField) -> None:
        """Without it nobody knows whether the case was settled on time."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia wysłania. Od niego zależy, czy sprawę załatwiono w terminie."))

    def dispatch(self) -> Dispatch:
        """The typed dispatch."""
        cause, corrective = tidy(self.cause.data), tidy(self.corrective.data)
        return Dispatch(self.settled.data, self.channel.data, cause, corrective)
