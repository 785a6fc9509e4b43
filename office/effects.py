"""What this room does outside the database: mails with one-time codes. The codes are derived anew, not kept."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from kernel.ids import one_time_code, spoken_code
from kernel.permissions import SYSTEM
from office.actions.codes import INVITATION_MAIL, RECOVERY_ASKED, RECOVERY_MAIL, send_recovery
from office.models import AccountCode, Person
from office.queries import the_office
from office.sealing import asked_for
from worker.effects import Effect, Hopeless, Work, titled
from worker.mail import compose, send


@titled(_l("szukanie konta do odzyskania"))
def look_up(work: Work) -> None:
    """Find out who asked for a recovery, by login or address; each person found gets a mail of their own.

    Only who has a password and an address: everybody else needs an invitation. Nobody found: nothing happens.
    """
    key = _secret_key()
    with work.storage.writing() as session:
        for person in session.scalars(select(Person).where(Person.is_active.is_(True), Person.password_hash != "")):
            names = {asked_for(key, name) for name in (person.login, person.email) if name}
            if work.payload["asked"] in names and person.email:
                send_recovery(
                    session,
                    work.clock,
                    SYSTEM,
                    person,
                    code_id=uuid.uuid5(work.row_id, str(person.id)),
                    language=str(work.payload["language"]),
                    secret_key=key,
                )


@titled(_l("zaproszenie"))
def mail_invitation(work: Work) -> None:
    """Send an invitation. Raises Hopeless when it was used or replaced meanwhile."""
    _mail(work, uuid.UUID(work.payload["invitation"]), "invitation")


@titled(_l("odzyskiwanie hasła"))
def mail_recovery(work: Work) -> None:
    """Send a recovery. Raises Hopeless when it was used or replaced meanwhile."""
    _mail(work, uuid.UUID(work.payload["code"]), "recovery")


def _mail(work: Work, code_id: uuid.UUID, template: str) -> None:
    with work.storage.reading() as session:
        row, office = session.get(AccountCode, code_id), the_office(session)
        person = session.get(Person, row.person_id) if row else None
    if row is None or person is None or row.ended_at is not None or row.expires_at <= work.clock.now():
        raise Hopeless("code_over")
    if not person.email or not person.is_active:
        raise Hopeless("no_address")
    code = one_time_code(_secret_key(), code_id)
    message = compose(
        template,
        row.language,
        to=person.email,
        row_id=work.row_id,
        name=person.display_name,
        login=person.login,
        code=spoken_code(code),
        link=code,
        expires_at=row.expires_at,
        office_name=office.name if office else "Interesant",
    )
    send(message)


def _secret_key() -> str:
    return str(current_app.config["SETTINGS"].secret_key)


EFFECTS: Final[Mapping[str, Effect]] = {
    RECOVERY_ASKED: look_up,
    INVITATION_MAIL: mail_invitation,
    RECOVERY_MAIL: mail_recovery,
}
"""What the worker does for accounts, by the kind of the outbox row."""
