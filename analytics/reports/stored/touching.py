"""Which later entries can change the figures of a closed month: all that are not known to leave them alone.

Pure. A figure of a closed month M rests, of a case, on its kind, department, day of receipt, last day, and on the end
of it and the outcome. Entries of other things (answers given late, doubtful answers) are told by facts, see `basis`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics.frames.scope import holds
from analytics.frames.stored import Later
from analytics.measures.declaration import KINDS, Population
from complaints.events import ComplaintTag as Case
from kernel.permissions import EVERYWHERE, Scope
from ledger.tags import Tag, known_tags
from office.events.accounts import AccountTag
from office.events.administration import AdministrationTag as Kept
from office.events.office import OfficeTag
from office.events.people import PeopleTag
from surveys.events import DeviceTag, SurveyTag

FLAGS: Final = SurveyTag.FLAGS_COMPUTED.text
"""Says that some answers became doubtful, or are no longer; which, the flags themselves tell."""

ROOMS: Final = ("ledger", "assurance", "quality", "worker", "attachments")
"""Rooms whose entries say nothing a figure is made of: seals, evidence, reviews, mails, files."""

_WORDS: Final[tuple[Tag, ...]] = (
    Case.NOTED, Case.DRAFTED, Case.APPROVED, Case.SIGNED, Case.LINKED, Case.SORTED, Case.RESTRICTED,
    Case.RESTRICTION_LIFTED, Case.CONTACT_LOOKED, Case.CODE_ISSUED, Case.ACKNOWLEDGED, Case.DEADLINE_PASSED,
)  # fmt: skip
"""Of a case: words, signs, subjects, confirmations. That a last day passed, the calendar tells, not its entry."""

_PAPERS: Final[tuple[Tag, ...]] = (
    Case.RECEIPT_SENT, Case.REPLY_SENT, Case.ATTACHED, Case.LETTER_DRAFTED, Case.LETTER_EDITED, Case.LETTER_DISCARDED,
    Case.LETTER_SENT, Case.LETTER_MAILED, Case.FOLLOW_UP_SENT, Case.FOLLOW_UP_USED, Case.PUBLISHED, Case.SCANNED,
    Case.TAKEN_DOWN, Case.REGISTER_EXPORTED, Case.PERSONAL_EXPORTED, Case.RETENTION_RUN,
)  # fmt: skip
"""Letters, files and mails of a case, and files made of the register."""

_NO_CASES: Final[tuple[Tag, ...]] = (
    Case.FILING_HELD, Case.FILING_RELEASED, Case.CALL_NOTED, Case.CALL_INVITED, Case.CALL_LINKED, Case.CALL_ERASED,
    Case.FEEDBACK_LEFT, Case.FEEDBACK_REVIEWED, Case.FEEDBACK_CLOSED,
)  # fmt: skip
"""What is no case, or not yet: a filing let in later has an entry of its own receipt. Feedback is counted nowhere."""

_ANSWERS: Final[tuple[Tag, ...]] = (
    SurveyTag.RESPONSES_SEALED, SurveyTag.WORDS_ERASED, SurveyTag.COMMENT_DECIDED, SurveyTag.COMMENT_TAGGED,
    SurveyTag.THEME_ADDED, SurveyTag.THEME_CHANGED, SurveyTag.THEME_ENDED, SurveyTag.VISITS_REPORTED,
    SurveyTag.PAPER_BEGUN, *DeviceTag,
)  # fmt: skip
"""A seal changes no count, as waiting answers count already; words and devices are in no figure of these. Of how many
days visits are reported is among the facts; a corrected report may move them from one day to another.
"""

_OFFICE: Final[tuple[Tag, ...]] = (
    *AccountTag, *PeopleTag, OfficeTag.PERSON_ADDED, OfficeTag.ROLE_GRANTED, OfficeTag.SIGNED_IN, OfficeTag.SIGNED_OUT,
    *(one for one in Kept if one.text.split(":")[1] in (
        "office", "crest", "outside_body", "topic", "outcome_wording", "filing_class", "signatory", "letters", "hours",
        "figure",
    )),
)  # fmt: skip
"""Who works here, what letters and lists say, reference figures: rates are on no dashboard."""

SILENT: Final = frozenset(one.text for one in (*_WORDS, *_PAPERS, *_NO_CASES, *_ANSWERS, *_OFFICE))

_ANYTHING: Final = frozenset({Case.CORRECTED.text})
"""May move the day of receipt itself."""
_OTHER_KIND: Final = frozenset({Case.QUALIFIED.text})
_ENDS: Final = frozenset({Case.SETTLED.text, Case.DELAYED.text})
"""What they write into a case is of their own day: an end with its outcome, or the notice of a delay."""
_SAME_PLACE: Final = frozenset({*_ENDS, Case.RECEIVED.text, Case.IMPORTED.text})
"""After these a case lies where its row says; whatever moves it has an entry of its own."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Which figures are asked about: those of cases of a population and departments up to the last day of a month."""

    population: Population
    reach: Scope
    last: dt.date


def silent_tags() -> frozenset[str]:
    """Return all tags that never touch a figure; those of rooms above are known by their names alone."""
    return SILENT | {text for text in known_tags() if text.split(":")[0] in ROOMS}


def is_touched(figures: Figures, later: Iterable[Later]) -> bool:
    """Return whether any of the later entries may change the figures. Flags are asked about apart."""
    return any(touches(figures, one) for one in later if one.tag != FLAGS)


def touches(figures: Figures, later: Later) -> bool:
    """Return whether an entry may change the figures; everything does that is not known otherwise."""
    case, tag = later.case, later.tag
    if tag in SILENT or tag.split(":")[0] in ROOMS:
        return False
    if case is None or tag in _ANYTHING:
        return True
    if case.received_on > figures.last:
        return False
    if tag not in _OTHER_KIND and case.kind not in KINDS[figures.population]:
        return False
    if tag in _SAME_PLACE and not _lies_in(figures.reach, later):
        return False
    return not (tag in _ENDS and _ends_after(figures.last, later))


def _lies_in(reach: Scope, later: Later) -> bool:
    place = later.case and later.case.department
    return reach is EVERYWHERE or holds(reach, str(place) if place else None)


def _ends_after(last: dt.date, later: Later) -> bool:
    """Whether a case was due later, and whatever ended it is of a later day: nothing of it was to be seen then."""
    case = later.case
    if case is None or case.due_on is None or case.due_on <= last:
        return False
    return case.settled_on is None or case.settled_on > last
