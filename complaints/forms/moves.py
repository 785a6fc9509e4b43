"""One form for every step of the legal way: it shows what the move asks for, and no more."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from complaints.actions import StepTyped
from complaints.forms.choices import chosen_department
from complaints.forms.sent import NotLater
from complaints.forms.steps import StepForm
from complaints.labels import BASES, CHANNELS, DAYS, KINDS, RESULTS, TEXTS, UNTILS
from complaints.models import Complaint
from complaints.rules.advice import Advised
from complaints.rules.bases import bases_for
from complaints.rules.calls import takes_a_day
from complaints.rules.course import Course
from complaints.rules.kinds import LEGAL_KINDS, SENT_BY, Kind
from complaints.rules.moves import NEEDS, Move
from complaints.rules.outcomes import RESULTS as RESULTS_OF
from complaints.rules.proposals import proposed_basis, proposed_body, proposed_day, proposed_until
from office.models import OutsideBody
from office.rules.bodies import BodyKind
from web import database
from web.dayfield import DayField
from web.forms import AtMost, tidy

EXTRAS: Final[dict[Move, tuple[str, ...]]] = {
    Move.CALL: ("until", "channel"),
    Move.SERVED: ("until",),
    Move.COMPLETE: ("text",),
    Move.LEAVE: ("text",),
    Move.TRANSFER: ("text", "reference"),
    Move.POINT: ("text",),
    Move.TO_COUNCIL: ("text",),
    Move.DELAY: ("reference", "channel"),
    Move.EXTEND: ("reference", "channel"),
    Move.TELL: ("channel",),
    Move.PASS_UP: ("text",),
    Move.PASS_ON: ("text",),
    Move.OWN_DECISION: ("text",),
    Move.RESULT: ("reference", "text"),
    Move.WITHDRAW: ("text",),
}
"""What a step can say beyond what it must."""

ORDER: Final = ("happened", "kind", "basis", "body", "earlier", "other", "until", "reference", "text", "channel")


def fields_of(move: Move) -> tuple[str, ...]:
    """The fields a move's form shows, in their order."""
    wanted = {*NEEDS.get(move, ()), *EXTRAS.get(move, ())}
    return tuple(name for name in ORDER if name in wanted)


def shown_for(move: Move, complaint: Complaint) -> tuple[str, ...]:
    """The fields of a move for a case: a call asks for a last day only where the law lets the office set one."""
    fields = fields_of(move)
    if move is Move.CALL and not takes_a_day(complaint.kind, complaint.received_on):
        return tuple(name for name in fields if name != "until")
    return fields


def _fits(move: Move, body: OutsideBody) -> bool:
    """The council has a step of its own; everything else goes to the others."""
    if move in (Move.TO_COUNCIL, Move.TRANSFER):
        return (body.kind == BodyKind.COUNCIL) is (move is Move.TO_COUNCIL)
    return True


def _put(field: DayField, day: dt.date | None) -> None:
    field.data = day
    field.parts = (str(day.day), str(day.month), str(day.year)) if day else ("", "", "")


class MoveForm(StepForm):
    """A step as typed."""

    happened = DayField(_l("Dzień"), [NotLater()], default=lambda: database.clock().today())
    kind = SelectField(_l("Rodzaj"), validate_choice=False)
    basis = SelectField(_l("Podstawa"), validate_choice=False)
    body = SelectField(_l("Organ"), validate_choice=False)
    earlier = StringField(_l("Numer wcześniejszej sprawy"), [AtMost(40)])
    other = StringField(_l("Numer tej drugiej sprawy"), [AtMost(40)])
    until = DayField(_l("Nowy termin"))
    reference = StringField(_l("Numer pisma albo rozstrzygnięcia"), [AtMost(120)])
    text = TextAreaField(_l("Uzasadnienie"), [AtMost(20_000)])
    channel = SelectField(
        _l("Jak wysłano"), choices=[(way.value, CHANNELS[way.value]) for way in SENT_BY], validate_choice=False
    )
    bodies: Sequence[OutsideBody] = ()

    def fill(self, complaint: Complaint, move: Move, bodies: Sequence[OutsideBody]) -> None:
        """Offer what fits the case and the move."""
        self.move, self.shown = move, shown_for(move, complaint)
        if move in DAYS:
            self.happened.label.text = DAYS[move]
        if move in UNTILS:
            self.until.label.text = UNTILS[move]
        if move in TEXTS:
            self.text.label.text = TEXTS[move]
        first: list[tuple[str, Any]] = [("", _l("Proszę wybrać"))]
        self.kind.choices = first + [(kind.value, KINDS[kind.value]) for kind in LEGAL_KINDS if kind != complaint.kind]
        if move is Move.RESULT:
            results = RESULTS_OF.get(Kind(complaint.kind), ())
            self.basis.choices = first + [(result.value, RESULTS[result.value]) for result in results]
        else:
            rules = bases_for(complaint.kind, move)
            self.basis.choices = first + [(rule.basis.value, BASES[rule.basis.value]) for rule in rules]
        fitting = [body for body in bodies if _fits(move, body)]
        self.body.choices = first + [(str(body.id), body.name) for body in fitting]
        self.bodies = fitting

    def propose(
        self,
        complaint: Complaint,
        course: Course | None,
        today: dt.date,
        advised: Sequence[Advised] = (),
        letter_on: dt.date | None = None,
    ) -> None:
        """Fill in what is likely before anybody types: the day, a lawful new one, the competent body, the basis.

        ``letter_on``: the day the letter of this step went out.
        """
        self.basis.data = proposed_basis(complaint.kind, self.move, [one.advice for one in advised])
        _put(self.happened, letter_on or proposed_day(self.move, today))
        if course is not None:
            _put(self.until, proposed_until(self.move, course, today))
        wanted = proposed_body(complaint.kind, complaint.about, complaint.matter, self.move)
        fitting = [body for body in self.bodies if body.kind == wanted]
        if len(fitting) == 1:
            self.body.data = str(fitting[0].id)

    def validate_happened(self, field: DayField) -> None:
        """The legal day, from which terms follow."""
        if "happened" in NEEDS.get(self.move, ()) and field.data is None and not field.errors:
            raise ValidationError(_("Brak dnia. Od niego zależą terminy sprawy."))

    def validate_channel(self, field: SelectField) -> None:
        """One of the ways letters go out, where the move asks for one."""
        if "channel" in fields_of(self.move) and field.data not in SENT_BY:
            raise ValidationError(_("Nie wybrano, jak wysłano. Proszę wskazać jeden ze sposobów z listy."))

    def validate_until(self, field: DayField) -> None:
        """The day that is announced."""
        if "until" in NEEDS.get(self.move, ()) and field.data is None and not field.errors:
            raise ValidationError(_("Brak nowego terminu. Zawiadomienie musi go podać."))

    def typed(self, other_id: uuid.UUID | None) -> StepTyped:
        """The typed step; what the form did not show stays empty."""
        shown = set(self.shown)

        def said(name: str) -> str:
            return tidy(self[name].data) if name in shown else ""

        return StepTyped(
            happened_on=self.happened.data if "happened" in shown else None,
            until_on=self.until.data if "until" in shown else None,
            body_id=chosen_department(self.body.data) if "body" in shown else None,
            basis=said("basis"),
            reference=said("reference"),
            channel=said("channel"),
            text=said("text"),
            kind=said("kind"),
            other_id=other_id,
        )
