"""Links to the office's identity provider: those there are were recorded, and those recorded are there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, Said, rows_in, said, tagged
from office.actions.openid import linked_identity
from office.events import AccountTag
from office.models import OpenIdLink, Person

_TAGS: Final = (AccountTag.OPENID_LINKED.text, AccountTag.OPENID_UNLINKED.text)


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    told: dict[str, Said] = {}
    for one in said(session, tagged(_TAGS)):
        if one.tag == AccountTag.OPENID_LINKED.text:
            told[one.data["person"]] = one
        else:
            told.pop(one.data["person"], None)
    for link, person in session.execute(select(OpenIdLink, Person).join(Person, Person.id == OpenIdLink.person_id)):
        place, entry = f"person {person.id}", told.pop(str(person.id), None)
        if entry is None:
            yield Difference(place, "is linked to the identity provider, which no entry says")
        elif entry.data["identity"] != linked_identity(person, link):
            yield Difference(place, "is linked to another identity than the one recorded", entry.leaf)
        on_step(1)
    for person_id, entry in told.items():
        yield Difference(f"person {person_id}", "was linked by an entry, but is not", entry.leaf)


REPLAYS: Final = (Projection("identities", partial(rows_in, OpenIdLink), _differences, (OpenIdLink,)),)
