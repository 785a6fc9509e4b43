"""Departments: the list, one of them, and the steps of a reorganisation."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from kernel.permissions import Permission
from ledger.queries import counts_since, head
from office.actions import close_department, open_department, rename_department
from office.forms.structure import CloseForm, DepartmentForm, RenameForm, chosen
from office.models import Department
from office.queries import (
    department_by_id,
    departments,
    desks,
    every_department,
    names_of,
    people_page,
    predecessors,
    services,
)
from office.queries.history import changes_of, stream_of
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, stamp, step
from web import database
from web.access import current_actor, requires
from web.forms import tidy

ADMINISTRATION = _l("Administracja")
DEPARTMENTS = _l("Wydziały")


@blueprint.get("/administration/departments", endpoint="departments")
@requires(Permission.OFFICE_ADMINISTER)
def departments_list() -> str:
    """All departments there ever were."""
    rows = every_department(database.session())
    names = {row.id: row.name for row in rows}
    return render_template("office/departments.html", rows=rows, names=names)


@blueprint.route("/administration/departments/add", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def department_add() -> Answer:
    """Open a department."""
    form = DepartmentForm()
    del form.reason

    def act() -> object:
        typed = form.values()
        return open_department(database.session(), database.clock(), current_actor(), **typed)

    return step(
        form, act, back=_list(), saved=_("Otwarto wydział."), title=_("Nowy wydział"), go=_("Otwórz"), trail=_trail()
    )


@blueprint.get("/administration/departments/<uuid:department_id>")
@requires(Permission.OFFICE_ADMINISTER)
def department(department_id: uuid.UUID) -> str:
    """One department: its names, what belongs to it, what became of it."""
    session, today = database.session(), database.clock().today()
    found = department_by_id(session, department_id)
    named = {row.id: row for row in every_department(session)}
    return render_template(
        "office/department.html",
        row=found,
        names=names_of(session, found.id),
        successor=named.get(found.successor_id) if found.successor_id else None,
        before=[named[key] for key in predecessors(session, today).get(found.id, ())],
        services=services(session, found.id),
        desks=desks(session, found.id),
        people=people_page(session, today, department_id=found.id),
        changes=changes_of(session, stream_of("department", found.id)),
        trail=_trail(),
    )


@blueprint.route("/administration/departments/<uuid:department_id>/rename", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def department_rename(department_id: uuid.UUID) -> Answer:
    """Give a department another name."""
    found = loaded(lambda: department_by_id(database.session(), department_id))
    form = RenameForm(data=stamp(found))

    def act() -> None:
        rename_department(
            database.session(),
            database.clock(),
            current_actor(),
            found,
            name=tidy(form.name.data),
            since=form.since.data,
            reason=form.why(),
            row_version=form.version(),
        )

    return step(
        form,
        act,
        back=_page(found),
        saved=_("Zapisano nową nazwę."),
        title=_("Zmiana nazwy: %(name)s", name=found.name),
        lead=_("Dawne sprawy i sprawozdania zachowają nazwę, która wtedy obowiązywała."),
        go=_("Zmień nazwę"),
        trail=_trail(found),
    )


@blueprint.route("/administration/departments/<uuid:department_id>/close", methods=["GET", "POST"])
@requires(Permission.OFFICE_ADMINISTER)
def department_close(department_id: uuid.UUID) -> Answer:
    """Close a department: first what would happen, counted by doing it and giving it up, then the thing itself."""
    found = loaded(lambda: department_by_id(database.session(), department_id))
    form = CloseForm(data=stamp(found))
    form.fill([row for row in departments(database.session(), database.clock().today()) if row.id != found.id])
    refused: list[RuleBroken] = []
    words: dict[str, Any] = {
        "template": "office/close.html",
        "title": _("Zamknięcie: %(name)s", name=found.name),
        "trail": _trail(found),
    }
    if request.method == "POST" and request.form.get("sure") != "yes" and form.validate():
        try:
            counts = _tried(found, form)
        except RuleBroken as broken:
            database.rollback()
            refused.append(broken)
        else:
            return render_template(
                words.pop("template"), form=form, now=[], counts=counts, go=_("Zamknij wydział"), **words
            )

    def act() -> None:
        if refused:
            raise refused[0]
        _close(found, form)

    return step(
        form,
        act,
        back=_page(found),
        saved=_("Zamknięto wydział."),
        lead=_(
            "Załatwione sprawy zostają przy nim na zawsze, otwarte przechodzą do wydziału, który przejmuje zadania."
        ),
        go=_("Sprawdź, co się stanie"),
        **words,
    )


def _tried(found: Department, form: CloseForm) -> dict[str, int]:
    """What closing would enter into the record, by tag: it is done, counted and given up again."""
    before = head(database.session())
    _close(found, form)
    database.session().flush()
    counts = counts_since(database.session(), before.leaf if before else 0)
    database.rollback()
    return counts


def _close(found: Department, form: CloseForm) -> None:
    session = database.session()
    key = chosen(form.successor.data)
    close_department(
        session,
        database.clock(),
        current_actor(),
        found,
        last_on=form.last.data,
        successor=department_by_id(session, key) if key else None,
        reason=form.why(),
        with_roles=bool(form.with_roles.data),
        row_version=form.version(),
    )


def _list() -> str:
    return url_for("office.departments")


def _page(found: Department) -> str:
    return url_for("office.department", department_id=found.id)


def _trail(found: Department | None = None) -> tuple[tuple[str, Any], ...]:
    steps = ((url_for("office.administration"), ADMINISTRATION), (_list(), DEPARTMENTS))
    return (*steps, (_page(found), found.name)) if found else steps
