"""What happens to complaints, as events and as tags of the record."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from ledger.tags import Tag


class ComplaintTag(Tag):
    """The entries of this room. Names, addresses and letters stand in them only as salted commitments."""

    RECEIVED = (
        "complaints:complaint:receive",
        "kind",
        "register",
        "year",
        "number",
        "channel",
        "department",
        "received_on",
        "rule",
        "rule_version",
        "last_day",
        "complainant",
        "matter",
    )
    IMPORTED = (
        "complaints:complaint:import",
        "kind",
        "source",
        "external_number",
        "channel",
        "department",
        "received_on",
        "received_at",
        "due_on",
        "due_at",
        "settled_on",
        "settled_at",
        "outcome",
    )
    ASSIGNED = "complaints:complaint:assign", "handler", "department"
    HANDED_ON = "complaints:complaint:hand_on", "from", "department", "handler"
    RELEASED = "complaints:complaint:release", "handler", "department"
    NOTED = "complaints:complaint:note", "note"
    SORTED = "complaints:complaint:sort", "before", "topic"
    SETTLED = "complaints:complaint:settle", "outcome", "settled_on", "reply"
    RECEIPT_SENT = "complaints:receipt:dispatch", "effect"
    REPLY_SENT = "complaints:reply:dispatch", "effect"
    ATTACHED = "complaints:attachment:add", "attachment", "file", "kind", "size"
    ERASED = "complaints:complaint:erase", "basis", "complainant", "matter", "notes", "attachments", "reply"
    FEEDBACK_LEFT = "complaints:feedback:leave", "department", "matter"


@dataclass(frozen=True)
class ComplaintReceived:
    """A complaint stands in the register.

    ``is_repeated``: this very form had been sent before; nothing new happened. ``has_email``: its filer can be written
    to by mail, which nobody needs to look up again.
    """

    complaint_id: uuid.UUID
    kind: str
    register_number: str
    due_on: dt.date
    is_repeated: bool = False
    has_email: bool = False


@dataclass(frozen=True)
class FeedbackLeft:
    """Somebody left an anonymous opinion."""

    feedback_id: uuid.UUID


@dataclass(frozen=True)
class ComplaintAssigned:
    """Somebody is responsible for the complaint."""

    complaint_id: uuid.UUID
    handler_id: uuid.UUID


@dataclass(frozen=True)
class ComplaintNoted:
    """Something was noted on the complaint."""

    complaint_id: uuid.UUID
    note_id: uuid.UUID


@dataclass(frozen=True)
class FilesAttached:
    """Files belong to the complaint from now on; none where all of them had been attached before."""

    complaint_id: uuid.UUID
    attachment_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class ComplaintSettled:
    """The notice of the outcome was dispatched. ``settled_by``: the member of staff who said so, as far as known."""

    complaint_id: uuid.UUID
    outcome: str
    settled_on: dt.date
    settled_by: uuid.UUID | None = None


@dataclass(frozen=True)
class ComplaintErased:
    """What was personal in the complaint is gone; ``leaf`` is the entry that says so."""

    complaint_id: uuid.UUID
    leaf: int
