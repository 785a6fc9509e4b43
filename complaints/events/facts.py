"""What happens to complaints and opinions, in the past tense: what reactions are told."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass


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
    entry: tuple[int, str] | None = None
    """Number and hash of its entry in the record, where it was made just now."""


@dataclass(frozen=True)
class CallNoted:
    """A phone call was noted; ``has_email``: the caller wants the invitation by mail."""

    call_id: uuid.UUID
    has_email: bool = False
    is_repeated: bool = False


@dataclass(frozen=True)
class CodeIssued:
    """A case has a new access code; ``is_repeated``: it had this very one."""

    complaint_id: uuid.UUID
    is_repeated: bool = False


@dataclass(frozen=True)
class ComplaintAcknowledged:
    """Whoever filed was given a confirmation; ``is_first``: for the first time."""

    complaint_id: uuid.UUID
    is_first: bool = True


@dataclass(frozen=True)
class ComplaintDescribed:
    """It was said whom the complaint is about and so on; ``is_changed``: otherwise than before."""

    complaint_id: uuid.UUID
    is_changed: bool = True


@dataclass(frozen=True)
class ComplaintSplit:
    """Matters of the complaint's letter are cases of their own from now on."""

    complaint_id: uuid.UUID
    part_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class CasesLinked:
    """The complaint belongs together with another one; ``how``: duplicate, earlier."""

    complaint_id: uuid.UUID
    other_id: uuid.UUID
    how: str


@dataclass(frozen=True)
class SignGiven:
    """The complaint has a sign, for example ``OR.1510.7.2026``."""

    complaint_id: uuid.UUID
    sign: str


@dataclass(frozen=True)
class FeedbackLeft:
    """Somebody left an anonymous opinion."""

    feedback_id: uuid.UUID


@dataclass(frozen=True)
class FeedbackReviewed:
    """Somebody of the office read the opinion."""

    feedback_id: uuid.UUID


@dataclass(frozen=True)
class FeedbackClosed:
    """The office said what it did about the opinion."""

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
    """The notice of the outcome was dispatched."""

    complaint_id: uuid.UUID
    outcome: str
    settled_on: dt.date


@dataclass(frozen=True)
class StepTaken:
    """A step was taken; ``move`` as in rules.moves, ``state`` where the complaint is now."""

    complaint_id: uuid.UUID
    step_id: uuid.UUID
    move: str
    state: str


@dataclass(frozen=True)
class DatesMoved:
    """The last day of an open case is another one because a rule or the calendar is; ``why``: rule, start, calendar."""

    complaint_id: uuid.UUID
    register_number: str
    last_day_before: dt.date
    last_day: dt.date
    why: str


@dataclass(frozen=True)
class DeadlinePassed:
    """The last day of a duty of the case went by; ``rule``: its row of the table, ``became_at``: since when."""

    complaint_id: uuid.UUID
    rule: str
    last_day: dt.date
    became_at: dt.datetime


@dataclass(frozen=True)
class AnswerDrafted:
    """The words of an answer wait for whoever approves them."""

    complaint_id: uuid.UUID
    outcome: str


@dataclass(frozen=True)
class AnswerApproved:
    """These very words may be sent."""

    complaint_id: uuid.UUID


@dataclass(frozen=True)
class LetterSent:
    """A letter went out, or by e-mail goes out now; its words stand. ``channel`` as in rules.letters."""

    complaint_id: uuid.UUID
    letter_id: uuid.UUID
    template_id: str
    channel: str
    sent_on: dt.date


@dataclass(frozen=True)
class ComplaintErased:
    """What was personal in the complaint is gone; ``leaf`` is the entry that says so."""

    complaint_id: uuid.UUID
    leaf: int


@dataclass(frozen=True)
class ComplaintCorrected:
    """A fact that had been recorded wrongly is another one now; ``field`` as in rules.corrections."""

    complaint_id: uuid.UUID
    field: str
    before: str
    after: str


@dataclass(frozen=True)
class RestrictionSet:
    """The personal data of the complaint are only kept for now."""

    complaint_id: uuid.UUID
    ground: str


@dataclass(frozen=True)
class RestrictionLifted:
    """They may be used again."""

    complaint_id: uuid.UUID


@dataclass(frozen=True)
class ContactLookedAt:
    """Somebody looked at the contact data; ``is_first``: for the first time that day."""

    complaint_id: uuid.UUID
    is_first: bool = True


@dataclass(frozen=True)
class RetentionRun:
    """The cases whose time is over are anonymised."""

    batch_id: uuid.UUID
    count: int


@dataclass(frozen=True)
class PersonalExported:
    """A copy of what is kept on the person behind the complaint was handed out; ``case_ids``: the cases in it."""

    complaint_id: uuid.UUID
    case_ids: tuple[uuid.UUID, ...]
