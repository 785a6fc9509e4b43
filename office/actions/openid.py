"""Linking a person to who they are at the office's identity provider, once; and taking the link away."""

from __future__ import annotations

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.errors import NotFound
from kernel.permissions import Actor
from ledger.actions import append
from ledger.canonical import commitment
from office.actions.sessions import close_sessions
from office.events import AccountTag
from office.models import OpenIdLink, Person
from office.queries.openid import link_of, person_linked, person_to_link
from office.rules.openid import Identity, OpenIdRefused


def recognise(session: Session, clock: Clock, identity: Identity) -> Person:
    """Who an identity is here: by its subject, and the first time by its verified address.

    The first time links both for good and leaves an entry; nobody is ever created. An address that two people share,
    or whose person is linked to another subject, tells nobody. Raises OpenIdRefused (openid_unknown).
    """
    person = person_linked(session, identity.issuer, identity.subject)
    if person is not None and person.is_active:
        return person
    found = person_to_link(session, identity.email) if person is None else None
    if found is None:
        raise OpenIdRefused(code="openid_unknown")
    link = OpenIdLink(person_id=found.id, issuer=identity.issuer, subject=identity.subject, linked_at=clock.now())
    try:
        with session.begin_nested():
            session.add(link)
    except IntegrityError:  # they signed in twice at once, and the other one linked them
        return recognise(session, clock, identity)
    data = {"person": str(found.id), "identity": linked_identity(found, link)}
    actor = Actor(ref=f"person:{found.id}", person_id=found.id)
    append(session, clock, actor, AccountTag.OPENID_LINKED, f"person:{found.id}", data, clock.today())
    return found


def unlink_openid(session: Session, clock: Clock, actor: Actor, person: Person, reason: str) -> None:
    """Take the link away; the sessions end, and the next sign-in links anew by a verified address. Raises NotFound."""
    link = link_of(session, person.id)
    if link is None:
        raise NotFound
    session.delete(link)
    close_sessions(session, clock, person.id)
    stream, data = f"person:{person.id}", {"person": str(person.id)}
    append(session, clock, actor, AccountTag.OPENID_UNLINKED, stream, data, clock.today(), reason)


def linked_identity(person: Person, link: OpenIdLink) -> str:
    """The commitment to who a person is at the provider, which is what the record holds."""
    return commitment(person.salt, {"issuer": link.issuer, "subject": link.subject})
