"""What happens in the office, as events and as tags of the record."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from ledger.tags import Added, Tag


class OfficeTag(Tag):
    """The office's entries."""

    FOUNDED = "office:office:found", "name", "is_sample"
    DEPARTMENT_OPENED = "office:department:open", "code", "name", "valid_from"
    SERVICE_ADDED = "office:service:add", "service", "department", "name"
    DESK_ADDED = "office:desk:add", "desk", "department", "name"
    PERSON_ADDED = "office:person:add", "person", "identity", Added("address")
    ROLE_GRANTED = "office:role:grant", "person", "role", "department"
    SIGNED_IN = "office:session:open", "person"
    SIGNED_OUT = "office:session:close", "person"


@dataclass(frozen=True)
class OfficeFounded:
    """The office exists, and its record has begun."""

    office_id: uuid.UUID
    is_sample: bool


@dataclass(frozen=True)
class SignedIn:
    """A person signed in; ``token`` goes into the cookie and is kept nowhere else."""

    person_id: uuid.UUID
    token: str
