"""What others saved while somebody wrote: told beside one's own words, and asked about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flask import request
from flask_babel import gettext as _
from wtforms import BooleanField, StringField

from complaints import labels
from complaints.events import ComplaintTag
from complaints.forms.steps import StepForm
from complaints.queries.case import Case, Change, Happening
from complaints.rules.differing import Piece, differing
from ledger.queries import last_position
from office.queries import all_departments, people
from office.queries.lists import every_topic
from web import database
from web.dayfield import DayField
from web.filters import day
from web.forms import tidy

Stored = Callable[[], Mapping[str, Any]]
"""What is stored now of what a form changes, by the names of its fields."""

TAKE: Final = "take_theirs"
"""What the button sends that fills the form with what is stored."""


@dataclass(frozen=True)
class Beside:
    """A field that is stored otherwise than it was typed: both in pieces, those that differ marked."""

    label: str
    theirs: tuple[Piece, ...]
    mine: tuple[Piece, ...]


@dataclass(frozen=True)
class Meanwhile:
    """Everything a page shows of a save that came too late.

    ``happenings``: what was recorded since the form was shown, newest first; ``beside``: what is stored otherwise than
    typed; ``value``: a fact of a change as people say it, ``before`` or ``after``; ``is_offered``: whether what is
    stored can be taken into the form.
    """

    happenings: Sequence[Happening]
    beside: Sequence[Beside]
    value: Callable[[Change, str], str]
    is_offered: bool = False


def meanwhile(form: StepForm, happenings: Sequence[Happening], stored: Stored | None) -> Meanwhile:
    """What changed since a form was shown; call it before the form is stamped anew. Three statements.

    A look at contact data changes nothing, and the page of a letter is one.
    """
    beside = besides(form, stored() if stored else {})
    later = (one for one in happenings if one.position > form.seen_position())
    since = [one for one in later if one.tag != ComplaintTag.CONTACT_LOOKED.text]
    return Meanwhile(since, beside, fact_value(), is_offered=bool(beside))


def fact_value() -> Callable[[Change, str], str]:
    """How the facts of a change are told: with the names of people, departments and topics. Three statements."""
    session = database.session()
    known = {**people(session), **all_departments(session), **every_topic(session)}
    names = {str(key): name for key, name in known.items()}
    return lambda change, which: labels.fact_words(change.fact, getattr(change, which), names)


def besides(form: StepForm, stored: Mapping[str, Any]) -> list[Beside]:
    """The fields of a form that are stored otherwise than they were typed, in the form's order."""
    found = []
    for field in form:
        if field.name in stored:
            theirs, mine = shown(field, stored[field.name]), shown(field, field.data)
            if theirs != mine:
                found.append(Beside(str(field.label.text), *differing(theirs, mine)))
    return found


def takes_theirs() -> bool:
    """Whether somebody asked for what is stored instead of what they typed. Nothing is written."""
    return request.method == "POST" and TAKE in request.form


def take(form: StepForm, stored: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Fill a form with what is stored; the texts that stood there, with their labels, to be copied."""
    mine = [
        (str(field.label.text), tidy(field.data))
        for field in form
        if field.name in stored and _is_text(field) and tidy(field.data) not in ("", tidy(stored[field.name]))
    ]
    for field in form:
        if field.name in stored:
            fill(field, stored[field.name])
    return mine


def fill(field: Any, value: Any) -> None:
    """Let a field hold a value."""
    field.data = value
    if isinstance(field, DayField):
        field.parts = (str(value.day), str(value.month), str(value.year)) if value else ("", "", "")


def stamp(form: StepForm, row_version: int, found: Case) -> None:
    """Let a form carry what its reader now knows: the present version, and all that is recorded. One statement."""
    form.row_version.data = str(row_version)
    form.seen.data = str(position_of(found))


def position_of(found: Case) -> int:
    """The last entry about a case. One statement."""
    return last_position(database.session(), f"complaint:{found.complaint.id}")


def shown(field: Any, value: Any) -> str:
    """A value of a field as people read it: the label of a choice, a day, yes or no, else the text."""
    if isinstance(field, BooleanField):
        return str(_("tak") if value else _("nie"))
    if isinstance(value, dt.date):
        return day(value)
    choices = {str(key): str(label) for key, label, *_rest in getattr(field, "choices", None) or ()}
    return choices.get(str(value), tidy(str(value or "")))


def _is_text(field: Any) -> bool:
    return isinstance(field, StringField) and not hasattr(field, "choices")
