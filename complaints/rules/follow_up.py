"""Asking whoever filed a case how it was dealt with: which cases, until when, and the link that works once. Pure."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
import uuid
from typing import Final

from complaints.rules.kinds import Kind
from complaints.rules.moves import State

ASKED_KINDS: Final = frozenset({Kind.SKARGA.value, Kind.WNIOSEK.value, Kind.PETYCJA.value})
"""Kinds the office answers itself. Ours: what it passes on is decided by another body, which would be rated for us."""

VALID_DAYS: Final = 60
"""Days after the settlement on which the link still works. Ours: longer than a letter lies unread, short enough to
remember."""

LATEST_DAYS: Final = 14
"""Days the mail may be late, where no worker ran; later it is not sent. Ours: a fortnight."""

SEAL_BYTES: Final = 12
"""Ours: 96 bits of an HMAC: nobody makes up a link for a case."""


def is_asked(
    kind: str, state: str, settled_on: dt.date | None, *, is_imported: bool, is_erased: bool, is_restricted: bool
) -> bool:
    """Whether a case is asked about: answered here, its data neither erased nor only kept (art. 18 GDPR)."""
    is_settled = state == State.SETTLED.value and settled_on is not None
    return is_settled and kind in ASKED_KINDS and not (is_imported or is_erased or is_restricted)


def link_token(secret: str, complaint_id: uuid.UUID) -> str:
    """What stands in the link: the case's random id and a seal nobody else can make. It is stored nowhere."""
    return base64.urlsafe_b64encode(complaint_id.bytes + _seal(secret, complaint_id)).decode().rstrip("=")


def read_token(secret: str, token: str) -> uuid.UUID | None:
    """The case a link is for; None for one that this office did not make."""
    try:
        found = base64.urlsafe_b64decode(token.encode() + b"=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        return None
    if len(found) != 16 + SEAL_BYTES:
        return None
    complaint_id = uuid.UUID(bytes=found[:16])
    return complaint_id if hmac.compare_digest(found[16:], _seal(secret, complaint_id)) else None


def _seal(secret: str, complaint_id: uuid.UUID) -> bytes:
    text = b"interesant:follow-up:v1\0" + complaint_id.bytes
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()[:SEAL_BYTES]
