"""People: the list, one of them, and the roles they hold."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from kernel.permissions import Permission, Role
from office.actions import add_person, change_person, grant_role, revoke_role
from office.forms.auditors import AuditorForm
from office.forms.people import GrantForm, NewPersonForm, PersonForm, RevokeForm
from office.forms.structure import chosen
from office.labels.structure import ROLES
from office.models import Department, Person
from office.queries import (
    absent_on,
    all_departments,
    department_by_id,
    departments,
    people_page,
    person_by_id,
    role_by_id,
    roles_of,
)
from office.queries.history import changes_of, stream_of
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, step
from office.rules import is_valid_on
from office.rules.roles import checks_own_work
from web import database
from web.access import current_actor, requires
from web.forms import tidy


@blueprint.get("/administration/people", endpoint="people")
@requires(Permission.OFFICE_ADMINISTER)
def people_list() -> str:
    """Everybody, found by name, login, post or department."""
    session, today = database.session(), database.clock().today()
    text = tidy(request.args.get("q"))[:100]
    wanted = chosen(request.args.get("department"))
    page = people_page(session, today, text, wanted, max(request.args.get("page", 1, type=int), 1))

    def address(number: int) -> str:
        return url_for("office.people", q=text or None, department=wanted, page=number if number > 1 else None)

    return render_template(
        "office/people.html",
        page=page,
        text=text,
        wanted=wanted,
        departments=departments(session, today),
        names=all_departments(session),
        roles=ROLES,
        away=absent_on(session, today),
        is_held=lambda role: is_valid_on(role.from_on, role.to_on, today),
        is_odd=lambda person: checks_own_work(_roles_today(person.roles)),
        address=address,
    )


@blueprint.route("/administration/people/add", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def person_add() -> Answer:
    """Add somebody with a first role; the way in comes with an invitation."""
    form = NewPersonForm()
    del form.reason
    form.fill(_working())
    added: list[Person] = []

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        person = add_typed(form)
        added.append(person)
        return grant_role(
            session, clock, actor, person=person, role=Role(form.role.data), department=_chosen(form.department.data)
        )

    return step(
        form,
        act,
        back=lambda: _page(added[-1]),
        saved=_("Dodano osobę. Zaloguje się, gdy dostanie zaproszenie i ustawi hasło."),
        title=_("Nowa osoba"),
        go=_("Dodaj"),
        trail=_trail(),
    )


@blueprint.route("/administration/people/<uuid:person_id>", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def person(person_id: uuid.UUID) -> Answer:
    """One person: what is known, the roles, the history."""
    session, today = database.session(), database.clock().today()
    found = loaded(lambda: person_by_id(session, person_id))
    kept = {name: getattr(found, name) for name in ("display_name", "post", "email")}
    form = PersonForm(data={} if request.method == "POST" else {**kept, "row_version": str(found.row_version)})
    del form.reason

    def act() -> None:
        clock, actor = database.clock(), current_actor()
        change_person(session, clock, actor, found, **form.values(), row_version=form.version())

    roles = roles_of(session, found.id)
    return step(
        form,
        act,
        back=_page(found),
        saved=_("Zapisano."),
        template="office/person.html",
        title=found.display_name,
        go=_("Zapisz"),
        trail=_trail(),
        person=found,
        held=[role for role in roles if role.to_on is None or role.to_on >= today],
        over=[role for role in roles if role.to_on is not None and role.to_on < today],
        roles=ROLES,
        names=all_departments(session),
        is_odd=checks_own_work(_roles_today(roles)),
        away_until=absent_on(session, today).get(found.id),
        happened=changes_of(session, stream_of("person", found.id)),
    )


@blueprint.route("/administration/people/<uuid:person_id>/grant", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def role_grant(person_id: uuid.UUID) -> Answer:
    """Give a person a role."""
    found = loaded(lambda: person_by_id(database.session(), person_id))
    form = GrantForm()
    form.fill(_working())

    def act() -> object:
        return grant_role(
            database.session(),
            database.clock(),
            current_actor(),
            person=found,
            role=Role(form.role.data),
            department=_chosen(form.department.data),
            from_on=form.since.data,
            to_on=form.until.data,
            reason=form.why(),
        )

    return step(
        form,
        act,
        back=_page(found),
        saved=_("Nadano rolę."),
        title=_("Nowa rola: %(name)s", name=found.display_name),
        lead=_("Kto prowadzi sprawy, nie powinien ich jednocześnie audytować."),
        go=_("Nadaj rolę"),
        trail=_trail(found),
    )


@blueprint.route("/administration/people/<uuid:person_id>/roles/<uuid:assignment_id>", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def role_revoke(person_id: uuid.UUID, assignment_id: uuid.UUID) -> Answer:
    """Take a role from a person."""
    found = loaded(lambda: person_by_id(database.session(), person_id))
    assignment = loaded(lambda: role_by_id(database.session(), person_id, assignment_id))
    form = RevokeForm()
    where = all_departments(database.session()).get(assignment.department_id) if assignment.department_id else None

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        revoke_role(session, clock, actor, assignment, last_on=form.last.data, reason=form.why())

    return step(
        form,
        act,
        back=_page(found),
        saved=_("Zapisano ostatni dzień roli."),
        title=_("Odebranie roli: %(name)s", name=found.display_name),
        lead=f"{ROLES[assignment.role]}, {where or _('cały urząd')}",
        go=_("Odbierz rolę"),
        trail=_trail(found),
    )


def _roles_today(roles: list[Any]) -> list[Role]:
    today = database.clock().today()
    return [Role(role.role) for role in roles if is_valid_on(role.from_on, role.to_on, today)]


def _working() -> list[Department]:
    return departments(database.session(), database.clock().today())


def _chosen(value: str | None) -> Department | None:
    key = chosen(value)
    return department_by_id(database.session(), key) if key else None


def add_typed(form: NewPersonForm | AuditorForm) -> Person:
    """Add the person a form names, whose way in comes with an invitation. Raises BadPerson."""
    return add_person(
        database.session(),
        database.clock(),
        current_actor(),
        login=tidy(form.login.data).lower(),
        display_name=tidy(form.display_name.data),
        post=tidy(form.post.data),
        email=tidy(form.email.data),
        password=None,
    )


def _page(found: Person) -> str:
    return url_for("office.person", person_id=found.id)


def _trail(found: Person | None = None) -> tuple[tuple[str, Any], ...]:
    steps = (
        (url_for("office.administration"), _("Administracja")),
        (url_for("office.people"), _("Osoby i role")),
    )
    return (*steps, (_page(found), found.display_name)) if found else steps
