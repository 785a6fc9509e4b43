"""Linking a case with an earlier one."""

from __future__ import annotations

import uuid

from wtforms import HiddenField

from complaints.actions import How
from complaints.forms.choices import chosen_department
from complaints.forms.steps import StepForm


class LinkForm(StepForm):
    """Which case, and how it belongs here. The button says how: ``duplicate`` or ``earlier`` holds the other's id."""

    duplicate = HiddenField()
    earlier = HiddenField()

    def chosen(self) -> tuple[How, uuid.UUID] | None:
        """How, and the other case; None when no button said so."""
        for how in How:
            other = chosen_department(self[how.value].data)
            if other is not None:
                return how, other
        return None
