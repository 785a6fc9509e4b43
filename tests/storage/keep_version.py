"""Keeps an office of the present database version for the tests of all later programs.

Run once when a version is released: ``.venv/bin/python -m tests.storage.keep_version`` writes
``tests/storage/versions/REVISION.zip``, a backup of a small sample office. A file that is there is never written anew:
what an office had then cannot change.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

from attachments.shelf import Shelf
from kernel.clock import FixedClock, warsaw
from operations.backup.making import Made, make_backup
from sample.loading import load
from storage import migrate
from storage.session import Storage

VERSIONS = Path(__file__).parent / "versions"
DAY = dt.date(2026, 11, 20)
UNTIL = warsaw(2026, 10, 8, 18)
"""Late enough for a letter with its file, early enough for one: each is 33 KB with the fonts it carries."""
SCALE = 0.015
"""Some fifty cases and a hundred and fifty answered questionnaires: under 200 KB."""


def keep(target: Path) -> Made:
    """Write a backup of a small sample office at the present version."""
    with tempfile.TemporaryDirectory() as folder:
        storage = Storage(f"sqlite:///{folder}/office.sqlite")
        try:
            migrate.upgrade(storage.engine)
            with patch("office.actions.people.hashed", lambda _password: "not hashed: sample"):
                load(storage, Shelf(Path(folder)), DAY, until=UNTIL, scale=SCALE)
            clock = FixedClock(warsaw(DAY.year, DAY.month, DAY.day, 18))
            made = make_backup(storage, clock, target, shelf=Shelf(Path(folder)))
        finally:
            storage.close()
    target.chmod(0o644)
    return made


if __name__ == "__main__":
    made = keep(VERSIONS / f"{migrate.newest()}.zip")
    print(f"{made.path}: {made.size} bytes, {made.manifest.rows} rows")
    sys.exit(0)
