"""A worker's process that writes down what is late, as the tests of lateness start it: by a clock that stands."""

from __future__ import annotations

import datetime as dt
from multiprocessing.connection import Connection

import app as house
from complaints.reminding import record_all
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from storage.session import Storage


def main(line: Connection, url: str, moment: str) -> None:
    """Say that one is ready, wait for a word, write down what is late, and say how much that was."""
    storage = Storage(url, house.REACTIONS)
    line.send("ready")
    line.recv()
    told = list(record_all(storage, FixedClock(dt.datetime.fromisoformat(moment)), SYSTEM))
    line.send(len(told))
    storage.close()
