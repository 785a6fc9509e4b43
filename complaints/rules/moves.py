"""What can be done with a case: states, moves, and what each move asks for."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Final

from kernel.permissions import Permission


class State(enum.StrEnum):
    """Where a case is."""

    RECEIVED = "received"
    ASSIGNED = "assigned"
    CALLED = "called"
    """Whoever filed was called to explain or to mend it; a skarga's clock goes on all the same."""
    AT_COUNCIL = "at_council"
    FOR_APPROVAL = "for_approval"
    APPROVED = "approved"
    SETTLED = "settled"
    PASSED = "passed"
    """Passed with the files to the body that decides; its result is awaited."""
    DECIDED = "decided"
    TRANSFERRED = "transferred"
    UNCONSIDERED = "unconsidered"
    WITHDRAWN = "withdrawn"
    DIVERTED = "diverted"
    """Goes on as another kind of case (art. 233-235 KPA)."""
    JOINED = "joined"
    """A petition considered together with others (art. 11 of the petitions act)."""
    REVIEWED = "reviewed"
    CLOSED = "closed"


class Move(enum.StrEnum):
    """What can be done with a case."""

    ASSIGN = "assign"
    NOTE = "note"
    RELEASE = "release"
    QUALIFY = "qualify"
    CALL = "call"
    SERVE = "serve"
    SERVED = "served"
    COMPLETE = "complete"
    LEAVE = "leave"
    TRANSFER = "transfer"
    POINT = "point"
    TO_COUNCIL = "to_council"
    RESOLVE = "resolve"
    RETURN = "return"
    PASS_UP = "pass_up"  # noqa: S105 - no password
    DELAY = "delay"
    EXTEND = "extend"
    WAIT = "wait"
    TELL = "tell"
    DRAFT = "draft"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    SETTLE = "settle"
    ANNOTATE = "annotate"
    DIVERT = "divert"
    SPLIT = "split"
    JOIN = "join"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    OWN_DECISION = "own_decision"
    RESULT = "result"
    WITHDRAW = "withdraw"
    REVIEW = "review"
    CLOSE = "close"


OPINION: Final = "opinion"
"""The key of anonymous feedback in the tables of this package; it is no kind of the law."""

FINAL: Final = frozenset(
    {
        State.SETTLED,
        State.DECIDED,
        State.TRANSFERRED,
        State.UNCONSIDERED,
        State.WITHDRAWN,
        State.DIVERTED,
        State.JOINED,
        State.CLOSED,
    }
)
"""Nothing is owed any more."""

PERMISSION_OF: Final[dict[Move, Permission]] = {
    Move.ASSIGN: Permission.COMPLAINT_ASSIGN,
    Move.NOTE: Permission.COMPLAINT_NOTE,
    Move.RELEASE: Permission.COMPLAINT_ASSIGN,
    Move.QUALIFY: Permission.COMPLAINT_SETTLE,
    Move.CALL: Permission.COMPLAINT_SETTLE,
    Move.SERVE: Permission.COMPLAINT_NOTE,
    Move.SERVED: Permission.COMPLAINT_NOTE,
    Move.COMPLETE: Permission.COMPLAINT_NOTE,
    Move.LEAVE: Permission.COMPLAINT_APPROVE,
    Move.TRANSFER: Permission.COMPLAINT_SETTLE,
    Move.POINT: Permission.COMPLAINT_SETTLE,
    Move.TO_COUNCIL: Permission.COMPLAINT_SETTLE,
    Move.RESOLVE: Permission.COMPLAINT_APPROVE,
    Move.RETURN: Permission.COMPLAINT_NOTE,
    Move.PASS_UP: Permission.COMPLAINT_ASSIGN,
    Move.DELAY: Permission.COMPLAINT_SETTLE,
    Move.EXTEND: Permission.COMPLAINT_APPROVE,
    Move.WAIT: Permission.COMPLAINT_APPROVE,
    Move.TELL: Permission.COMPLAINT_SETTLE,
    Move.DRAFT: Permission.COMPLAINT_SETTLE,
    Move.SEND_BACK: Permission.COMPLAINT_APPROVE,
    Move.APPROVE: Permission.COMPLAINT_APPROVE,
    Move.SETTLE: Permission.COMPLAINT_SETTLE,
    Move.ANNOTATE: Permission.COMPLAINT_APPROVE,
    Move.DIVERT: Permission.COMPLAINT_APPROVE,
    Move.SPLIT: Permission.COMPLAINT_SETTLE,
    Move.JOIN: Permission.COMPLAINT_SETTLE,
    Move.PASS_ON: Permission.COMPLAINT_SETTLE,
    Move.OWN_DECISION: Permission.COMPLAINT_APPROVE,
    Move.RESULT: Permission.COMPLAINT_NOTE,
    Move.WITHDRAW: Permission.COMPLAINT_NOTE,
    Move.REVIEW: Permission.FEEDBACK_ANSWER,
    Move.CLOSE: Permission.FEEDBACK_ANSWER,
}
"""What one has to hold to make a move, whatever the kind and the state."""

OWN_DUTY: Final[dict[Move, Permission]] = {Move.PASS_UP: Permission.COMPLAINT_NOTE}
"""What the person a case is about does with less: art. 256 KPA makes passing it up a duty of theirs, and of nobody else
but their superiors."""

NEEDS: Final[dict[Move, tuple[str, ...]]] = {
    Move.ASSIGN: ("handler", "department"),
    Move.NOTE: ("text",),
    Move.QUALIFY: ("kind", "text"),
    Move.CALL: ("happened", "text"),
    Move.SERVE: ("happened",),
    Move.SERVED: ("happened",),
    Move.COMPLETE: ("happened",),
    Move.LEAVE: ("happened", "basis"),
    Move.TRANSFER: ("happened", "body"),
    Move.POINT: ("happened", "body"),
    Move.TO_COUNCIL: ("happened", "body"),
    Move.RESOLVE: ("reference", "outcome", "signatory"),
    Move.RETURN: ("happened", "text"),
    Move.PASS_UP: ("happened",),
    Move.DELAY: ("happened", "until", "text"),
    Move.EXTEND: ("happened", "until", "text"),
    Move.WAIT: ("happened", "until", "text"),
    Move.TELL: ("happened", "text"),
    Move.DRAFT: ("outcome", "text", "signatory"),
    Move.SEND_BACK: ("text",),
    Move.SETTLE: ("happened", "channel"),
    Move.ANNOTATE: ("happened", "earlier", "text"),
    Move.DIVERT: ("happened", "basis", "text"),
    Move.SPLIT: ("parts",),
    Move.JOIN: ("happened", "other"),
    Move.PASS_ON: ("happened", "body"),
    Move.OWN_DECISION: ("happened", "reference"),
    Move.RESULT: ("happened", "basis"),
    Move.WITHDRAW: ("happened",),
    Move.CLOSE: ("text",),
}
"""The fields a move cannot do without."""


@dataclass(frozen=True)
class Transition:
    """Where a move leads, on what basis, what it asks for and of whom."""

    to: State
    source: str
    permission: Permission
    needs: tuple[str, ...] = field(default=())
