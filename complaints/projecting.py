"""Counting all open cases anew: by the worker every night and once after each change of rules or calendar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from flask_babel import lazy_gettext as _l

from complaints.actions.law import adopt_law
from complaints.actions.projecting import reproject
from complaints.events import DatesMoved
from complaints.models import Complaint
from complaints.queries.projecting import differing
from complaints.reactions import PROJECT
from complaints.rules.terms import TERM_RULES
from kernel.clock import Clock
from kernel.errors import RuleBroken
from kernel.holidays import HOLIDAYS
from kernel.permissions import SYSTEM, Actor
from kernel.terms import WARNING_WORKING_DAYS
from kernel.workdays import FREE_WEEKDAYS
from storage.session import Storage
from worker.effects import Effect, Work, titled
from worker.jobs import Job, JobWork
from worker.schedules import Daily, OnceAfterChange


@dataclass(frozen=True)
class Uncountable:
    """An open case whose term the rules cannot count any more; its stored dates stay."""

    number: str


def project_all(storage: Storage, clock: Clock, actor: Actor) -> Iterator[DatesMoved | Uncountable]:
    """Count the open cases anew, each in a transaction of its own, and tell what moved.

    Reading first and writing only where something differs: nobody waits, and a second run finds nothing to do.
    """
    with storage.reading() as session:
        found = [(row.id, row.number) for row in differing(session, clock.today())]
    for complaint_id, number in found:
        try:
            with storage.writing() as session:
                complaint = session.get(Complaint, complaint_id)
                moved = reproject(session, clock, actor, complaint) if complaint else None
        except RuleBroken:
            yield Uncountable(number)
        else:
            if moved is not None:
                yield moved


@cache
def fingerprint() -> str:
    """Eight letters that are others as soon as a row of the rules or of the calendar is."""
    rules = [(sorted(rule.kinds), replace(rule, kinds=frozenset())) for rule in TERM_RULES]
    text = repr((rules, HOLIDAYS, FREE_WEEKDAYS, WARNING_WORKING_DAYS))
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _run(work: JobWork) -> str:
    with work.storage.writing() as session:
        adopt_law(session, work.clock, SYSTEM)
    told = list(project_all(work.storage, work.clock, SYSTEM))
    moved = sum(isinstance(one, DatesMoved) for one in told)
    return f"{moved} last days moved, {len(told) - moved} cases cannot be counted"


PROJECTING: Final = Job(
    "deadlines", OnceAfterChange(Daily(3, 30), fingerprint), _run, _l("Przeliczanie terminów po zmianie przepisów")
)
"""At night, after the backup; and at once when a new version of the program brought other rules or free days."""


@titled(_l("przeliczenie terminów otwartych spraw"))
def count_anew(work: Work) -> None:
    """Count the open cases anew at once, after the office changed how early it is warned."""
    for _moved in project_all(work.storage, work.clock, SYSTEM):
        pass


EFFECTS: Final[dict[str, Effect]] = {PROJECT: count_anew}
