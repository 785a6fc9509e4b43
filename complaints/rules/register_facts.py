"""What a line of a register is made of, and what stands in its columns: codes, days and names, no words."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from complaints.rules.verdicts import Verdict


class Said(enum.StrEnum):
    """What the column of remarks can say."""

    QUALIFIED_TO = "qualified_to"
    QUALIFIED_FROM = "qualified_from"
    KIND_CHANGED = "kind_changed"
    CALLED = "called"
    SERVED = "served"
    COMPLETED = "completed"
    RETURNED = "returned"
    PASSED_UP = "passed_up"
    EARLIER_NOTICE = "earlier_notice"
    TOLD = "told"
    RESOLUTION = "resolution"
    SPLIT = "split"
    DUPLICATE = "duplicate"
    JOINED = "joined"


class Told(enum.StrEnum):
    """Who was told of the end of a case."""

    COMPLAINANT = "complainant"
    COUNCILLOR = "councillor"
    NOBODY = "nobody"  # a repeated skarga, art. 239 § 1 KPA


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: what, and as far as it needs them a day, a later day, a number or a kind."""

    said: Said
    on: dt.date | None = None
    until: dt.date | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A step as far as the register tells of it; ``body``: the name of the body; ``kind``: what it was qualified as."""

    move: str
    on: dt.date
    until: dt.date | None = None
    body: str = ""
    basis: str = ""
    reference: str = ""
    kind: str = ""
    kind_before: str = ""


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A case as the register needs it.

    ``complainant`` and ``address``: None for a reader who may not know. ``links``: how it belongs to other cases, and
    their numbers. ``approved_on``: the day its answer was approved.
    """

    number: str
    kind: str
    channel: str
    subject: str
    received_on: dt.date
    verdict: Verdict
    complainant: str | None = None
    address: str | None = None
    is_erased: bool = False
    handler: str = ""
    department: str = ""
    assigned_on: dt.date | None = None
    due_on: dt.date | None = None
    approved_on: dt.date | None = None
    settled_on: dt.date | None = None
    outcome: str = ""
    left_on: dt.date | None = None
    left_how: str = ""
    result: str = ""
    result_on: dt.date | None = None
    councillor: str = ""
    about: str = ""
    matter: str = ""
    sign: str = ""
    steps: tuple[StepFacts, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """The columns, in their order: thirteen standard ones, then the further ones. Codes, days and names; no words."""

    number: str
    received_on: dt.date
    complainant: str | None
    address: str | None
    subject: str
    assigned_on: dt.date | None
    assigned_to: tuple[str, ...]
    due_on: dt.date | None
    came_back_on: dt.date | None
    manner: tuple[str, ...]
    notified_on: dt.date | None
    notified: tuple[Told, ...]
    remarks: tuple[Remark, ...]
    sign: str
    kind: str
    channel: str
    competent: tuple[str, str]
    justified: str
    passed_to: str
    passed_on: dt.date | None
    unconsidered: str
    councillor: str
    repeat_of: str
    noticed_on: dt.date | None
    announced_on: dt.date | None
    department: str
    verdict: Verdict | None
    is_erased: bool = False
