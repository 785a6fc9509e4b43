"""Visits served, from a CSV or Excel file: columns department (code), desk (name), day, visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from imports.errors import BadValue
from imports.fields import Fields
from imports.mapping import FileShape, TimeShape
from imports.reader import Row, open_table
from imports.report import Report
from imports.summary import Summary
from imports.values import read_text, read_when
from kernel.clock import WARSAW, Clock
from kernel.errors import RuleBroken
from kernel.permissions import Actor
from surveys.actions.visits import report_visits
from surveys.queries.visits import desk_named, reported
from surveys.rules.visits import IMPORT, read_count

COLUMNS: Final = ("department", "desk", "day", "visits")
LONGEST: Final = 200
DAYS: Final = TimeShape(WARSAW, "Europe/Warsaw", ("iso", "%d.%m.%Y"))


def import_visits(
    session: Session,
    clock: Clock,
    actor: Actor,
    path: Path,
    report: Report,
    progress: Callable[[int], None] = lambda read_bytes: None,
) -> Summary:
    """Report the visits of a file, each desk and day as by hand. What is known stays; another number is refused.

    A correction is made on the page, with its reason. Raises BadFile.
    """
    summary = Summary()
    with open_table(path, FileShape(), COLUMNS) as table:
        fields = Fields(table, {name: name for name in COLUMNS}, report)
        for row in table.rows():
            summary.rows += 1
            _take(session, clock, actor, fields, row, summary)
            progress(table.read_bytes)
    summary.refused = report.refused_rows
    return summary


def _take(session: Session, clock: Clock, actor: Actor, fields: Fields, row: Row, summary: Summary) -> None:
    if not fields.turn_to(row):
        return None
    department = fields.read("department", lambda text: read_text(text, LONGEST), is_needed=True)
    name = fields.read("desk", lambda text: read_text(text, LONGEST), is_needed=True)
    day = fields.read("day", _day, is_needed=True)
    visits = fields.read("visits", read_count, is_needed=True)
    if department is None or name is None or day is None or visits is None:
        return None
    desk = desk_named(session, department, name)
    if desk is None:
        return fields.refuse("desk", "unknown_desk")
    before = reported(session, desk, day)
    if before is not None and before.visits != visits:
        return fields.refuse("visits", "other_visits", {"before": "–" if before.visits is None else before.visits})
    try:
        changed = report_visits(session, clock, actor, desk, day, visits, row_version=0, source=IMPORT)
    except RuleBroken as broken:
        return fields.refuse("day", broken.code, broken.facts)
    summary.taken += changed
    summary.known += not changed
    return None


def _day(text: str) -> dt.date:
    found = read_when(text, DAYS)
    if found.at is not None:
        raise BadValue(code="bad_time", value=text, formats=", ".join(DAYS.formats))
    return found.day
