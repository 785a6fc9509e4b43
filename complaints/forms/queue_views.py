"""Naming a view of the queue, and giving ticked cases to somebody."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, StringField
from wtforms.validators import ValidationError

from complaints import labels
from complaints.actions.reassign import Passing
from complaints.forms.choices import chosen_department as chosen
from web.forms import AtMost, Form, Needed, printable

TICK = re.compile(r"([0-9a-f-]{36}):([0-9]{1,9})", re.ASCII)
MOST_TICKED = 100
"""More than a page shows; whoever sends more made the request by hand."""


class ViewForm(Form):
    """The name of a view; ``query`` is the filter it stands for."""

    name = StringField(
        _l("Nazwa widoku"), [Needed(_l("Brak nazwy. Proszę nazwać widok, na przykład „Moje pilne”.")), AtMost(60)]
    )
    query = HiddenField()


class GiveForm(Form):
    """Who gets the ticked cases. ``back``: the filter to return to."""

    handler = SelectField(_l("Osoba prowadząca"), validate_choice=False)
    may_wait = BooleanField(_l("Sprawy mogą zaczekać, aż ta osoba wróci"))
    back = HiddenField()

    def fill(self, people: Mapping[uuid.UUID, str], away: Mapping[uuid.UUID, dt.date]) -> None:
        """Offer people, with a mark beside those who are away."""
        named = ((str(key), labels.named(name, away.get(key))) for key, name in people.items())
        self.handler.choices = [("", _l("Proszę wybrać")), *named]

    def validate_handler(self, field: SelectField) -> None:
        """Somebody has to be chosen."""
        if chosen(field.data) is None:
            raise ValidationError(_("Nie wybrano osoby. Proszę wskazać, kto poprowadzi sprawy."))

    def ticked(self) -> dict[uuid.UUID, int]:
        """The ticked cases, or all of the page, with the version each had on it."""
        sent = request.form.get("page", "").split() if request.form.get("all") else request.form.getlist("case")
        read = [TICK.fullmatch(printable(one)) for one in sent[:MOST_TICKED]]
        keyed = [(chosen(one[1]), int(one[2])) for one in read if one]
        return {key: version for key, version in keyed if key is not None}

    def wanted(self, reachable: set[uuid.UUID]) -> list[Passing]:
        """What to do with those the person can reach."""
        handler_id = uuid.UUID(self.handler.data)
        return [Passing(key, handler_id, version) for key, version in self.ticked().items() if key in reachable]
