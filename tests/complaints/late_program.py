"""A worker's process that writes down what is late, as the tests of lateness start it: by a clock that stands."""

from __future__ import annotations

import datetime as dt
import sys

import app as house
from complaints.reminding import record_all
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from storage.session import Storage


def main(url: str, moment: str) -> None:
    """Say that one is ready, wait for a line, write down what is late, and say how much that was."""
    storage = Storage(url, house.REACTIONS)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    told = list(record_all(storage, FixedClock(dt.datetime.fromisoformat(moment)), SYSTEM))
    sys.stdout.write(f"{len(told)}\n")
    storage.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
