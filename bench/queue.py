"""The queue with ten thousand and with a million cases: pages, filing by eight at once, and the whole list as CSV.

.venv/bin/python -m bench.queue [--only sqlite] [--cases 10000 1000000] [--loads 40] [--seconds 10]

Prints Markdown; docs/performance.md holds a run. Pages are asked for in this process, where statements can be counted:
what counts is the server's time; the sizes take turns. Filing goes over HTTP to gunicorn with two workers; only the
sending of the filled form is counted, each with its entry in the record. Cases are plain rows of the same mixture at
every size (bench/many_cases.py). BENCH_FOLDER: where the SQLite files are, a disk rather than memory.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench import journeys
from bench.client import Crowd, Visitor
from bench.ledger import rival_pace
from bench.many_cases import build
from bench.server import started
from bench.survey import DATABASES, FLOOR
from bench.web import SECRET, machine
from complaints.models import Complaint
from complaints.queries.queue_places import Place
from kernel.clock import SystemClock
from office.models import Person, Topic
from tests.cast import PASSWORD, read_office
from tests.counting import statements
from tests.forms import FILING, hidden

QUEUE: Final = "/staff/pl/queue"
MOST_MS, MOST_STATEMENTS, MOST_GROWTH = 50, 10, 1.5
"""Goals where a bare insert comes to FLOOR a second, else in proportion: p95 of the server's time, statements, and the
time beside that of the smallest size."""

FILINGS, VISITORS, CSV_SECONDS, CSV_MB = 200, 8, 20, 50
"""Goals: filings a second by so many clients; the CSV of the largest size: seconds, and MB beside what a page takes."""


NO_FLOOD: Final = {"INTERESANT_FILINGS_PER_HOUR": "0", "INTERESANT_FILINGS_PER_DAY": "0"}
"""So many filings would go to the holding list; what is measured is registering them."""


@dataclass(frozen=True)
class Timed:
    """Of a page: median and p95 in milliseconds, processor milliseconds (median), statements, cases it shows."""

    median_ms: float
    p95_ms: float
    cpu_ms: float
    statements: int
    cases: int


def pages(app: Flask) -> dict[str, tuple[str, str]]:
    """What is asked for: by whom, and with which filter."""
    with app.extensions["storage"].reading() as session:
        office = read_office(session)
        who = session.scalars(select(Person.id).where(Person.login == "prowadzi.3.2")).one()
        topic = session.scalars(select(Topic.id).order_by(Topic.code.desc()).limit(1)).one()
        middle = SystemClock().today() - dt.timedelta(days=900)
        deep = session.execute(
            select(Complaint.settled_on, Complaint.registered_at, Complaint.id)
            .where(Complaint.settled_on <= middle)
            .order_by(Complaint.settled_on.desc())
            .limit(1)
        ).one()
        deep_open = session.execute(
            select(Complaint.due_on, Complaint.registered_at, Complaint.id)
            .where(Complaint.settled_on.is_(None), Complaint.left_on.is_(None), Complaint.due_on.is_not(None))
            .order_by(Complaint.due_on.desc())
            .offset(20)
            .limit(1)
        ).one()
    key, open_key = Place("s", *deep).key, Place("d", *deep_open).key
    return {
        "first page": ("auditor", ""),
        "deep page of the open": ("auditor", f"?state=open&after={open_key}"),
        "deep page of all": ("auditor", f"?state=all&after={key}"),
        "last page of all": ("auditor", "?state=all&before=end"),
        "kind": ("auditor", "?kind=ponaglenie"),
        "kind with a full page": ("auditor", "?kind=wniosek"),
        "department": ("auditor", f"?department={office.home.id}"),
        "handler": ("auditor", f"?who={who}"),
        "state": ("auditor", "?state=at_council"),
        "channel": ("auditor", "?channel=oral"),
        "topic": ("auditor", f"?topic={topic}"),
        "settled, by topic": ("auditor", f"?state=settled&topic={topic}"),
        "settled, by handler": ("auditor", f"?state=settled&who={who}"),
        "settled, by kind": ("auditor", "?state=settled&kind=ponaglenie"),
        "gone elsewhere, by topic": ("auditor", f"?state=left&topic={topic}"),
        "head of one department": ("head", ""),
        "head, settled by channel": ("head", "?state=settled&channel=oral"),
        "head, deep page of all": ("head", f"?state=all&after={key}"),
    }


def entered(app: Flask, login: str) -> FlaskClient:
    """A client that is signed in."""
    client = app.test_client()
    fields = hidden(client.get("/staff/pl/sign-in").text) | {"login": login, "password": PASSWORD}
    assert client.post("/staff/pl/sign-in", data=fields).status_code == 302
    return client


@dataclass(frozen=True)
class Office:
    """A register of some size with a program on it, and who is signed in."""

    app: Flask
    url: str
    clients: Mapping[str, FlaskClient]
    pages: Mapping[str, tuple[str, str]]

    def get(self, page: str) -> str:
        """The page, as whoever it is asked for by sees it."""
        login, query = self.pages[page]
        response = self.clients[login].get(QUEUE + query)
        assert response.status_code == 200, page
        return response.text


def opened(databases: Any, size: int) -> Office:
    """Build a register of so many cases and serve it in this process."""
    from app import create_app
    from web.settings import Settings

    url = databases.fresh("founded")
    build(url, size)
    app = create_app(Settings(database_url=url, secret_key=SECRET))
    return Office(app, url, {login: entered(app, login) for login in ("auditor", "head")}, pages(app))


def timed(offices: Mapping[int, Office], page: str, loads: int) -> dict[int, Timed]:
    """So many loads of a page, after five to warm up; of all sizes in turn, for the machine wavers."""
    spent: dict[int, list[tuple[float, float]]] = {size: [] for size in offices}
    for load in range(-5, loads):
        for size, office in offices.items():
            begun, cpu = time.perf_counter(), time.process_time()
            office.get(page)
            if load >= 0:
                spent[size].append((1000 * (time.perf_counter() - begun), 1000 * (time.process_time() - cpu)))
    return {size: _summed(office, page, spent[size]) for size, office in offices.items()}


def _summed(office: Office, page: str, spent: list[tuple[float, float]]) -> Timed:
    with statements(office.app.extensions["storage"].engine) as seen:
        shown = office.get(page).count("<tr") - 1  # without the head of the table
    walls = sorted(wall for wall, _cpu in spent)
    cpu = statistics.median(cpu for _wall, cpu in spent)
    return Timed(statistics.median(walls), walls[int(len(walls) * 0.95)], cpu, len(seen), shown)


def tables(measured: Mapping[int, Mapping[str, Timed]], scale: float) -> Iterator[str]:
    """A line a page: each size, and how much longer the largest takes than the smallest. ``scale``: of the machine."""
    sizes = sorted(measured)
    columns = " | ".join(f"{size:,}: cases | median ms | p95 ms | CPU ms" for size in sizes)
    yield f"| Page | {columns} | times as long | statements |"
    yield "|---" + "|--:" * (4 * len(sizes) + 2) + "|"
    for name in measured[sizes[0]]:
        found = [measured[size][name] for size in sizes]
        cells = [cell for one in found for cell in cells_of(one)]
        growth, most = found[-1].p95_ms / found[0].p95_ms, max(one.statements for one in found)
        is_met = found[-1].p95_ms < MOST_MS / scale and most <= MOST_STATEMENTS and growth <= MOST_GROWTH
        yield f"| {name} | {' | '.join(cells)} | {growth:.2f} | {most}{'' if is_met else ' **missed**'} |"


def cells_of(one: Timed) -> tuple[str, ...]:
    """The cells of a page at one size."""
    return (str(one.cases), f"{one.median_ms:.1f}", f"{one.p95_ms:.1f}", f"{one.cpu_ms:.1f}")


def filed(databases: Any, url: str, seconds: float) -> str:
    """Filings a second, between two bare inserts: the machine may have changed its pace since the beginning."""
    before = rival_pace(databases.fresh("nothing"))
    pace, beside = sent(url, seconds)
    after = rival_pace(databases.fresh("nothing"))
    goal = FILINGS * min(1.0, (before + after) / 2 / FLOOR)
    is_met = "" if pace >= goal else " **missed**"
    inserts = f"the bare insert before and after: {before:.0f} and {after:.0f}/s, so the goal is {goal:.0f}/s"
    return f"| filed by {VISITORS} at once, entry included | {pace:.0f}/s{is_met} | {beside}; {inserts} |"


def sent(url: str, seconds: float) -> tuple[float, str]:
    """Filings a second, and what else is to be said: forms are fetched beforehand, only their sending is counted."""
    settings = {"INTERESANT_DATABASE_URL": url, "INTERESANT_SECRET_KEY": SECRET, **NO_FLOOD}
    with started("app:serve()", settings, "/pl/") as served:
        ready = threading.local()

        def file(visitor: Visitor) -> None:
            if not getattr(ready, "fields", None):
                ready.fields = hidden(journeys.expect(visitor.get("/pl/complaint"), 200))
                ready.sent = 0
            ready.sent += 1
            journeys.expect(visitor.post("/pl/complaint", new_form(ready.fields, ready.sent) | FILING), 200)

        Crowd(served.port, file, VISITORS, None).go(1)  # each process has drawn its pages once
        crowd = Crowd(served.port, file, VISITORS, None)
        before = served.cpu_seconds()
        spent = crowd.go(seconds)
        cpu = served.cpu_seconds() - before
    ordered = sorted(crowd.times)
    pace, p95 = len(ordered) / spent, 1000 * ordered[int(len(ordered) * 0.95)]
    return pace, f"p95 {p95:.0f} ms, {1000 * cpu / len(ordered):.1f} ms CPU"


def new_form(fields: Mapping[str, str], number: int) -> dict[str, str]:
    """The hidden fields of a form as another visitor's would be: with an id of its own."""
    own = fields["submission_id"]
    digits = f"{threading.get_ident() % 0xFFFF:04x}{number:08x}"
    return {**fields, "submission_id": own[:-12] + digits}


