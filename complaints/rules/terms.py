"""Looking terms up: what the office owes first for a kind of case, and the deadline that explains itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from complaints.rules.term_rule import Start, TermRule
from complaints.rules.term_table import TERM_RULES
from kernel.errors import RuleBroken
from kernel.terms import WARNING_WORKING_DAYS, Term, ends_on, term
from kernel.workdays import Skipped, working_day_before

__all__ = [
    "TERM_RULES",
    "Deadline",
    "NoTerm",
    "TermRule",
    "call_rule",
    "deadline",
    "deadline_under",
    "rule_by_id",
    "rule_for",
]


class NoTerm(RuleBroken):
    """The law sets no term for this kind of case on this day. ``facts``: kind, on."""

    code = "no_term"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty and the term counted for it.

    ``set_on``: the last day the office set itself, where the law only says how short it may not be (art. 64 § 2 KPA).
    """

    rule: TermRule
    term: Term
    set_on: dt.date | None = None
    warning_days: int = WARNING_WORKING_DAYS
    """On which working day before the raw end the handler is warned: a setting of the office."""

    @property
    def raw_end(self) -> dt.date:
        """Where counting alone ends."""
        return self.term.raw_end

    @property
    def last_day(self) -> dt.date:
        """The day the case is judged by: never before the one the table gives."""
        counted = self.term.raw_end if self.rule.doubt else self.term.last_day
        return max(counted, ends_on(self.set_on)) if self.set_on else counted

    @property
    def is_doubtful(self) -> bool:
        """Whether its end lies on a day off and it is disputed what follows: one is warned, nothing is moved."""
        return self.rule.doubt is not None and bool(self.term.skipped)

    @property
    def warn_on(self) -> dt.date:
        """The day the handler is warned."""
        if self.warning_days == WARNING_WORKING_DAYS:
            return self.term.warn_on
        return working_day_before(self.term.raw_end, self.warning_days)

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The days stepped over, each by name; none where the end is not moved."""
        return () if self.rule.doubt else self.term.skipped


def rule_for(kind: str, on: dt.date) -> TermRule:
    """The first duty of the office for a kind of case received on a day.

    Raises NoTerm where the table has none (an imported 'sprawa' is judged by its own due moment, not by this table).
    """
    for rule in TERM_RULES:
        if rule.bound == "office" and rule.runs_by_itself and rule.serves(kind, on):
            return rule
    raise NoTerm(f"no term for {kind} on {on}", kind=kind, on=on)


def rule_by_id(rule_id: str, on: dt.date) -> TermRule:
    """The wording of a rule that is the law on a day. Raises NoTerm for an unknown rule or a day before it."""
    for rule in TERM_RULES:
        if rule.id == rule_id and rule.is_in_force(on):
            return rule
    raise NoTerm(f"no term {rule_id} on {on}", kind=rule_id, on=on)


def deadline(kind: str, received_on: dt.date, warning_days: int = WARNING_WORKING_DAYS) -> Deadline:
    """By when the office has to settle or pass on a case of this kind received on this legal day.

    Raises NoTerm for a kind or a day without a term, OutsideCalendar for a day before 2011 or a term ending after 2040.
    """
    return deadline_under(rule_for(kind, received_on), received_on, warning_days=warning_days)


def deadline_under(
    rule: TermRule,
    starts_on: dt.date,
    set_on: dt.date | None = None,
    *,
    warning_days: int = WARNING_WORKING_DAYS,
) -> Deadline:
    """The deadline a rule sets when its starting event falls on this day; a later day the office set counts where the
    rule lets it set one."""
    return Deadline(rule, term(starts_on, rule.amount, rule.unit), set_on if rule.is_least else None, warning_days)


def call_rule(kind: str, on: dt.date) -> TermRule:
    """The time the law gives whoever is called to explain or to mend a case of a kind. Raises NoTerm."""
    for rule in TERM_RULES:
        if rule.starts is Start.CALLED and rule.serves(kind, on):
            return rule
    raise NoTerm(f"no call for {kind} on {on}", kind=kind, on=on)
