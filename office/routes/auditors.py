"""Auditors: who they are, until when they may look, inviting one for a time, ending an audit."""

from __future__ import annotations

import uuid

from flask import current_app, render_template, url_for
from flask_babel import gettext as _

from kernel.permissions import Permission, Role
from office.actions import grant_role, revoke_role
from office.actions.codes import invite
from office.forms.auditors import AuditEndForm, AuditorForm
from office.labels.accounts import account_sentence
from office.queries.auditors import audit_by_id, auditors
from office.routes.people import add_typed
from office.routes.room import blueprint
from office.routes.steps import Answer, loaded, step
from office.rules.accounts import Way
from web import database
from web.access import current_actor, requires
from web.languages import current_language

HERE = "assurance.record"
"""Where these pages belong in the menu: beside what auditors read."""


@blueprint.get("/auditors", endpoint="auditors")
@requires(Permission.AUDITOR_INVITE)
def auditor_list() -> str:
    """Everybody who audits or audited, and until when."""
    found = auditors(database.session())
    return render_template("office/auditors.html", audits=found, trail=_trail()[:1])


@blueprint.route("/auditors/add", methods=["GET", "POST"])
@requires(Permission.AUDITOR_INVITE)
def auditor_add() -> Answer:
    """Invite an auditor from a day to a day: the person, the role, and the invitation by mail, on one page."""
    form = AuditorForm()

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        person = add_typed(form)
        since, until = form.since.data, form.until.data
        grant_role(
            session, clock, actor, person=person, role=Role.AUDITOR, from_on=since, to_on=until, reason=form.why()
        )
        secret = current_app.config["SETTINGS"].secret_key
        invite(session, clock, actor, person, way=Way.MAIL, secret_key=secret, language=current_language())

    return step(
        form,
        act,
        back=url_for("office.auditors"),
        saved=_("Zaproszenie czeka na wysłanie. Dostęp zacznie się i skończy w podanych dniach."),
        sentences=account_sentence,
        title=_("Nowy audytor"),
        lead=_(
            "Audytor ogląda sprawy, wyniki i zapis całego urzędu; nie widzi, kto złożył skargę, i niczego nie zmienia."
        ),
        go=_("Zaproś"),
        trail=_trail(),
        here=HERE,
    )


@blueprint.route("/auditors/<uuid:assignment_id>/end", methods=["GET", "POST"])
@requires(Permission.AUDITOR_INVITE)
def auditor_end(assignment_id: uuid.UUID) -> Answer:
    """Give an audit its last day, or an earlier one."""
    found = loaded(lambda: audit_by_id(database.session(), assignment_id))
    form = AuditEndForm()

    def act() -> None:
        session, clock, actor = database.session(), database.clock(), current_actor()
        revoke_role(session, clock, actor, found, last_on=form.last.data, reason=form.why())

    return step(
        form,
        act,
        back=url_for("office.auditors"),
        saved=_("Zapisano ostatni dzień audytu."),
        title=_("Koniec audytu: %(name)s", name=found.person.display_name),
        lead=_("Po tym dniu konto nie otwiera się. Dłuższy audyt wymaga nowej roli, którą nadaje administrator."),
        go=_("Zapisz"),
        trail=_trail(),
        here=HERE,
    )


def _trail() -> tuple[tuple[str, str], ...]:
    return ((url_for("assurance.record"), _("Audyt")), (url_for("office.auditors"), _("Audytorzy")))
