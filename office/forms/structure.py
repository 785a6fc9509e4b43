"""Departments, services and desks, typed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from office.actions.desks import DeskTyped
from office.actions.services import ServiceTyped
from office.forms.records import LONGEST_REASON, RecordForm, today, typed
from office.labels.structure import UNITS
from office.models import Department
from web.dayfield import DayField
from web.forms import AtMost, Needed

NOBODY: Final = ""
SINCE: Final = _l("Brak pierwszego dnia. Proszę podać dzień, miesiąc i rok.")


def chosen(value: str | None) -> uuid.UUID | None:
    """The record behind a choice; None for none, and for what is no id."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def needed_reason(hint: Any) -> TextAreaField:
    """A reason that must be given."""
    return TextAreaField(
        _l("Powód"),
        [Needed(_l("Brak powodu. Za rok ktoś zapyta, dlaczego tak się stało; proszę napisać jedno zdanie.")),
         AtMost(LONGEST_REASON)],
        description=hint,
        render_kw={"rows": 2},
    )  # fmt: skip


REASON_HINT: Final = _l("Na przykład numer zarządzenia. Bez danych osobowych, zostanie w zapisie na zawsze.")


class DepartmentForm(RecordForm):
    """A new department."""

    code = StringField(
        _l("Kod"),
        [Needed(_l("Brak kodu. Proszę wpisać krótki symbol, na przykład „SO”.")), AtMost(60)],
        description=_l("Krótki symbol z regulaminu organizacyjnego. Zostaje na zawsze, także po zmianie nazwy."),
    )
    name = StringField(_l("Nazwa"), [Needed(_l("Brak nazwy. Proszę wpisać pełną nazwę wydziału.")), AtMost(200)])
    valid_from_on = DayField(_l("Działa od"), [Needed(SINCE)], default=today)


class RenameForm(RecordForm):
    """Another name of a department."""

    name = StringField(_l("Nowa nazwa"), [Needed(_l("Brak nowej nazwy. Proszę ją wpisać.")), AtMost(200)])
    since = DayField(_l("Obowiązuje od"), [Needed(SINCE)], default=today)
    reason = needed_reason(REASON_HINT)


class CloseForm(RecordForm):
    """The end of a department, and who goes on with what it did."""

    last = DayField(
        _l("Ostatni dzień działania"),
        [Needed(_l("Brak ostatniego dnia. Proszę podać dzień, miesiąc i rok."))],
        default=lambda: today() - dt.timedelta(days=1),
        description=_l("Najpóźniej wczoraj: do końca dnia mogą wpływać sprawy."),
    )
    successor = SelectField(
        _l("Kto przejmuje zadania"),
        validate_choice=False,
        description=_l(
            "Przy połączeniu kilku wydziałów każdy zamyka się osobno i wskazuje ten sam. Przy podziale wskazuje się "
            "ten, który przejmuje najwięcej; pojedyncze sprawy można potem przydzielić gdzie indziej."
        ),
    )
    with_roles = BooleanField(_l("Role osób przechodzą do wydziału, który przejmuje zadania"), default=True)
    reason = needed_reason(REASON_HINT)

    def fill(self, departments: Sequence[Department]) -> None:
        """Offer the departments that work."""
        listed = [(str(department.id), department.name) for department in departments]
        self.successor.choices = [(NOBODY, _l("nikt – zadania się kończą")), *listed]


class ServiceForm(RecordForm):
    """A service with its standard."""

    name = StringField(_l("Nazwa"), [Needed(_l("Brak nazwy. Proszę wpisać, co się tu załatwia.")), AtMost(200)])
    department_id = SelectField(_l("Wydział"), validate_choice=False)
    standard = StringField(
        _l("Standard w słowach"),
        [AtMost(300)],
        description=_l("Tak, jak przeczyta to mieszkaniec, na przykład „odpis wydajemy od ręki”."),
    )
    standard_number = IntegerField(
        _l("Najdłużej"), [Optional()], description=_l("Liczba, z którą porównuje się czas załatwienia.")
    )
    standard_unit = SelectField(_l("Jednostka czasu"), validate_choice=False)
    legal_basis = StringField(_l("Podstawa prawna"), [AtMost(300)])
    valid_from_on = DayField(_l("Obowiązuje od"), [Needed(SINCE)], default=today)

    def fill(self, departments: Sequence[Department]) -> None:
        """Offer the departments that work, and the units."""
        self.department_id.choices = department_choices(departments)
        self.standard_unit.choices = [(NOBODY, _l("bez standardu")), *UNITS.items()]

    def typed(self) -> ServiceTyped:
        """The typed service."""
        values = {**self.values(), "department_id": chosen(self.department_id.data) or uuid.UUID(int=0)}
        return ServiceTyped(**{**values, "standard_unit": self.standard_unit.data or ""})


class DeskForm(RecordForm):
    """A desk."""

    name = StringField(
        _l("Nazwa"), [Needed(_l("Brak nazwy. Proszę wpisać ją tak, jak stoi na tabliczce.")), AtMost(200)]
    )
    department_id = SelectField(_l("Wydział"), validate_choice=False)
    service_id = SelectField(_l("Usługa"), validate_choice=False)
    valid_from_on = DayField(_l("Działa od"), [Needed(SINCE)], default=today)

    def fill(self, departments: Sequence[Department], services: Sequence[tuple[uuid.UUID, str]]) -> None:
        """Offer departments and services that are there today."""
        self.department_id.choices = department_choices(departments)
        self.service_id.choices = [
            (NOBODY, _l("wszystkie sprawy wydziału")),
            *((str(key), name) for key, name in services),
        ]

    def typed(self) -> DeskTyped:
        """The typed desk."""
        return DeskTyped(
            typed(self.name),
            chosen(self.department_id.data) or uuid.UUID(int=0),
            self.valid_from_on.data,
            chosen(self.service_id.data),
        )


class ReasonForm(RecordForm):
    """A step that only needs its reason."""

    reason = needed_reason(_l("Na przykład: naklejka zginęła. Zostanie w zapisie na zawsze."))


def department_choices(departments: Sequence[Department]) -> list[tuple[str, Any]]:
    """One of the departments must be chosen."""
    return [(NOBODY, _l("Proszę wybrać")), *((str(department.id), department.name) for department in departments)]
