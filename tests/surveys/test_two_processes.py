"""Two processes deliver the same fifty answers at the same moment: each is stored once, on both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from surveys.kiosk.queries import numbers_of
from surveys.models import Delivery, Response
from tests.surveys.devices import paired

ROOT = Path(__file__).parents[2]
PROGRAM = """
import datetime as dt, json, sys, uuid
from kernel.clock import SystemClock
from storage.session import Storage
from surveys.kiosk.actions import deliver
from surveys.models import Device
import app
url, device, items = json.loads(sys.stdin.readline())
storage = Storage(url)
print("ready", flush=True)
sys.stdin.readline()
with storage.writing() as session:
    found = session.get_one(Device, uuid.UUID(device))
    done = deliver(session, SystemClock(), found, items, dt.timedelta(0))
print(json.dumps([one.status for one in done]), flush=True)
storage.close()
"""


def test_two_processes_with_the_same_ids_store_each_answer_once(storage, clock, office):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
        device = tablet.device.id
    items = [tablet.item(seq) for seq in range(1, 51)]
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", PROGRAM], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _process in range(2)
    ]
    for process in begun:
        assert process.stdin is not None
        process.stdin.write(json.dumps([storage.url, str(device), items]) + "\n")
        process.stdin.flush()
    for process in begun:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    answers = [json.loads(one) for one in _both(begun)]
    assert sorted(status for statuses in answers for status in statuses) == [200] * 50 + [201] * 50
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 50
        assert session.scalar(select(func.count()).select_from(Delivery)) == 50
        numbers = numbers_of(session, device)
    assert (numbers.count, numbers.missing) == (50, 0)


def _both(begun: list[subprocess.Popen[str]]) -> list[str]:
    """Let both go at once; what each said."""
    for process in begun:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    return [process.communicate(timeout=60)[0] for process in begun]
