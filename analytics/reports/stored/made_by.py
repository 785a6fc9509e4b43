"""By which program a stored figure was made: another one may count otherwise, even where no version was raised."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
PARTS: Final = ("analytics", "complaints/rules", "kernel", "surveys/queries", "surveys/rules", "office/rules")
"""Whose text figures are made by: definitions, rules of terms, the calendar, and all that counts."""


@cache
def made_by() -> str:
    """Return a digest of the program's own text in PARTS and of the versions of what it rests on. Read once."""
    found = hashlib.sha256((ROOT / "requirements.txt").read_bytes())
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            found.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return found.hexdigest()
