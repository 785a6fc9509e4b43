"""What happens to accounts, as events and as tags of the record. No entry holds a code, a password or a secret."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from kernel.permissions import Actor
from ledger.tags import Tag


class AccountTag(Tag):
    """The entries about accounts."""

    INVITED = "office:invitation:make", "person", "way", "expires_at"
    ACCEPTED = "office:invitation:accept", "person"
    PASSWORD_CHANGED = "office:password:change", "person"
    RECOVERY_SENT = "office:recovery:send", "person", "expires_at"
    RECOVERED = "office:recovery:use", "person"
    SECOND_FACTOR_ON = "office:second_factor:open", "person"
    SECOND_FACTOR_OFF = "office:second_factor:close", "person"
    SECOND_FACTOR_RESET = "office:second_factor:reset", "person"
    RECOVERY_CODES_MADE = "office:recovery_codes:make", "person", "count"
    RECOVERY_CODE_USED = "office:recovery_codes:use", "person", "left"
    SESSIONS_REVOKED = "office:session:revoke", "person", "count"
    CALENDAR_OPENED = "office:calendar:open", "person"
    CALENDAR_CLOSED = "office:calendar:close", "person"
    LOCKED = "office:sign_in:lock", "person", "factor"
    OPENID_LINKED = "office:openid:link", "person", "identity"
    OPENID_UNLINKED = "office:openid:unlink", "person"
    DEACTIVATED = "office:person:deactivate", "person", "successor"
    REACTIVATED = "office:person:reactivate", "person"


@dataclass(frozen=True)
class CodeMade:
    """A one-time code exists. ``code`` goes onto the slip or into the mail and is kept nowhere."""

    id: uuid.UUID
    code: str
    expires_at: dt.datetime


@dataclass(frozen=True)
class PersonDeactivated:
    """A person may not sign in any more, and holds nothing.

    Whoever keeps work in this person's name hands it to ``successor_id`` or back (None), in the name of ``actor``.
    """

    person_id: uuid.UUID
    successor_id: uuid.UUID | None
    actor: Actor
    reason: str
