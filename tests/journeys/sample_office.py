"""The sample office on a day that stands, for tests that look at pages with something on them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from attachments.shelf import Shelf
from sample.loading import load
from storage import migrate
from storage.session import Storage
from tests.program import SECRET


def sample_office(folder: Path, day: dt.date, *, scale: float) -> Storage:
    """The sample office of a day, in a database of its own in a folder; ``scale``: how much of it, 1 is all."""
    storage = Storage(f"sqlite:///{folder / 'sample.sqlite'}")
    migrate.upgrade(storage.engine)
    load(storage, Shelf(folder), day, scale=scale, secret=SECRET)
    return storage
