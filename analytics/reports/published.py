"""The very figures a month is published with, and the versions they were counted by."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.declaration import Population
from analytics.measures.period import Month
from analytics.measures.registry import MEASURES
from analytics.reports.as_of import AsOf
from analytics.reports.choice import Choice
from analytics.reports.export import month_rows
from analytics.reports.month import month_report
from analytics.reports.release import Audience
from complaints.rules.terms import TERM_RULES
from kernel.clock import Clock
from kernel.permissions import EVERYWHERE
from ledger.canonical import canonical, normalised

POPULATIONS: Final = (Population.COMPLAINTS, Population.SKARGA, Population.WNIOSEK, Population.SPRAWA)
"""What a month is published with. Petitions and appeals are computed on demand, from the record and a moment."""


def frozen_rows(
    session: Session,
    clock: Clock,
    month: Month,
    as_of: AsOf | None = None,
    populations: Sequence[Population] = POPULATIONS,
) -> list[tuple[str, ...]]:
    """Return the export of a month for the whole office, population after population: what is published, or would be.

    The same record and moment give the same rows, in the same order, on every machine.
    """
    codes = frames.department_codes(session)
    reports = (
        month_report(
            session, clock, EVERYWHERE, Choice(one), month, as_of=as_of, audience=Audience.PUBLIC, with_every=True
        )
        for one in populations
    )
    return [row for report in reports for row in month_rows(report, codes)]


def rows_text(rows: Sequence[tuple[str, ...]]) -> str:
    """Return the rows as canonical JSON: what is stored, byte for byte."""
    return canonical(normalised([list(row) for row in rows]))


def digest_of(text: str) -> str:
    """Return SHA-256 (hex) of frozen rows: what the record holds of them."""
    return hashlib.sha256(text.encode()).hexdigest()


def definition_versions() -> dict[str, int]:
    """Return the version of every measure by its key."""
    return {measure.key: measure.version for measure in MEASURES}


def rule_versions() -> dict[str, int]:
    """Return the newest version of every rule of terms by its id."""
    found: dict[str, int] = {}
    for rule in TERM_RULES:
        found[rule.id] = max(rule.version, found.get(rule.id, 0))
    return found
