"""What is typed to publish a month and to ask for a pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField, ValidationError
from wtforms.widgets import DateTimeLocalInput

from analytics.actions import PackWanted
from analytics.forms import LONGEST_REASON, MOST_MONTHS
from analytics.measures.period import Month, Period
from analytics.moments import NO_MOMENT
from analytics.reports.as_of import parsed
from kernel.errors import NotFound
from web.forms import AtMost, Form
from web.languages import DEFAULT, LANGUAGES


class PublishForm(Form):
    """The confirmation that a month is published. ``seen``: the newest edition when the page was made, 0 for none."""

    reason = TextAreaField(_l("Powód nowego wydania"), [AtMost(LONGEST_REASON)])
    seen = HiddenField()

    def edition(self) -> int:
        """The edition that was seen. Raises NotFound for what no page of ours sends."""
        written = str(self.seen.data or "")
        if not (written.isdecimal() and len(written) < 6):
            raise NotFound
        return int(written)


class PackForm(Form):
    """The months a pack is asked for, one and the same for a single month; its language; an earlier moment."""

    first = SelectField(_l("Od miesiąca"))
    last = SelectField(_l("Do miesiąca"))
    language = SelectField(_l("Język"), choices=list(LANGUAGES.items()), default=DEFAULT)
    as_of = StringField(_l("Stan na dzień i godzinę"), widget=DateTimeLocalInput())

    @classmethod
    def of(cls, months: Sequence[tuple[str, str]], default: Month) -> PackForm:
        """The form with the months one may choose, as (written, named)."""
        form = cls(data={"first": str(default), "last": str(default)})
        form.first.choices = form.last.choices = list(months)
        return form

    def validate_last(self, field: SelectField) -> None:
        """A run goes forwards and is not too long."""
        first, last = str(self.first.data), str(field.data)
        offered = {written for written, _name in self.first.choices or ()}
        if not {first, last} <= offered:
            return  # the choices say what is wrong
        if first > last:
            raise ValidationError(_l("Ostatni miesiąc jest przed pierwszym. Proszę zamienić je miejscami."))
        if last >= str(Month.parse(first).plus(MOST_MONTHS)):
            raise ValidationError(_l("Paczka obejmuje najwyżej 60 miesięcy. Proszę wybrać krótszy okres."))

    def validate_as_of(self, field: StringField) -> None:
        """A moment or nothing."""
        try:
            self.moment()
        except (ValueError, OverflowError):
            raise ValidationError(NO_MOMENT) from None

    def moment(self) -> dt.datetime | None:
        """The earlier moment asked for, cut to the second; None for now. Raises ValueError for what is none."""
        written = str(self.as_of.data or "").strip()
        return parsed(written).replace(microsecond=0) if written else None

    def wanted(self) -> PackWanted:
        """The pack asked for."""
        period = Period.of(Month.parse(str(self.first.data)), Month.parse(str(self.last.data)))
        return PackWanted(period, str(self.language.data), then=self.moment())
