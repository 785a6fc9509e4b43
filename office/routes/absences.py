"""Absences and deputies: for who administers the office, and for heads of their own departments."""

from __future__ import annotations

import uuid
from typing import Any

from flask import render_template, request, url_for
from flask_babel import gettext as _

from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Permission
from office.actions import end_deputy, enter_absence, name_deputy, shorten_absence, withdraw_absence
from office.forms.people import AbsenceForm, DeputyForm, ShortenForm
from office.forms.structure import ReasonForm, chosen
from office.models import Department, Person
from office.queries import (
    absence_by_id,
    absences_from,
    department_by_id,
    departments,
    deputies_from,
    deputy_by_id,
    people_in,
    person_by_id,
)
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, stamp, step
from office.rules.absence import BadAbsence
from web import database
from web.access import current_actor, requires


@blueprint.get("/absences")
@requires(Permission.ABSENCE_ENTER)
def absences() -> str:
    """Who is or will be away, and who acts for them."""
    session, today = database.session(), database.clock().today()
    among = None if _is_everywhere() else [person.id for person in _people()]
    return render_template(
        "office/absences.html",
        absences=absences_from(session, today, among),
        deputies=deputies_from(session, today, among),
    )


@blueprint.route("/absences/add", methods=["GET", "POST"])
@requires(Permission.ABSENCE_ENTER)
def absence_add() -> Answer:
    """Enter an absence; nobody asks why."""
    form = AbsenceForm(data={"person": request.args.get("person", "")})
    del form.reason
    form.fill(_people())

    def act() -> object:
        session, clock, actor = database.session(), database.clock(), current_actor()
        return enter_absence(
            session, clock, actor, _person(form.person.data), from_on=form.since.data, to_on=form.until.data
        )

    return step(
        form,
        act,
        back=_list(),
        saved=_("Wpisano nieobecność. Teraz można wskazać zastępstwo."),
        title=_("Nowa nieobecność"),
        lead=_("Program zapisuje tylko dni. Powodu nieobecności nie pyta i nie przechowuje."),
        go=_("Wpisz"),
        trail=_trail(),
    )


@blueprint.route("/absences/<uuid:absence_id>/shorten", methods=["GET", "POST"])
@requires(Permission.ABSENCE_ENTER)
def absence_shorten(absence_id: uuid.UUID) -> Answer:
    """Somebody is back earlier."""
    found = loaded(lambda: absence_by_id(database.session(), absence_id))
    who = loaded(lambda: _mine(found.person_id))
    form = ShortenForm(data=stamp(found))
    del form.reason

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        shorten_absence(session, clock, actor, found, last_on=form.last.data, row_version=form.version())

    return step(
        form,
        act,
        back=_list(),
        saved=_("Zapisano ostatni dzień nieobecności."),
        title=_("Wcześniejszy powrót: %(name)s", name=who.display_name),
        go=_("Zapisz"),
        trail=_trail(),
    )


@blueprint.route("/absences/<uuid:absence_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.ABSENCE_ENTER)
def absence_withdraw(absence_id: uuid.UUID) -> Answer:
    """An absence that does not happen."""
    found = loaded(lambda: absence_by_id(database.session(), absence_id))
    who = loaded(lambda: _mine(found.person_id))
    form = ShortenForm(data=stamp(found))
    del form.reason
    del form.last

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        withdraw_absence(session, clock, actor, found, row_version=form.version())

    return step(
        form,
        act,
        back=_list(),
        saved=_("Wycofano nieobecność."),
        title=_("Wycofanie nieobecności: %(name)s", name=who.display_name),
        lead=_("Nieobecność zniknie z listy. W zapisie zostanie ślad, kto i kiedy ją wycofał."),
        go=_("Wycofaj"),
        trail=_trail(),
    )


@blueprint.route("/absences/deputies/add", methods=["GET", "POST"])
@requires(Permission.ABSENCE_ENTER)
def deputy_add() -> Answer:
    """Name a deputy."""
    form = DeputyForm(data={"person": request.args.get("person", "")})
    del form.reason
    everybody = people_in(database.session(), database.clock().today(), EVERYWHERE)
    form.fill(_people(), everybody, _departments(), anywhere=_is_everywhere())

    def act() -> object:
        session, key = database.session(), chosen(form.department.data)
        return name_deputy(
            session,
            database.clock(),
            current_actor(),
            _person(form.person.data),
            deputy=_person(form.deputy.data, "deputy"),
            department=department_by_id(session, key) if key else None,
            from_on=form.since.data,
            to_on=form.until.data,
        )

    return step(
        form,
        act,
        back=_list(),
        saved=_("Wskazano zastępstwo."),
        title=_("Nowe zastępstwo"),
        lead=_(
            "Zastępca ma uprawnienia osoby nieobecnej do spraw tylko w te dni, w które jest ona nieobecna, "
            "i działa pod własnym nazwiskiem."
        ),
        go=_("Wskaż"),
        trail=_trail(),
    )


@blueprint.route("/absences/deputies/<uuid:deputy_id>/end", methods=["GET", "POST"])
@requires(Permission.ABSENCE_ENTER)
def deputy_end(deputy_id: uuid.UUID) -> Answer:
    """End a deputy's time now."""
    found = loaded(lambda: deputy_by_id(database.session(), deputy_id))
    who, acting = loaded(lambda: _mine(found.person_id)), person_by_id(database.session(), found.deputy_id)
    form = ReasonForm(data=stamp(found))

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        end_deputy(session, clock, actor, found, reason=form.why(), row_version=form.version())

    return step(
        form,
        act,
        back=_list(),
        saved=_("Zakończono zastępstwo."),
        title=_("Koniec zastępstwa: %(name)s", name=acting.display_name),
        lead=_("Zastępuje: %(name)s. Uprawnienia znikną od razu.", name=who.display_name),
        go=_("Zakończ"),
        trail=_trail(),
    )


def _is_everywhere() -> bool:
    return current_actor().scope(Permission.ABSENCE_ENTER) is EVERYWHERE


def _people() -> list[Person]:
    return people_in(database.session(), database.clock().today(), current_actor().scope(Permission.ABSENCE_ENTER))


def _departments() -> list[Department]:
    scope = current_actor().scope(Permission.ABSENCE_ENTER)
    valid = departments(database.session(), database.clock().today())
    return [row for row in valid if scope is EVERYWHERE or row.id in scope]


def _mine(person_id: uuid.UUID) -> Person:
    """The person, for somebody who may enter their absences. Raises NotFound for others."""
    if not _is_everywhere() and person_id not in {person.id for person in _people()}:
        raise NotFound
    return person_by_id(database.session(), person_id)


def _person(value: str | None, field: str = "person") -> Person:
    """The person chosen. Raises BadAbsence: nobody_chosen."""
    key = chosen(value)
    if key is None:
        raise BadAbsence(field=field, code="nobody_chosen")
    return person_by_id(database.session(), key)


def _list() -> str:
    return url_for("office.absences")


def _trail() -> tuple[tuple[str, Any], ...]:
    return ((_list(), _("Nieobecności i zastępstwa")),)
