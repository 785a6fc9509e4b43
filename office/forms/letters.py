"""Letter data and signatories, typed."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from office.actions.letters import LettersTyped, SignatoryTyped
from office.forms.lists import since_field
from office.forms.records import RecordForm
from office.labels.cases import KINDS
from office.models import Person
from web import database
from web.boxes import BoxesField
from web.forms import AtMost, tidy

LONGEST_CLAUSE = 6_000
"""Characters: three pages; the clause stands on the page about personal data and goes out with letters."""


def _clause(label: Any) -> TextAreaField:
    return TextAreaField(label, [AtMost(LONGEST_CLAUSE)], render_kw={"rows": 10})


class LettersForm(RecordForm):
    """Letterhead, footer and clauses on personal data."""

    letterhead = TextAreaField(
        _l("Nagłówek pism"),
        [AtMost(600)],
        description=_l("Wiersze pod herbem, na przykład nazwa, adres, telefon, adres do e-Doręczeń."),
        render_kw={"rows": 4},
    )
    footer = TextAreaField(_l("Stopka pism"), [AtMost(600)], render_kw={"rows": 3})
    privacy_pl = _clause(_l("Klauzula o danych osobowych po polsku"))
    privacy_en = _clause(_l("Klauzula o danych osobowych po angielsku"))
    privacy_uk = _clause(_l("Klauzula o danych osobowych po ukraińsku"))

    def typed(self) -> LettersTyped:
        """The typed data."""
        return LettersTyped(**self.values())


class SignatoryForm(RecordForm):
    """Somebody who signs, and what for."""

    person_id = SelectField(
        _l("Osoba z urzędu"),
        validate_choice=False,
        description=_l("Gdy jest na liście, imię, nazwisko i stanowisko można zostawić puste: program je przepisze."),
    )
    name = StringField(_l("Imię i nazwisko pod pismem"), [AtMost(200)])
    post = StringField(_l("Stanowisko pod pismem"), [AtMost(200)])
    departments = BoxesField(_l("Wydziały"), description=_l("Żaden zaznaczony: wszystkie."), validate_choice=False)
    kinds = BoxesField(_l("Rodzaje spraw"), choices=list(KINDS.items()), description=_l("Żaden zaznaczony: wszystkie."))
    number = StringField(_l("Numer upoważnienia"), [AtMost(60)])
    valid_from_on = since_field()

    def person(self) -> Person | None:
        """The chosen person."""
        try:
            return database.session().get(Person, uuid.UUID(str(self.person_id.data)))
        except ValueError:
            return None

    def validate_name(self, field: StringField) -> None:
        """A person of the list, or a name."""
        if not tidy(field.data) and self.person() is None:
            raise ValidationError(_l("Proszę wybrać osobę z listy albo wpisać imię i nazwisko."))

    def validate_post(self, field: StringField) -> None:
        """A person of the list, or a post. Source: art. 238 § 1 KPA, which wants both under an answer."""
        if not tidy(field.data) and self.person() is None:
            raise ValidationError(_l("Brak stanowiska: musi stać pod odpowiedzią (art. 238 § 1 KPA)."))

    def validate_departments(self, field: BoxesField) -> None:
        """Only of the list."""
        if not set(field.data or ()) <= {value for value, *_label in field.choices or ()}:
            raise ValidationError(_l("Nie ma takiego wydziału. Proszę wybrać z listy."))

    def typed(self) -> SignatoryTyped:
        """The typed signatory; name and post of a chosen person stand in for empty ones."""
        person = self.person()
        values = {**self.values(), "person_id": person.id if person else None}
        if person:
            values |= {"name": values["name"] or person.display_name, "post": values["post"] or person.post}
        return SignatoryTyped(**values)
