"""Which term the law sets for which kind of case: one table, one look-up, one deadline that explains itself.

Adding a duty is adding a row. Nothing here knows the web or the database.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

from kernel.errors import RuleBroken
from kernel.terms import Term, Unit, term
from kernel.workdays import Skipped

Start = Literal["received_on"]
"""What makes a term run: the day of receipt by the competent body."""

Bound = Literal["office", "citizen"]
"""Who has to do something within the term."""

Consequence = Literal["late_notice_36"]
"""What follows when it lapses: a notice with reasons, a new date and the instruction on ponaglenie (237 § 4, 36)."""


@dataclass(frozen=True, slots=True)
class TermRule:
    """A duty with a term: the kinds of case it serves, what starts it, how long it is and where it is written."""

    id: str
    kinds: frozenset[str]
    starts: Start
    amount: int
    unit: Unit
    bound: Bound
    source: str
    """The article, as a handler would cite it."""
    consequence: Consequence | None = None
    version: int = 1
    """Goes up with each new wording; the row of the old wording stays, closed by ``in_force_to``."""
    in_force_from: dt.date | None = None
    """First day of this wording; None: older than any term the calendar can count."""
    in_force_to: dt.date | None = None
    """Last day of this wording; None: until further notice."""

    def serves(self, kind: str, on: dt.date) -> bool:
        """Whether the duty exists for this kind of case on this day."""
        begun = self.in_force_from is None or self.in_force_from <= on
        ended = self.in_force_to is not None and self.in_force_to < on
        return kind in self.kinds and begun and not ended


TERM_RULES: Final[tuple[TermRule, ...]] = (
    TermRule(
        id="skarga_settle",
        kinds=frozenset({"skarga"}),
        starts="received_on",
        amount=1,
        unit=Unit.MONTHS,
        bound="office",
        source="art. 237 § 1 KPA",
        consequence="late_notice_36",
    ),
    TermRule(
        id="wniosek_settle",
        kinds=frozenset({"wniosek"}),
        starts="received_on",
        amount=1,
        unit=Unit.MONTHS,
        bound="office",
        source="art. 244 § 1 w zw. z art. 237 § 1 KPA",
    ),
)
"""Every term of the office, in the order of duty: the first row that serves a kind is what the office owes first."""


class NoTerm(RuleBroken):
    """The law sets no term for this kind of case on this day. ``facts``: kind, on."""

    code = "no_term"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty and the term counted for it."""

    rule: TermRule
    term: Term

    @property
    def raw_end(self) -> dt.date:
        """Where counting alone ends."""
        return self.term.raw_end

    @property
    def last_day(self) -> dt.date:
        """The day the case is judged by."""
        return self.term.last_day

    @property
    def warn_on(self) -> dt.date:
        """The day the handler is warned."""
        return self.term.warn_on

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The days stepped over, each by name."""
        return self.term.skipped


def rule_for(kind: str, on: dt.date) -> TermRule:
    """The first duty of the office for a kind of case received on a day.

    Raises NoTerm where the table has none (an imported 'sprawa' is judged by its own due moment, not by this table).
    """
    for rule in TERM_RULES:
        if rule.bound == "office" and rule.serves(kind, on):
            return rule
    raise NoTerm(f"no term for {kind} on {on}", kind=kind, on=on)


def deadline(kind: str, received_on: dt.date) -> Deadline:
    """By when the office has to settle a case of this kind received on this legal day.

    Raises NoTerm for a kind or a day without a term, OutsideCalendar for a day before 2011 or a term ending after 2040.
    """
    return deadline_under(rule_for(kind, received_on), received_on)


def deadline_under(rule: TermRule, starts_on: dt.date) -> Deadline:
    """The deadline a rule sets when its starting event falls on this day."""
    return Deadline(rule, term(starts_on, rule.amount, rule.unit))
