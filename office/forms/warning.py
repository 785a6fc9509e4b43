"""How early somebody is warned of the end of a term, typed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, TextAreaField

from kernel.terms import WARNING_WORKING_DAYS
from office.actions.warning import WarningTyped
from office.forms.lists import since_field
from office.forms.records import RecordForm
from office.rules.warning import FEWEST, MOST
from web.forms import AtMost, Needed


class WarningForm(RecordForm):
    """From which day, how many working days before the end of a term, and why."""

    valid_from_on = since_field()
    working_days = SelectField(
        _l("Dni robocze przed końcem terminu"),
        coerce=int,
        choices=[(days, str(days)) for days in range(FEWEST, MOST + 1)],
        default=WARNING_WORKING_DAYS,
        description=_l(
            "Tego dnia sprawa trafia do porannego przypomnienia i na listę spraw, którym kończy się termin."
        ),
    )
    grounds = TextAreaField(
        _l("Dlaczego"),
        [Needed(_l("Brak powodu. Proszę napisać jedno zdanie, bez danych osobowych.")), AtMost(300)],
        description=_l("Jedno zdanie, bez danych osobowych. Zostanie w zapisie na zawsze."),
        render_kw={"rows": 2},
    )

    def typed(self) -> WarningTyped:
        """The typed setting."""
        return WarningTyped(**self.values())
