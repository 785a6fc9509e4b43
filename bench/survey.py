"""Submissions beside a bare insert of the same rows, form and submission as one, tablets' batches, the results page.

.venv/bin/python -m bench.survey [--only sqlite] [--seconds 3] [--rounds 5] [--responses 100000 1000000]

Prints Markdown; docs/performance.md holds a run. Both programs run under gunicorn with two workers and take turns;
figures are medians of the rounds. BENCH_FOLDER: where the SQLite files are, a disk rather than memory.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bench import journeys, responses, rival
from bench.client import Journey, Pace, Visitor, run
from bench.server import Server, started
from bench.web import SECRET, InProcess, machine
from kernel.clock import FixedClock, SystemClock
from kernel.permissions import SYSTEM
from storage.session import Storage
from surveys.kiosk.actions import DeviceTyped, add_device, invite_device, pair_device
from surveys.kiosk.rules import SURVEY
from surveys.models import QuestionnaireVersion
from tests.cast import NOW, PASSWORD, TEMPLATES, read_office
from tests.counting import statements
from tests.databases import QUICK, Databases, PostgresDatabases, PostgresServer, SqliteDatabases
from tests.forms import ANSWERS, hidden

VISITORS, BATCH = 8, 50
SHARE, FLOWS, FLOOR, ANSWERS_A_SECOND = 60, 8 * 17, 800, 3_000
"""Goals: percent of the bare insert; form and submission, 8 x LimeSurvey's 17 a second, where a bare insert of one text
comes to 800 a second (else in proportion); answers in batches of fifty."""

PAGES = ("/staff/pl/results/answers?month=2026-10", "/staff/pl/results/answers?month=2026-10&by=hours",
         "/staff/pl/results?month=2026-10", "/staff/pl/results/coverage")  # fmt: skip
LOADS = 9
"""How often a results page is fetched; the median counts."""


@dataclass(frozen=True)
class Tablet:
    """What a paired device needs to speak."""

    token: str
    version: str
    desk: str


@dataclass(frozen=True)
class Measured:
    """Median pace of the rounds, and processor milliseconds of the workers for one journey."""

    per_second: float
    median_ms: float
    cpu_ms: float


@dataclass(frozen=True)
class Pair:
    """The same work in both programs."""

    ours: Measured
    rival: Measured

    @property
    def percent(self) -> float:
        """Our pace as a share of the rival's."""
        return 100 * self.ours.per_second / self.rival.per_second


class Tablets:
    """Paired devices, one for each visitor, and the numbers they give."""

    def __init__(self, tablets: list[Tablet], port: int) -> None:
        self._tablets, self._port, self._numbers = tablets, port, count(1)
        self._of: dict[int, Tablet] = {}
        self._lock = threading.Lock()

    def deliver(self, items: int, path: str = "/api/kiosk/responses") -> Journey:
        """A request with so many submissions."""

        def journey(visitor: Visitor) -> None:
            tablet = self._held_by(visitor)
            headers = {"Origin": f"http://127.0.0.1:{self._port}", "Authorization": f"Bearer {tablet.token}"}
            sent = {"items": [self._item(tablet) for _one in range(items)], "nonce": uuid.uuid4().hex}
            journeys.expect(visitor.send(path, sent, headers), 200)

        return journey

    def _held_by(self, visitor: Visitor) -> Tablet:
        """No two visitors of a round hold the same one: a tablet sends one request after the other."""
        with self._lock:
            return self._of.setdefault(id(visitor), self._tablets[len(self._of) % len(self._tablets)])

    def _item(self, tablet: Tablet) -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()), "seq": next(self._numbers), "age_ms": 0, "version": tablet.version,
            "desk": tablet.desk, "mode": "kiosk_full", "language": "pl", "layout": 1, "answers": ANSWERS,
        }  # fmt: skip


def paired(session: Session, clock: SystemClock, devices: int) -> list[Tablet]:
    """Tablets at the desk of the test office."""
    desk = read_office(session).desk
    version = session.scalars(select(QuestionnaireVersion.id)).one()
    found = []
    for number in range(devices):
        typed = DeviceTyped(f"Tablet {number}", desk.id, SURVEY, clock.today())
        code = invite_device(session, clock, SYSTEM, add_device(session, clock, SYSTEM, typed), SECRET)
        session.flush()
        found.append(Tablet(pair_device(session, clock, code).token, str(version), str(desk.id)))
    return found


