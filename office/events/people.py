"""What happens to people, their roles, and while they are away."""

from __future__ import annotations

from ledger.tags import Added, Tag


class PeopleTag(Tag):
    """Entries about people.

    Who somebody is and when somebody is away are commitments; who holds whose rights is plain, because it has to be
    shown for ever who was allowed to do what.
    """

    PERSON_CHANGED = "office:person:change", "person", "identity", Added("address")
    ROLE_GRANTED_UNTIL = "office:role:grant_until", "person", "role", "department", "last_day"
    ROLE_REVOKED = "office:role:revoke", "person", "role", "department", "last_day"
    ABSENCE_ENTERED = "office:absence:enter", "person", "days"
    ABSENCE_SHORTENED = "office:absence:shorten", "person", "days"
    ABSENCE_WITHDRAWN = "office:absence:withdraw", "person", "days"
    DEPUTY_NAMED = "office:deputy:name", "person", "deputy", "department", "since", "last_day"
    DEPUTY_ENDED = "office:deputy:end", "person", "deputy", "department", "last_day"
