"""Whom a case is about, in which matter, who stands behind it: the fields of the desk and of the case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField

from complaints.actions import Description
from complaints.forms.choices import chosen_department
from complaints.forms.steps import StepForm
from complaints.labels import ABOUT, COUNCILLORS, MATTERS
from complaints.rules.competence import About, Matter
from complaints.rules.kinds import Councillor
from office.models import Department, FilingClass, Person
from web.forms import AtMost, Form


class DescribedForm(Form):
    """The fields; a form of the desk and one of the case have them."""

    about = SelectField(_l("Kogo dotyczy skarga?"), choices=list(ABOUT.items()), default="")
    about_person = SelectField(_l("Pracownik, którego dotyczy"), validate_choice=False)
    about_department = SelectField(_l("Wydział, którego dotyczy skarga"), validate_choice=False)
    matter = SelectField(_l("Czyje to zadania?"), choices=list(MATTERS.items()), default=Matter.OWN.value)
    councillor = SelectField(
        _l("Czy to od posła, senatora albo radnego?"), choices=list(COUNCILLORS.items()), default=""
    )
    is_withheld = BooleanField(_l("Nie ujawniać wydziałowi, którego skarga dotyczy, danych osoby, która ją wniosła"))
    is_safety = BooleanField(_l("Chodzi o czyjeś bezpieczeństwo"))

    def offer_subjects(self, people: Sequence[Person], departments: Sequence[Department]) -> None:
        """Offer people and units of the office."""
        first: list[tuple[str, Any]] = [("", _l("nikt z listy"))]
        self.about_person.choices = first + [(str(one.id), f"{one.display_name}, {one.post}") for one in people]
        nowhere: list[tuple[str, Any]] = [("", _l("żaden z listy"))]
        self.about_department.choices = nowhere + [(str(one.id), one.name) for one in departments]

    def description(self) -> Description:
        """What was typed."""
        return Description(
            About(self.about.data),
            chosen_department(self.about_person.data),
            chosen_department(self.about_department.data),
            Matter(self.matter.data),
            Councillor(self.councillor.data),
            bool(self.is_withheld.data),
            bool(self.is_safety.data),
        )

    @property
    def is_described(self) -> bool:
        """Whether anything was typed that is not as usual: then the page shows these fields at once."""
        try:
            return self.description() != Description()
        except ValueError:  # a choice that is none
            return True


class DescribeForm(StepForm, DescribedForm):
    """What was found out about a case."""

    reason = StringField(_l("Powód zmiany"), [AtMost(300)])

    def show(self, known: Description) -> None:
        """Fill in what is known."""
        self.about.data, self.matter.data = known.about.value, known.matter.value
        self.about_person.data = str(known.person_id or "")
        self.about_department.data = str(known.department_id or "")
        self.councillor.data = known.councillor.value
        self.is_withheld.data, self.is_safety.data = known.is_withheld, known.is_safety


class SignForm(StepForm):
    """The class of the filing plan a case belongs to, which gives its sign."""

    filing_class = SelectField(_l("Klasa z wykazu akt"), validate_choice=False)
    reason = StringField(_l("Powód zmiany"), [AtMost(300)])

    def offer(self, classes: Sequence[FilingClass]) -> None:
        """Offer the classes of today."""
        first: list[tuple[str, Any]] = [("", _l("Proszę wybrać"))]
        self.filing_class.choices = first + [(str(one.id), f"{one.symbol} {one.title}") for one in classes]
