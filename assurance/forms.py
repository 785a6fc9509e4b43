"""What evidence somebody asks for: one form, three ways to fill it in."""

from __future__ import annotations

import re
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import ValidationError

from analytics.measures.period import Month
from assurance.evidence.extent import CASES, MONTH, SAMPLE, Extent, NoEvidence
from web.forms import AtMost, Form, tidy

LARGEST_SAMPLE: Final = 500
LARGEST_SEED: Final = 2**31
KINDS: Final = {
    MONTH: _l("Wyniki miesiąca i cały zapis zdarzeń, z którego wynikają"),
    SAMPLE: _l("Próba kontrolna: losowo wybrane sprawy z każdego wydziału"),
    CASES: _l("Wybrane sprawy"),
}
SENTENCES: Final = {
    "unknown_case": _l("W rejestrze nie ma sprawy %(number)s. Proszę sprawdzić numer."),
    "no_cases": _l("Nie ma spraw, z których można zrobić pakiet."),
    "too_many": _l("Pakiet mieści najwyżej %(limit)s spraw. Proszę wziąć pakiet miesiąca."),
    "no_record": _l("Nie ma jeszcze żadnego wpisu, więc nie ma czego dowodzić."),
    "foreign_key": _l("Klucz pieczęci nie jest kluczem tego zapisu. Administrator musi wskazać właściwy."),
}
"""What is refused, in words."""


class EvidenceForm(Form):
    """A month, a sample or cases. Only the fields of what was chosen are read."""

    kind = RadioField(_l("Co ma zawierać pakiet"), choices=list(KINDS.items()), default=MONTH)
    month = StringField(_l("Miesiąc wyników"))
    size = StringField(_l("Ile spraw z każdego wydziału"), default="25", render_kw={"inputmode": "numeric"})
    seed = StringField(_l("Ziarno losowania"), default="1", render_kw={"inputmode": "numeric"})
    numbers = TextAreaField(_l("Numery wybranych spraw"), [AtMost(4000)], render_kw={"rows": 3})

    def validate_month(self, field: StringField) -> None:
        """Written 2026-10."""
        if self.kind.data == MONTH:
            try:
                Month.parse(tidy(field.data))
            except ValueError:
                raise ValidationError(_l("Miesiąc zapisuje się tak: 2026-10.")) from None

    def validate_size(self, field: StringField) -> None:
        """A small whole number."""
        if self.kind.data == SAMPLE and not 1 <= _whole(field.data) <= LARGEST_SAMPLE:
            raise ValidationError(_l("Proszę podać liczbę od 1 do 500."))

    def validate_seed(self, field: StringField) -> None:
        """A whole number."""
        if self.kind.data == SAMPLE and not 0 <= _whole(field.data) <= LARGEST_SEED:
            raise ValidationError(_l("Ziarno to liczba całkowita, na przykład 7. Ta sama daje tę samą próbę."))

    def validate_numbers(self, _field: TextAreaField) -> None:
        """At least one."""
        if self.kind.data == CASES and not self.listed():
            raise ValidationError(_l("Proszę podać numery spraw, każdy w osobnym wierszu albo po przecinku."))

    def listed(self) -> tuple[str, ...]:
        """The numbers, one a line or between commas."""
        found = (" ".join(one.split()) for one in re.split(r"[\n,;]", self.numbers.data or ""))
        return tuple(one for one in found if one)

    def extent(self) -> Extent:
        """What was asked for."""
        if self.kind.data == MONTH:
            return Extent(MONTH, month=tidy(self.month.data))
        if self.kind.data == CASES:
            return Extent(CASES, numbers=self.listed())
        return Extent(SAMPLE, size=_whole(self.size.data), seed=_whole(self.seed.data))

    def refuse_evidence(self, none: NoEvidence) -> None:
        """Say why there is none, beside its field."""
        sentence: Any = SENTENCES[none.code] % none.facts
        if none.code == "unknown_case":
            self.numbers.errors = [*self.numbers.errors, sentence]
        else:
            self.form_errors.append(sentence)


def _whole(text: str | None) -> int:
    """A whole number; -1 for anything else."""
    plain = tidy(text)
    return int(plain) if re.fullmatch(r"[0-9]{1,10}", plain) else -1
