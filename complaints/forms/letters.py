"""A letter, typed."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions import LetterTyped, Sending
from complaints.forms.sent import NotLater, SentOnce
from complaints.forms.steps import StepForm
from complaints.labels import LETTER_CHANNELS, LETTERS
from complaints.models import ComplaintLetter
from complaints.rules.letters import LetterChannel, LetterTemplate, templates_for
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy

LONGEST_LETTER = 30_000
"""Characters of a letter's body: about ten pages."""


class NewLetterForm(SentOnce):
    """Which letter to write; sent twice, one letter is begun."""

    template = RadioField(_l("Pismo"), validate_choice=False)

    def fill(self, kind: str) -> None:
        """Offer the letters of a kind, each with the article it rests on."""
        self.template.choices = [(each.id, _named(each)) for each in templates_for(kind)]

    def validate_template(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in {value for value, *_label in field.choices}:
            raise ValidationError(_("Nie wybrano pisma. Proszę wskazać jedno z listy."))


class LetterForm(StepForm):
    """The words of a letter."""

    addressee = TextAreaField(_l("Adresat"), [AtMost(1_000)])
    subject = StringField(
        _l("W sprawie"), [Needed(_l("Brak tytułu. Proszę napisać, czego dotyczy pismo.")), AtMost(400)]
    )
    body = TextAreaField(_l("Treść"), [Needed(_l("Pismo jest puste. Proszę wpisać treść.")), AtMost(LONGEST_LETTER)])
    enclosures = StringField(_l("Załączniki"), [AtMost(500)])
    signatory_above = StringField(_l("Nad podpisem"), [AtMost(200)])
    signatory_name = StringField(_l("Imię i nazwisko podpisującej osoby"), [AtMost(200)])
    signatory_post = StringField(_l("Stanowisko"), [AtMost(200)])
    dated_on = DayField(_l("Data na piśmie"))

    def validate_dated_on(self, field: DayField) -> None:
        """A letter bears a date."""
        if field.data is None and not field.errors:
            raise ValidationError(_("Brak daty. Proszę podać dzień, który stoi na piśmie."))

    def typed(self) -> LetterTyped:
        """The typed letter."""
        day: dt.date = self.dated_on.data
        return LetterTyped(
            addressee=tidy(self.addressee.data),
            subject=" ".join(tidy(self.subject.data).split()),
            body=tidy(self.body.data),
            dated_on=day,
            signatory_name=tidy(self.signatory_name.data),
            signatory_post=tidy(self.signatory_post.data),
            signatory_above=tidy(self.signatory_above.data),
            enclosures=tidy(self.enclosures.data),
        )


class SendLetterForm(StepForm):
    """How a letter goes out."""

    channel = RadioField(_l("Jak wychodzi"), validate_choice=False)
    sent = DayField(_l("Dzień nadania lub wręczenia"), [NotLater()], default=lambda: database.clock().today())

    def fill(self, *, has_email: bool) -> None:
        """Offer e-mail only where there is an address and the letter is for whoever gave it."""
        ways = [way for way in LetterChannel if has_email or way is not LetterChannel.EMAIL]
        self.channel.choices = [(way.value, LETTER_CHANNELS[way.value]) for way in ways]

    def validate_channel(self, field: RadioField) -> None:
        """One of the list."""
        if field.data not in {value for value, *_label in field.choices}:
            raise ValidationError(_("Nie wybrano, jak pismo wychodzi. Proszę wskazać jedną z dróg."))

    def sending(self) -> Sending:
        """The typed way and day."""
        return Sending(LetterChannel(self.channel.data), self.sent.data)


class DiscardLetterForm(StepForm):
    """Throwing a draft away; ``row_version`` in these forms is the letter's own."""


def values_of(letter: ComplaintLetter) -> dict[str, object]:
    """A letter as its form shows it."""
    return words_of(letter) | {"row_version": str(letter.row_version)}


def words_of(letter: ComplaintLetter) -> dict[str, object]:
    """What can be typed of a letter, as it is stored."""
    return {field.name: getattr(letter, field.name) for field in fields(LetterTyped)}


def _named(template: LetterTemplate) -> str:
    return str(_("%(letter)s – %(source)s", letter=LETTERS[template.id], source=template.source))
