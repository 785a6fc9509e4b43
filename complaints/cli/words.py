"""A deadline in plain words for a terminal, and as data. Names of days stay Polish, as the acts have them."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from typing import Any, Final

import click

from complaints.rules.term_rule import Start, TermRule, When
from complaints.rules.terms import Deadline
from kernel.holidays import CALENDAR_VERSION, LAST_CHECKED_YEAR
from kernel.terms import WARNING_WORKING_DAYS, Term, Unit

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARAGRAPHS: Final = {Unit.DAYS: "1", Unit.WEEKS: "2", Unit.MONTHS: "3", Unit.YEARS: "3a"}
"""Which paragraph of art. 57 KPA says how a unit is counted."""

STARTS: Final[dict[Start, str]] = {
    Start.RECEIVED: "receipt by the office",
    Start.COMPETENT: "receipt by the competent body",
    Start.COMPLETED: "filing, or the day the petition was completed",
    Start.CALLED: "service of the call",
    Start.LAPSED: "lapse of the first term",
    Start.FIRST_OF_MANY: "receipt of the first of several petitions",
    Start.ANNOUNCED: "announcement that further petitions are awaited",
    Start.SERVED: "service of what is appealed against",
    Start.BODY_RECEIVED: "receipt by the deciding body",
    Start.CAUSE_ENDED: "end of what kept the party from acting",
    Start.FIRST_NOTICE: "first notice left for collection",
    Start.OPENED: "opening of the case",
}
ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
BOUND: Final = {"office": "the office", "citizen": "whoever filed", "body": "the deciding body"}
CONDITIONS: Final[dict[When, str]] = {
    When.COUNCILLOR: "if an MP, senator or councillor filed or forwarded it",
    When.NOT_OURS: "if another body is competent",
    When.DEFECTIVE: "if something the law asks for is missing",
    When.MULTIPLE: "if others petition for the same",
}
CONSEQUENCES: Final[dict[str, str]] = {
    "late_notice_36": "if it cannot be kept: notice with reasons, a new day and the instruction on ponaglenie "
    "(art. 36, 237 § 4 KPA); the case is late all the same",
    "notice_245": "if it cannot be kept: notice of steps taken and the expected day, inside the term (art. 245 KPA)",
    "extension_10": "if it cannot be kept: at most three months more, told on or before the last day (art. 10 ust. 3)",
    "no_consideration": "if it lapses: left without consideration",
    "no_effect": "if it lapses: without effect, unless the term is restored (art. 58 KPA)",
    "ponaglenie": "if it lapses: the party may urge (ponaglenie, art. 37 KPA)",
    "deemed_served": "when it lapses: counts as served",
    "supervision": "if it lapses: a skarga on the office's own handling (art. 227 KPA)",
}

DOUBTS: Final[dict[str, str]] = {
    "shift_disputed": "the count ends on a day off; whether art. 57 § 4 KPA moves it is disputed, so it is not moved. "
    "Do nothing that takes the letter for served before the next working day is over",
}


def as_data(kind: str | None, due: Deadline) -> dict[str, Any]:
    """The deadline with the keys the command promises, in their order."""
    return {
        "kind": kind,
        "rule": due.rule.id,
        "source": due.rule.source,
        **term_as_data(due.term),
        "warn_on": due.warn_on.isoformat(),
        **ending_as_data(due),
        "rule_version": due.rule.version,
    }


def ending_as_data(due: Deadline) -> dict[str, Any]:
    """Where a duty differs from bare arithmetic: an end that is not moved, a later day the office set."""
    found: dict[str, Any] = {}
    if due.rule.doubt:
        found = {"last_day": due.last_day.isoformat(), "skipped": []}
        found["warning"] = DOUBTS[due.rule.doubt] if due.is_doubtful else None
    return found


def term_as_data(counted: Term) -> dict[str, Any]:
    """Bare arithmetic."""
    return {
        "starts_on": counted.starts_on.isoformat(),
        "amount": counted.amount,
        "unit": counted.unit.value,
        "raw_end": counted.raw_end.isoformat(),
        "last_day": counted.last_day.isoformat(),
        "warn_on": counted.warn_on.isoformat(),
        "skipped": [{"date": skip.date.isoformat(), "why": skip.why} for skip in counted.skipped],
    }


def rule_as_data(rule: TermRule) -> dict[str, Any]:
    """A row of the table; null is 'since ever' and 'until further notice'."""
    return {
        "id": rule.id,
        "version": rule.version,
        "kinds": sorted(rule.kinds),
        "starts": rule.starts.value,
        "amount": rule.amount,
        "unit": rule.unit.value,
        "bound": rule.bound,
        "condition": rule.when.value or None,
        "source": rule.source,
        "consequence": rule.consequence,
        "is_least": rule.is_least,
        "doubt": rule.doubt,
        "in_force_from": rule.in_force_from.isoformat() if rule.in_force_from else None,
        "in_force_to": rule.in_force_to.isoformat() if rule.in_force_to else None,
    }


def in_words(due: Deadline) -> Iterator[str]:
    """A duty and how its last day was found, line by line."""
    rule = due.rule
    yield line("rule", f"{rule.id}, version {rule.version}: {rule.source}")
    yield line("binds", " ".join(part for part in (BOUND[rule.bound], CONDITIONS.get(rule.when, "")) if part))
    yield line("starts with", STARTS[rule.starts])
    yield from term_in_words(due.term, due, is_moved=due.rule.doubt is None)
    if due.rule.doubt and due.is_doubtful:
        yield line("WARNING", DOUBTS[due.rule.doubt])
    if rule.consequence:
        yield line("afterwards", CONSEQUENCES[rule.consequence])


def term_in_words(counted: Term, due: Deadline | None = None, *, is_moved: bool = True) -> Iterator[str]:
    """How a term was counted: start, raw end, each skipped day by name, last day, warning.

    ``due``: the duty it is for, which may be warned of on another day; ``is_moved``: whether days off move its end;
    where they do not they are named as what they are.
    """
    yield line("start", weekday(counted.starts_on))
    yield line("term", f"{span(counted.amount, counted.unit)} (art. 57 § {PARAGRAPHS[counted.unit]} KPA)")
    yield line("counted to", weekday(counted.raw_end))
    for number, skip in enumerate(counted.skipped):
        law = f"by case law, {skip.source}" if skip.by_case_law else skip.source
        yield line("" if number else ("skipped" if is_moved else "day off"), f"{skip.date} {skip.why}: {law}")
    shifted = " (art. 57 § 4 KPA)" if counted.skipped and is_moved else ""
    yield line("LAST DAY", weekday(counted.last_day if is_moved else counted.raw_end) + shifted)
    days, warned = (due.warning_days, due.warn_on) if due else (WARNING_WORKING_DAYS, counted.warn_on)
    yield line("warning", f"{weekday(warned)}, {_ordinal(days)} working day before the count ends")
    if counted.assumed:
        yield line("assumed", f"{assumption()} (calendar version {counted.calendar_version})")


def _ordinal(days: int) -> str:
    """Which working day: ``the third``."""
    return f"the {ORDINALS[days - 1]}" if days <= len(ORDINALS) else f"{days}."


def assumption() -> str:
    """What nobody can know yet."""
    return f"after {LAST_CHECKED_YEAR} that the law on free days does not change"


def rule_line(rule: TermRule) -> str:
    """A row of the table in one line."""
    since = f", from {rule.in_force_from}" if rule.in_force_from else ""
    until = f" to {rule.in_force_to}" if rule.in_force_to else ""
    condition = f", {CONDITIONS[rule.when]}" if rule.when in CONDITIONS else ""
    consequence = f" [{rule.consequence}]" if rule.consequence else ""
    return (
        f"{rule.id:<26} v{rule.version}  {span(rule.amount, rule.unit):<9} {BOUND[rule.bound]:<17} "
        f"from {STARTS[rule.starts]}{condition}; {rule.source}{since}{until}{consequence}"
    )


def table_footer() -> str:
    """What the table was counted with."""
    return f"calendar of free days: version {CALENDAR_VERSION}, checked up to {LAST_CHECKED_YEAR}"


def span(amount: int, unit: Unit) -> str:
    """``1 month``, ``14 days``."""
    return f"{amount} {unit.value.removesuffix('s') if amount == 1 else unit.value}"


def weekday(day: dt.date) -> str:
    """``2026-03-02 Monday``."""
    return f"{day} {WEEKDAYS[day.weekday()]}"


def line(label: str, text: str) -> str:
    """A label and its text, in two columns."""
    return f"  {label:<12}{text}"


def echo_json(data: Any) -> None:
    """One line of JSON: Polish letters as they are, or escaped where the other end takes no UTF-8 (Windows pipes)."""
    encoding = sys.stdout.encoding or ""
    click.echo(json.dumps(data, ensure_ascii=encoding.lower().replace("-", "") != "utf8"))
