"""What a term of the law is, as a row of a table."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Literal

from kernel.terms import Unit


class Start(enum.StrEnum):
    """The event from whose day a term is counted."""

    RECEIVED = "received_on"
    """Receipt by this office."""
    COMPETENT = "competent_on"
    """Receipt by the competent body: this office's own, or the day the council of the same municipality got it."""
    COMPLETED = "completed_on"
    """Filing of a petition, or the day its defects were mended, or the wait for further ones ended."""
    CALLED = "called_on"
    """Service of the call to explain or to mend."""
    LAPSED = "lapsed_on"
    """Lapse of the first term."""
    FIRST_OF_MANY = "first_of_many_on"
    """Receipt of the first of several petitions on one matter."""
    ANNOUNCED = "announced_on"
    """The day the office announced that it waits for further petitions."""
    SERVED = "served_on"
    """Service of the decision or order that is appealed against."""
    BODY_RECEIVED = "body_received_on"
    """Receipt by the body that decides."""
    CAUSE_ENDED = "cause_ended_on"
    """End of the cause of a missed term."""
    FIRST_NOTICE = "first_notice_on"
    """The day a letter was first left for collection."""
    OPENED = "opened_on"
    """Opening of an administrative case."""


class When(enum.StrEnum):
    """What must be so for a duty to exist at all; ALWAYS where it exists with the case."""

    ALWAYS = ""
    COUNCILLOR = "councillor"
    """An MP, senator or councillor filed or forwarded it."""
    NOT_OURS = "not_ours"
    """Another body is competent, for all of it or for a part."""
    DEFECTIVE = "defective"
    """Something the law asks for is missing."""
    MULTIPLE = "multiple"
    """Others petition for the same."""


Bound = Literal["office", "citizen", "body"]
"""Who has to do something within the term: this office, whoever filed, or the other body that decides."""

Consequence = Literal[
    "late_notice_36",
    "notice_245",
    "extension_10",
    "no_consideration",
    "no_effect",
    "ponaglenie",
    "deemed_served",
    "supervision",
]
"""What follows when it lapses, or what has to be done before it does.

late_notice_36: notice with reasons, a new day and the instruction on ponaglenie; the case is late all the same
(237 § 4, 36). notice_245: notice of steps taken and the expected day, inside the term. extension_10: at most three
months more, told inside the term. no_consideration: left without consideration. no_effect: the appeal has no effect.
ponaglenie: the party may urge. deemed_served: counts as served. supervision: a skarga on the office's own handling.
"""


Doubt = Literal["shift_disputed"]
"""shift_disputed: whether a day off moves the end of the term is disputed, so it is not moved and one is warned."""


@dataclass(frozen=True, slots=True)
class TermRule:
    """A duty with a term: the kinds of case it serves, what starts it, how long it is and where it is written."""

    id: str
    kinds: frozenset[str]
    """Empty: no kind of this register; kept for the command line and for explanations."""
    starts: Start
    amount: int
    unit: Unit
    bound: Bound
    source: str
    """The article, as a handler would cite it."""
    consequence: Consequence | None = None
    when: When = When.ALWAYS
    met_by: tuple[str, ...] = ()
    """The moves that fulfil it (complaints.rules.states)."""
    version: int = 1
    """Goes up with each new wording; the row of the old wording stays, closed by ``in_force_to``."""
    in_force_from: dt.date | None = None
    """First day of this wording; None: older than any term the calendar can count."""
    in_force_to: dt.date | None = None
    """Last day of this wording; None: until further notice."""
    is_least: bool = False
    """Whether the law sets only the shortest time ("not shorter than"), so that the office may give more."""
    doubt: Doubt | None = None
    """What is disputed about its end. Such a term ends where counting ends; whoever reads it is warned."""

    @property
    def runs_by_itself(self) -> bool:
        """Whether it is owed of every case and runs from its receipt: nothing else has to happen or to be found."""
        return self.when is When.ALWAYS and self.starts in (Start.RECEIVED, Start.COMPETENT, Start.COMPLETED)

    def serves(self, kind: str, on: dt.date) -> bool:
        """Whether the duty exists for this kind of case on this day."""
        return kind in self.kinds and self.is_in_force(on)

    def is_in_force(self, on: dt.date) -> bool:
        """Whether this wording is the law on a day."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and not (self.in_force_to is not None and self.in_force_to < on)