def submit() -> tuple[Journey, Journey]:
    """Opening the form once, and then sending it again and again under ids of its own."""
    forms: dict[int, dict[str, str]] = {}

    def open_form(visitor: Visitor) -> None:
        forms[id(visitor)] = hidden(journeys.expect(visitor.get("/pl/rate"), 200))

    def send(visitor: Visitor) -> None:
        fields = forms[id(visitor)] | ANSWERS | {"submission_id": str(uuid.uuid4())}
        journeys.expect(visitor.post("/pl/rate", fields), 303)

    return open_form, send


def send_bare(visitor: Visitor) -> None:
    """The same rows, bare."""
    journeys.expect(visitor.post("/response", ANSWERS | {"submission_id": str(uuid.uuid4())}), 204)


def insert_bare(visitor: Visitor) -> None:
    """One row with one text."""
    journeys.expect(visitor.post("/", {"text": "Czekanie trwało trzy godziny."}), 204)


def measured(server: Server, journey: Journey, seconds: float, prepare: Journey | None, visitors: int) -> Measured:
    """One round."""
    before = server.cpu_seconds()
    pace: Pace = run(server.port, journey, visitors, seconds, prepare)
    spent = server.cpu_seconds() - before
    return Measured(pace.per_second, pace.median_ms, 1000 * spent / (pace.journeys + visitors))


def middle(rounds: Iterable[Measured]) -> Measured:
    """Each figure's median."""
    columns = zip(*((one.per_second, one.median_ms, one.cpu_ms) for one in rounds), strict=True)
    return Measured(*(statistics.median(column) for column in columns))


class Bench:
    """The two programs, and how long each round lasts."""

    def __init__(self, ours: Server, bare: Server, seconds: float, rounds: int) -> None:
        self._ours, self._bare, self._seconds, self._rounds = ours, bare, seconds, rounds

    def pair(self, ours: Journey, bare: Journey, prepare: Journey | None = None, visitors: int = VISITORS) -> Pair:
        """Both in turn."""
        found: tuple[list[Measured], list[Measured]] = ([], [])
        for _round in range(self._rounds):
            found[1].append(measured(self._bare, bare, self._seconds, None, visitors))
            found[0].append(measured(self._ours, ours, self._seconds, prepare, visitors))
        return Pair(middle(found[0]), middle(found[1]))


def paces(bench: Bench, tablets: Tablets) -> Iterator[str]:
    """The lines of the first table."""
    floor = bench.pair(journeys.rate, insert_bare)
    scale = min(1.0, floor.rival.per_second / FLOOR)
    goal = f"{FLOWS} a second, here {FLOWS * scale:.0f}" if scale < 1 else f"{FLOWS} a second"
    yield line("form + submission, 8 visitors", floor, f"{floor.ours.per_second:.0f} a second", goal, "one text")
    open_form, send = submit()
    for visitors in (1, VISITORS):
        pair = bench.pair(send, send_bare, open_form, visitors)
        yield line(f"submission on the web, {visitors} at once", pair, f"**{pair.percent:.0f} %**", f"{SHARE} %")
    for visitors in (1, VISITORS):
        pair = bench.pair(tablets.deliver(1), tablets.deliver(1, "/delivery"), None, visitors)
        yield line(f"a tablet's single answer, {visitors} at once", pair, f"**{pair.percent:.0f} %**", f"{SHARE} %")
    pair = bench.pair(tablets.deliver(BATCH), tablets.deliver(BATCH, "/delivery"))
    whole = pair.ours.per_second * BATCH
    said = f"{whole:,.0f} submissions, {whole * len(ANSWERS):,.0f} answers a second"
    yield line(f"a tablet's batch of {BATCH}, {VISITORS} at once", pair, said, f"{ANSWERS_A_SECOND:,} answers a second")


def line(what: str, pair: Pair, found: str, goal: str, rival_does: str = "the same rows") -> str:
    """One line of the first table."""
    cells = [f"{side.per_second:.0f} | {side.median_ms:.1f} | {side.cpu_ms:.2f}" for side in (pair.ours, pair.rival)]
    return f"| {what} | {cells[0]} | {rival_does} | {cells[1]} | {found} | {goal} |"


HEAD = "| | a second | median ms | CPU ms | the rival inserts | a second | median ms | CPU ms | Found | Goal |"


