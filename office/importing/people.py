"""The office's people from a file: a row for each role somebody holds. No passwords: those come by invitation."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from imports.errors import BadValue
from imports.fields import Fields
from imports.report import Report
from imports.summary import Summary
from imports.values import read_text
from kernel.clock import Clock
from kernel.permissions import Actor, Grant, Role
from office.actions import add_person, grant_role
from office.importing.lists import Headings, Progress, read_rows
from office.models import Department, Person
from office.queries import departments
from office.rules import LOGIN
from office.rules.contact import is_email
from office.rules.roles import IN_A_DEPARTMENT, BadRole

HEADINGS: Final = Headings(
    {"login": "login", "name": "imię i nazwisko", "role": "rola"},
    {"post": "stanowisko", "email": "e-mail", "department": "wydział"},
)
LONGEST: Final = 200
"""Characters the columns hold."""

ROLES: Final = {
    "kancelaria": Role.CLERK,
    "prowadzący": Role.HANDLER,
    "kierownik": Role.HEAD,
    "jakość": Role.QUALITY_OFFICER,
    "audytor": Role.AUDITOR,
    "kierownictwo": Role.MANAGEMENT,
    "administrator": Role.ADMINISTRATOR,
}
"""What a file calls a role; the names of the command line (clerk, handler ...) do as well."""

SAMPLE: Final = (
    ("anna.przykladowa", "Anna Przykładowa", "prowadzący", "inspektor", "anna@urzad.example", "SO"),
    ("jan.wzorowy", "Jan Wzorowy", "kierownik", "kierownik wydziału", "", "SO"),
    ("ewa.probna", "Ewa Próbna", "audytor", "audytor wewnętrzny", "", ""),
)
"""Rows of the sample file."""


def import_people(
    session: Session, clock: Clock, actor: Actor, path: Path, report: Report, progress: Progress = lambda _bytes: None
) -> Summary:
    """Add the people of a file and give them their roles from today on, an entry for each.

    A row that tells nothing new is known. Raises BadFile, ImportRefused (no_office).
    """
    return read_rows(session, path, HEADINGS, report, progress, _PeopleImport(session, clock, actor).take)


class _PeopleImport:
    """One run over one file: who was there before, and what the file has told so far."""

    def __init__(self, session: Session, clock: Clock, actor: Actor) -> None:
        self._session, self._clock, self._actor = session, clock, actor
        self._people = {person.login: person for person in session.scalars(select(Person))}
        self._seen: set[tuple[str, Grant]] = set()
        self._departments: dict[str, Department] = {}
        for department in departments(session, clock.today()):
            self._departments.setdefault(department.name.casefold(), department)
            self._departments[department.code.casefold()] = department

    def take(self, fields: Fields) -> bool | None:
        """Take the present row: True when it told something new, None when it is refused."""
        login = fields.read("login", _read_login, is_needed=True)
        name = fields.read("name", _read_short, is_needed=True)
        role = fields.read("role", read_role, is_needed=True)
        post, email = fields.read("post", _read_short), fields.read("email", _read_email)
        department = fields.read("department", self._read_department)
        if login is None or name is None or role is None or fields.refused():
            return None
        grant = Grant(role, department.id if department else None)
        if not self._fits(fields, login, name, grant):
            return None
        if login not in self._people:
            self._people[login] = self._add(login, name, post or "", email or "")
        person = self._people[login]
        try:
            grant_role(self._session, self._clock, self._actor, person=person, role=role, department=department)
        except BadRole as bad:  # what else can be wrong was looked at before
            if bad.code != "not_active":
                return False
            fields.refuse("login", "not_active")
            return None
        return True

    def _fits(self, fields: Fields, login: str, name: str, grant: Grant) -> bool:
        there = self._people.get(login)
        if there is not None and there.display_name != name:
            fields.refuse("login", "login_of_another", {"name": there.display_name})
        elif (login, grant) in self._seen:
            fields.refuse("login", "double_role")
        elif grant.department_id is not None and grant.role not in IN_A_DEPARTMENT:
            fields.refuse("department", "whole_office_role")
        self._seen.add((login, grant))
        return not fields.refused()

    def _add(self, login: str, name: str, post: str, email: str) -> Person:
        return add_person(
            self._session,
            self._clock,
            self._actor,
            login=login,
            display_name=name,
            post=post,
            email=email,
            password=None,
        )

    def _read_department(self, text: str) -> Department:
        found = self._departments.get(text.casefold())
        if found is None:
            known = ", ".join(sorted({department.code for department in self._departments.values()}))
            raise BadValue(code="no_such_department", value=text, known=known)
        return found


def read_role(text: str) -> Role:
    """A role by its Polish word or its name. Raises BadValue: unknown_role."""
    word = text.casefold()
    if word in ROLES:
        return ROLES[word]
    try:
        return Role(word.replace("-", "_").replace(" ", "_"))
    except ValueError:
        raise BadValue(code="unknown_role", value=text, known=", ".join(ROLES)) from None


def _read_login(text: str) -> str:
    login = text.lower()
    if not LOGIN.fullmatch(login):
        raise BadValue(code="bad_login", value=text)
    return login


def _read_email(text: str) -> str:
    if not is_email(text):
        raise BadValue(code="bad_email", value=text)
    return _read_short(text)


def _read_short(text: str) -> str:
    return read_text(text, LONGEST)
