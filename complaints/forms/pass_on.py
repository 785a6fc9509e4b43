"""Who gets the cases of somebody who is away: one choice for all, another for single ones."""

from __future__ import annotations

import uuid

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from complaints.actions import Passing
from complaints.forms.choices import chosen_department
from web.forms import Form

STAYS = "stays"
"""Chosen for a case that is not passed on although the others are."""


class PassOnForm(Form):
    """``all``: who gets every case; ``to-<case>``: who gets this one instead; ``version-<case>``: what was in front."""

    may_wait = BooleanField(_l("Sprawy mogą zaczekać, także jeśli ta osoba jest dziś nieobecna"))
    lacks_choice = False

    def chosen(self, case_id: uuid.UUID) -> str:
        """What was chosen for a case, as typed."""
        return request.form.get(f"to-{case_id}", "")

    @property
    def for_all(self) -> str:
        """What was chosen for all, as typed."""
        return request.form.get("all", "")

    def wanted(self) -> list[Passing]:
        """The cases that are to be passed on, in the order of the page; what cannot be read is left out."""
        found = []
        for name, written in request.form.items():
            case_id = chosen_department(name.removeprefix("version-")) if name.startswith("version-") else None
            if case_id is None or not written.isascii() or not written.isdigit():
                continue
            handler_id = chosen_department(self.chosen(case_id) or self.for_all)
            if handler_id is not None:
                found.append(Passing(case_id, handler_id, min(int(written[:9]), 10**9)))
        return found
