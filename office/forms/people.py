"""People, roles, absences and deputies, typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField

from kernel.permissions import Role
from office.forms.records import EMAIL, RecordForm, today
from office.forms.structure import NOBODY, SINCE, needed_reason
from office.labels.structure import ROLES
from office.models import Department, Person
from web.dayfield import DayField
from web.forms import AtMost, Needed

UNTIL: Final = _l("Brak ostatniego dnia. Proszę podać dzień, miesiąc i rok.")
WHOLE_OFFICE: Final = NOBODY


class _Who(RecordForm):
    """What is known of a person."""

    display_name = StringField(_l("Imię i nazwisko"), [Needed(_l("Brak imienia i nazwiska.")), AtMost(200)])
    post = StringField(
        _l("Stanowisko"), [AtMost(200)], description=_l("Widać je obok nazwiska, na przykład „inspektor”.")
    )
    email = StringField(_l("E-mail"), [AtMost(200), EMAIL], description=_l("Służbowy. Tu przychodzą powiadomienia."))


class NewPersonForm(_Who):
    """A new member of staff with a first role."""

    login = StringField(
        _l("Login"),
        [Needed(_l("Brak loginu. Proszę wpisać na przykład „anna.nowak”."))],
        description=_l("Małe litery, cyfry, kropka, łącznik. Nie da się go później zmienić."),
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    role = SelectField(_l("Rola"), choices=[(role.value, ROLES[role.value]) for role in Role])
    department = SelectField(_l("Wydział"), validate_choice=False)

    def fill(self, departments: Sequence[Department]) -> None:
        """Offer the departments that work."""
        self.department.choices = scope_choices(departments)


class PersonForm(_Who):
    """A person corrected."""


class GrantForm(RecordForm):
    """A role for a person."""

    role = SelectField(_l("Rola"), choices=[(role.value, ROLES[role.value]) for role in Role])
    department = SelectField(_l("Wydział"), validate_choice=False)
    since = DayField(_l("Od"), [Needed(SINCE)], default=today)
    until = DayField(_l("Do"), description=_l("Puste: do odwołania."))
    reason = needed_reason(_l("Na przykład zakres czynności z dnia. Zostanie w zapisie na zawsze."))

    def fill(self, departments: Sequence[Department]) -> None:
        """Offer the departments that work."""
        self.department.choices = scope_choices(departments)


class RevokeForm(RecordForm):
    """The end of a role."""

    last = DayField(_l("Ostatni dzień"), [Needed(UNTIL)], default=today)
    reason = needed_reason(_l("Na przykład: zmiana zakresu czynności. Zostanie w zapisie na zawsze."))


class AbsenceForm(RecordForm):
    """Who is away, and when. Why is not asked."""

    person = SelectField(_l("Kto"), validate_choice=False)
    since = DayField(_l("Od"), [Needed(SINCE)], default=today)
    until = DayField(_l("Do (ostatni dzień nieobecności)"), [Needed(UNTIL)])

    def fill(self, people: Sequence[Person]) -> None:
        """Offer the people whose absences the reader may enter."""
        self.person.choices = person_choices(people)


class ShortenForm(RecordForm):
    """The new last day of an absence."""

    last = DayField(_l("Ostatni dzień nieobecności"), [Needed(UNTIL)], default=today)


class DeputyForm(RecordForm):
    """Who acts for whom, where and when."""

    person = SelectField(_l("Kogo"), validate_choice=False)
    deputy = SelectField(_l("Kto zastępuje"), validate_choice=False)
    department = SelectField(_l("Gdzie"), validate_choice=False)
    since = DayField(_l("Od"), [Needed(SINCE)], default=today)
    until = DayField(_l("Do"), [Needed(UNTIL)])

    def fill(
        self, people: Sequence[Person], deputies: Sequence[Person], departments: Sequence[Department], *, anywhere: bool
    ) -> None:
        """Offer people and departments; ``anywhere``: also wherever the person's rights hold."""
        self.person.choices = person_choices(people)
        self.deputy.choices = person_choices(deputies)
        everywhere = [(NOBODY, _l("wszędzie, gdzie ta osoba ma uprawnienia"))] if anywhere else []
        self.department.choices = [*everywhere, *((str(one.id), one.name) for one in departments)]


def scope_choices(departments: Sequence[Department]) -> list[tuple[str, Any]]:
    """The whole office or one department."""
    return [(WHOLE_OFFICE, _l("cały urząd")), *((str(one.id), one.name) for one in departments)]


def person_choices(people: Sequence[Person]) -> list[tuple[str, Any]]:
    """One of the people must be chosen; the post tells namesakes apart."""
    return [
        (NOBODY, _l("Proszę wybrać")),
        *((str(one.id), f"{one.display_name}, {one.post}" if one.post else one.display_name) for one in people),
    ]