def memory_mb() -> float:
    """Resident size of this process, MB."""
    with Path("/proc/self/status").open(encoding="ascii") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def csv(client: FlaskClient, scale: float) -> str:
    """The whole list as CSV, piece by piece: seconds, rows, and how much memory grew at most."""
    client.get(QUEUE)
    before, most = memory_mb(), 0.0
    begun, cpu = time.perf_counter(), time.process_time()
    answer = client.get(f"{QUEUE}/file.csv?state=all", buffered=False)
    rows = size = 0
    for number, piece in enumerate(answer.response):
        rows, size = rows + piece.count(b"\n"), size + len(piece)
        if number % 20 == 0:
            most = max(most, memory_mb() - before)
    wall, cpu = time.perf_counter() - begun, time.process_time() - cpu
    is_met = "" if wall < CSV_SECONDS / scale and most < CSV_MB else " **missed**"
    beside = f"{cpu:.1f} s CPU, {most:.0f} MB more memory"
    return f"| CSV of all, {rows:,} lines, {size / 1e6:.0f} MB | {wall:.1f} s{is_met} | {beside} |"


def measure(databases: Any, sizes: list[int], loads: int, seconds: float) -> None:
    """Build every size, ask for every page, take the largest away, file into it."""
    from web.collecting import settle_down

    floor = rival_pace(databases.fresh("nothing"))
    scale = min(1.0, floor / FLOOR)
    print(
        f"A bare insert comes to {floor:.0f} a second, so the goals here are {MOST_MS / scale:.0f} ms,"
        f" the CSV in {CSV_SECONDS / scale:.0f} s.\n",
        flush=True,
    )
    offices = {size: opened(databases, size) for size in sorted(sizes)}
    settle_down()  # as app.serve() does
    largest = offices[max(sizes)]
    measured: dict[int, dict[str, Timed]] = {size: {} for size in offices}
    for page in largest.pages:
        for size, found in timed(offices, page, loads).items():
            measured[size][page] = found
    lines = [*tables(measured, scale), "", "| What | | |", "|---|--:|---|", csv(largest.clients["auditor"], scale)]
    print(*lines, sep="\n", flush=True)
    for office in offices.values():
        office.app.extensions["storage"].close()
    print(filed(databases, largest.url, seconds), flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--loads", type=int, default=40, help="how often a page is asked for")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long is filed")
    parser.add_argument("--only", choices=DATABASES)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)  # a line for each request would go to the table
    print(machine())
    for name, opened in DATABASES.items():
        if given.only in (None, name):
            with opened() as databases:
                print(f"\n### {name}, load {os.getloadavg()[0]:.0f}\n", flush=True)
                measure(databases, given.cases, given.loads, given.seconds)


if __name__ == "__main__":
    main()
