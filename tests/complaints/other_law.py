"""Another law than the one that is in force: a further public holiday, another wording of a rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest

from complaints import projecting
from complaints.rules import course, terms
from complaints.rules.term_rule import TermRule
from kernel import holidays, workdays
from kernel import terms as counting


@contextmanager
def holiday_on(day: dt.date) -> Iterator[None]:
    """As if an act had made this one day a public holiday."""
    row = holidays.Holiday(
        "new", "Święto Próbne", "Dz.U. 2026 poz. 1", (day.month, day.day), in_force_from=day, in_force_to=day
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(holidays, "HOLIDAYS", (*holidays.HOLIDAYS, row))
        patch.setattr(counting, "_ENDINGS", [None] * len(counting._ENDINGS))
        _forget()
        yield
    _forget()


@contextmanager
def wording_of(rule_id: str, **changes: Any) -> Iterator[None]:
    """As if a rule had always had another wording."""
    with _rules(lambda rule: replace(rule, **changes) if rule.id == rule_id else rule):
        yield


@contextmanager
def without(rule_id: str) -> Iterator[None]:
    """As if there were no such rule."""
    with _rules(lambda rule: None if rule.id == rule_id else rule):
        yield


@contextmanager
def _rules(change: Callable[[TermRule], TermRule | None]) -> Iterator[None]:
    changed = tuple(row for rule in terms.TERM_RULES if (row := change(rule)) is not None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terms, "TERM_RULES", changed)
        patch.setattr(course, "TERM_RULES", changed)
        patch.setattr(projecting, "TERM_RULES", changed)
        yield


def _forget() -> None:
    """What was read from the table before."""
    holidays.holidays_of.cache_clear()
    workdays._counted.cache_clear()