def submissions(databases: Databases, seconds: float, rounds: int) -> None:
    """Print the first table for one database."""
    urls = databases.fresh("founded"), databases.fresh("founded")
    tablets: list[Tablet] = []
    for url in urls:
        storage = Storage(url)
        with storage.writing() as session:
            tablets = tablets or paired(session, SystemClock(), VISITORS)
            if url == urls[1]:
                paired(session, SystemClock(), 1)
        storage.close()
    rival.make_table(urls[1])
    ours = {"INTERESANT_DATABASE_URL": urls[0], "INTERESANT_SECRET_KEY": SECRET}
    with (
        started("bench.rival:create_app()", {"BENCH_RIVAL_URL": urls[1]}, "/") as bare,
        started("app:create_app()", ours, "/pl/") as served,
    ):
        print(HEAD, "|---|--:|--:|--:|---|--:|--:|--:|---|---|", sep="\n", flush=True)
        for row in paces(Bench(served, bare, seconds, rounds), Tablets(tablets, served.port)):
            print(row, flush=True)


def results(databases: Databases, sizes: list[int]) -> None:
    """Print how long the results pages take over so many responses, and their statements."""
    url = databases.fresh("founded")
    storage = Storage(url)
    with storage.writing() as session:
        responses.make_places(session, FixedClock(NOW))
    print(f"| Page | {' | '.join(f'{size:,}: ms | CPU ms | statements' for size in sizes)} |", flush=True)
    print("|---|" + "--:|--:|--:|" * len(sizes), flush=True)
    found: dict[str, list[str]] = {page: [] for page in PAGES}
    there = 0
    for size in sizes:
        responses.grow(storage, size - there)
        there = size
        if storage.engine.dialect.name == "postgresql":
            with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        for page, (taken, cpu, asked) in pages(url).items():
            found[page] += [f"{taken * 1000:.0f}", f"{cpu * 1000:.0f}", str(asked)]
    storage.close()
    for page, cells in found.items():
        print(f"| {page.removeprefix('/staff/pl')} | {' | '.join(cells)} |", flush=True)


def pages(url: str) -> dict[str, tuple[float, float, int]]:
    """Seconds in the program, processor seconds (medians) and statements of each page, for the quality officer."""
    from app import create_app
    from web.settings import Settings

    app = create_app(Settings(database_url=url, secret_key=SECRET, seal_seconds=0), FixedClock(NOW))
    found = {}
    with statements(app.extensions["storage"].engine) as seen:
        visitor = InProcess(app.test_client(), seen)
        form = hidden(journeys.expect(visitor.get("/staff/pl/sign-in"), 200))
        fields = form | {"login": "quality_officer", "password": PASSWORD}
        journeys.expect(visitor.post("/staff/pl/sign-in", fields), 302)
        for page in PAGES:
            found[page] = timed(visitor, page)
    app.extensions["storage"].close()
    return found


def timed(visitor: InProcess, page: str) -> tuple[float, float, int]:
    """Seconds and processor seconds (medians, after one load to warm up) and statements of a page."""
    journeys.expect(visitor.get(page), 200)
    spent = []
    for _load in range(LOADS):
        begun, cpu = time.perf_counter(), time.process_time()
        journeys.expect(visitor.get(page), 200)
        spent.append((time.perf_counter() - begun, time.process_time() - cpu))
    wall, cpu = (statistics.median(column) for column in zip(*spent, strict=True))
    return wall, cpu, visitor.counts[-1][1]


@contextmanager
def sqlite() -> Iterator[Databases]:
    """SQLite files in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        yield SqliteDatabases(Path(name), TEMPLATES)


@contextmanager
def postgresql() -> Iterator[Databases]:
    """The server of the tests, but one that keeps what it promised, as in an office."""
    server = PostgresServer()
    try:
        with psycopg.connect(server.url, autocommit=True) as connection:
            for setting in QUICK[:3]:
                connection.execute(f"ALTER SYSTEM RESET {setting.split()[0]}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield PostgresDatabases(server.url, TEMPLATES)
    finally:
        server.stop()


DATABASES: Mapping[str, Callable[[], Any]] = {"sqlite": sqlite, "postgresql": postgresql}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0, help="how long each round lasts")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", choices=DATABASES)
    parser.add_argument("--responses", type=int, nargs="*", default=[100_000, 1_000_000])
    given = parser.parse_args()
    print(machine())
    for name, opened in DATABASES.items():
        if given.only in (None, name):
            with opened() as databases:
                print(f"\n### {name}, load {os.getloadavg()[0]:.0f}\n", flush=True)
                if given.rounds:
                    submissions(databases, given.seconds, given.rounds)
                if given.responses:
                    print(flush=True)
                    results(databases, given.responses)


if __name__ == "__main__":
    main()
