"""Several matters in one letter: the parts that become cases of their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField

from complaints.actions import PartTyped
from complaints.actions.splitting import MOST_PARTS
from complaints.forms.choices import chosen_department, department_choices
from complaints.forms.filing import LONGEST_SUBJECT
from complaints.forms.steps import StepForm
from complaints.labels import KINDS
from complaints.rules.kinds import LEGAL_KINDS, Kind
from office.models import Department
from web.forms import AtMost, tidy

PARTS: Final = range(1, MOST_PARTS + 1)
FIRST_SHOWN: Final = 2
"""Ours: most letters that are split hold one or two matters more."""


class SplitForm(StepForm):
    """The parts of a letter: ``kind_1``, ``subject_1``, ``text_1``, ``department_1`` and so on."""

    reason = StringField(_l("Powód"), [AtMost(300)])

    def offer(self, departments: Sequence[Department]) -> None:
        """Offer the departments of today for each part."""
        for number in PARTS:
            self[f"department_{number}"].choices = department_choices(departments)

    def is_empty(self, number: int) -> bool:
        """Whether nothing was typed in a part."""
        return not (tidy(self[f"subject_{number}"].data) or tidy(self[f"text_{number}"].data))

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one part, each with a subject and words of its own."""
        is_good = bool(super().validate(extra_validators))
        filled = [number for number in PARTS if not self.is_empty(number)]
        for number in filled or [1]:
            for name in ("subject", "text"):
                field = self[f"{name}_{number}"]
                if not tidy(field.data) and not field.errors:
                    field.errors = [_("Pole jest puste. Każda część potrzebuje tematu i własnej treści.")]
                    is_good = False
        return is_good

    def parts(self) -> list[PartTyped]:
        """The parts in which something was typed."""
        return [
            PartTyped(
                Kind(self[f"kind_{number}"].data),
                tidy(self[f"subject_{number}"].data),
                tidy(self[f"text_{number}"].data),
                chosen_department(self[f"department_{number}"].data),
            )
            for number in PARTS
            if not self.is_empty(number)
        ]


for _number in PARTS:
    setattr(
        SplitForm,
        f"kind_{_number}",
        SelectField(_l("Rodzaj"), choices=[(kind.value, KINDS[kind.value]) for kind in LEGAL_KINDS]),
    )
    setattr(SplitForm, f"subject_{_number}", StringField(_l("Sprawa w jednym zdaniu"), [AtMost(LONGEST_SUBJECT)]))
    setattr(SplitForm, f"text_{_number}", TextAreaField(_l("Ta część pisma"), [AtMost(20_000)]))
    setattr(SplitForm, f"department_{_number}", SelectField(_l("Wydział"), validate_choice=False))
