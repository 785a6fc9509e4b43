"""Reading who is who at the office's identity provider."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from office.models import OpenIdLink, Person


def person_linked(session: Session, issuer: str, subject: str) -> Person | None:
    """The person behind a subject, active or not; None: nobody yet."""
    query = select(Person).join(OpenIdLink, OpenIdLink.person_id == Person.id)
    return session.scalars(query.where(OpenIdLink.issuer == issuer, OpenIdLink.subject == subject)).one_or_none()


def person_to_link(session: Session, email: str) -> Person | None:
    """The one active person with an address and without a link; None where there is nobody, or more than one."""
    if not email:
        return None
    query = select(Person).where(func.lower(Person.email) == email, Person.is_active.is_(True))
    found = session.scalars(query.limit(2)).all()
    if len(found) != 1 or session.get(OpenIdLink, found[0].id) is not None:
        return None
    return found[0]


def link_of(session: Session, person_id: uuid.UUID) -> OpenIdLink | None:
    """The link of a person."""
    return session.get(OpenIdLink, person_id)
