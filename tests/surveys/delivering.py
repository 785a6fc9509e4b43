"""A process that delivers what a tablet sent, as the test of two of them starts it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from multiprocessing.connection import Connection

import app  # noqa: F401 - all tables, as the program has them
from kernel.clock import SystemClock
from storage.session import Storage
from surveys.kiosk.actions import deliver
from surveys.models import Device


def main(line: Connection, url: str, device: str, items: str) -> None:
    """Say that one is ready, wait for a word, deliver, and say how each answer was received."""
    storage = Storage(url)
    line.send("ready")
    line.recv()
    with storage.writing() as session:
        found = session.get_one(Device, uuid.UUID(device))
        done = deliver(session, SystemClock(), found, json.loads(items), dt.timedelta(0))
    line.send([one.status for one in done])
    storage.close()
