"""The forms of a review."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from office.forms.records import RecordForm
from office.models import Person
from quality.labels import CONCLUSIONS
from quality.rules import DEFAULT_DAYS, LONGEST_WORDS, BadReview, Conclusion
from web import database
from web.dayfield import DayField
from web.forms import AtMost, Needed, tidy


def in_two_weeks() -> dt.date:
    """The last day a form offers."""
    return database.clock().today() + dt.timedelta(days=DEFAULT_DAYS)


class TakeForm(RecordForm):
    """Who looks into a signal, and until when."""

    owner = SelectField(_l("Kto wyjaśni"), validate_choice=False)
    due_on = DayField(_l("Do kiedy"), [Needed(_l("Brak terminu. Proszę podać dzień."))], default=in_two_weeks)

    def fill(self, people: Sequence[Person]) -> None:
        """Offer the people who may own it."""
        self.owner.choices = [(str(one.id), one.display_name) for one in people]

    def person(self, people: Sequence[Person]) -> Person:
        """The person chosen. Raises BadReview for one who was not offered."""
        found = next((one for one in people if str(one.id) == str(self.owner.data)), None)
        if found is None:
            raise BadReview("nobody of the list was chosen", code="cannot_own", field="owner")
        return found


class ConcludeForm(RecordForm):
    """What a signal turned out to be."""

    kind = SelectField(
        _l("Wynik"),
        [Needed(_l("Proszę wybrać, czym był ten sygnał."))],
        choices=[("", _l("proszę wybrać")), *((kind.value, words) for kind, words in CONCLUSIONS.items())],
    )
    words = TextAreaField(
        _l("Ustalenia"),
        [Needed(_l("Proszę napisać w kilku słowach, co ustalono.")), AtMost(LONGEST_WORDS)],
        description=_l("Co sprawdzono, co znaleziono i co z tego wynika. Bez danych osób."),
        render_kw={"rows": 6},
    )

    def conclusion(self) -> Conclusion:
        """The kind chosen; the form let no other through."""
        return Conclusion(self.kind.data)


class ReopenForm(RecordForm):
    """Why a concluded review is looked at again."""

    words = TextAreaField(
        _l("Powód ponownego otwarcia"),
        [Needed(_l("Proszę napisać, dlaczego trzeba do tego wrócić.")), AtMost(LONGEST_WORDS)],
        description=_l("Bez danych osób."),
        render_kw={"rows": 4},
    )


def said(form: ConcludeForm | ReopenForm) -> str:
    """The words as typed, tidy."""
    return tidy(form.words.data)


def mine(people: Sequence[Person], person_id: uuid.UUID | None) -> str:
    """The owner a form offers first: the reader, if they may be it."""
    return str(person_id) if person_id in {one.id for one in people} else ""
