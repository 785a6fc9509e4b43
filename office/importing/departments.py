"""The office's departments from a file: code, name, since when."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from imports.fields import Fields
from imports.report import Report
from imports.summary import Summary
from imports.values import read_text
from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions import open_department
from office.importing.lists import Headings, Progress, read_day, read_rows
from office.models import Department

HEADINGS: Final = Headings({"code": "kod", "name": "nazwa"}, {"since": "działa od"})
LONGEST_CODE: Final = 60
LONGEST_NAME: Final = 200
"""Characters the columns hold."""

SAMPLE: Final = (
    ("SO", "Wydział Spraw Obywatelskich", "01.01.2024"),
    ("GK", "Wydział Gospodarki Komunalnej", ""),
)
"""Rows of the sample file."""


def import_departments(
    session: Session, clock: Clock, actor: Actor, path: Path, report: Report, progress: Progress = lambda _bytes: None
) -> Summary:
    """Open the departments of a file, an entry for each; one that is there under the same code and name is known.

    Raises BadFile, ImportRefused (no_office).
    """
    names = {row.code.casefold(): row.name for row in session.execute(select(Department.code, Department.name))}
    before = frozenset(names)

    def take(fields: Fields) -> bool | None:
        code = fields.read("code", lambda text: read_text(text, LONGEST_CODE), is_needed=True)
        name = fields.read("name", lambda text: read_text(text, LONGEST_NAME), is_needed=True)
        since = fields.read("since", read_day)
        if code is None or name is None or fields.refused():
            return None
        key = code.casefold()
        if key in names and key not in before:
            fields.refuse("code", "double_code")
            return None
        if key in names and names[key] != name:
            fields.refuse("code", "code_of_another", {"name": names[key]})
            return None
        if key in names:
            return False
        open_department(session, clock, actor, code=code, name=name, valid_from_on=since.day if since else None)
        names[key] = name
        return True

    return read_rows(session, path, HEADINGS, report, progress, take)
