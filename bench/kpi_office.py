"""What the figures of a running office cost: a month, the dashboard, the charts, the whole pack.

.venv/bin/python -m bench.kpi_office --database URL [--month 2026-10] [--loads 15]

URL is that of an office with data, best the sample office (``python3 dev.py run`` makes it); nothing is changed in it
but that somebody signs in and that dashboards of closed months are stored, as the worker stores them.
Prints Markdown; docs/performance.md holds a run.
"""

from __future__ import annotations

import argparse
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from flask.testing import FlaskClient

from bench.ledger import rival_pace
from bench.survey import FLOOR
from bench.web import SECRET, machine
from devtools.places import ROOT
from tests.forms import hidden

LOGIN, PASSWORD = "piotr.wzorcowy", "przyklad-interesant"
CHARTS: Final = 60
MONTH_S: Final = {"sqlite": 0.4, "postgresql": 0.2}
DASHBOARD_MS, CHARTS_S, PACK_S = 50, 3, 10
"""Goals where a bare insert comes to FLOOR a second, else in proportion: a month's report from the database, the
dashboard while its closed months are kept, so many charts, the whole pack with the start of the program."""


@contextmanager
def timed(told: Callable[[float, float], None]) -> Iterator[None]:
    """Tell the seconds and processor seconds of the block."""
    begun, cpu = time.perf_counter(), time.process_time()
    yield
    told(time.perf_counter() - begun, time.process_time() - cpu)


def line(what: str, goal: float, unit: str) -> Callable[[float, float], None]:
    """What prints a row of the table."""
    scale = 1000 if unit == "ms" else 1

    def told(seconds: float, cpu: float) -> None:
        is_met = "" if seconds * scale <= goal else " **missed**"
        print(
            f"| {what} | {seconds * scale:.2f} {unit}{is_met} | {cpu * scale:.2f} {unit} | {goal:.2f} {unit} |",
            flush=True,
        )

    return told


def entered(client: FlaskClient) -> None:
    """Sign in as the sample office's quality officer."""
    fields = hidden(client.get("/staff/pl/sign-in").text) | {"login": LOGIN, "password": PASSWORD}
    assert client.post("/staff/pl/sign-in", data=fields).status_code == 302


def measure(url: str, month: str, loads: int, scale: float) -> None:
    """Print the table."""
    from analytics.boards import keep_boards
    from analytics.charts.style import WIDE
    from analytics.drawings import charts_of
    from analytics.drawings.chart import picture
    from analytics.measures.period import Month
    from analytics.reports.choice import Choice
    from analytics.reports.month import month_report
    from analytics.reports.monthly import monthly_set
    from app import create_app
    from kernel.permissions import EVERYWHERE
    from web.settings import Settings

    app = create_app(Settings(database_url=url, secret_key=SECRET))
    storage, clock, wanted = app.extensions["storage"], app.extensions["clock"], Month.parse(month)
    client = app.test_client()
    entered(client)
    with app.test_request_context("/staff/pl/"), storage.reading() as session:
        month_report(session, clock, EVERYWHERE, Choice(), wanted)  # imports
        with timed(line("a month's report from the database", MONTH_S[storage.engine.dialect.name] / scale, "s")):
            month_report(session, clock, EVERYWHERE, Choice(), wanted)
        drawn = list(charts_of(monthly_set(session, clock, EVERYWHERE, Choice(), wanted)).values())
        picture(drawn[0], WIDE, "dark")  # imports
        with timed(line(f"{CHARTS} charts of a pack", CHARTS_S / scale, "s")):
            for number in range(CHARTS):
                chart = drawn[number % len(drawn)]
                chart.module.render(chart.data, WIDE, "light")
    address = f"/staff/pl/results/dashboard?month={month}"
    assert client.get(address).status_code == 200
    spent = []
    for _load in range(loads):
        begun = time.perf_counter()
        client.get(address)
        spent.append(time.perf_counter() - begun)
    line("the dashboard, its months kept", DASHBOARD_MS / scale, "ms")(statistics.median(spent), 0)
    keep_boards(storage, clock, 0)  # the last closed month of the office comes first
    _fresh(url, month, scale)
    _pack(url, month, scale)


def fresh(url: str, month: str) -> None:
    """Print seconds, processor seconds and statements of the dashboard in this process, which knows no figure.

    Templates and words are loaded by the same page, as imports are; then somebody signs in, which is an entry, and it
    is asked for again: no memory keeps what is stored. That no pandas was loaded proves that nothing was computed.
    """
    from sqlalchemy import event

    from app import create_app
    from web.settings import Settings

    app = create_app(Settings(database_url=url, secret_key=SECRET))
    client, seen = app.test_client(), []
    asked = f"/staff/pl/results/dashboard?month={month}"
    entered(client)
    assert client.get(asked).status_code == 200
    entered(client)
    event.listen(app.extensions["storage"].engine, "before_cursor_execute", lambda *told: seen.append(told[2]))
    with timed(lambda seconds, cpu: print(seconds, cpu, len(seen))):
        assert client.get(asked).status_code == 200
    assert "pandas" not in sys.modules, "the dashboard was computed"


def _fresh(url: str, month: str, scale: float) -> None:
    command = [sys.executable, "-m", "bench.kpi_office", "--database", url, "--month", month, "--fresh"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    what = f"the dashboard after an entry, a new process ({found[2]} statements)"
    line(what, DASHBOARD_MS / scale, "ms")(float(found[0]), float(found[1]))


def _pack(url: str, month: str, scale: float) -> None:
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "INTERESANT_DATABASE_URL": url, "INTERESANT_SECRET_KEY": SECRET}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        command = [sys.executable, "-m", "compileall", "-q", "-x", r"[/\\]\.|tests", "."]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)  # an installed program is compiled once
        command = [sys.executable, "-m", "flask", "--app", "app", "kpi", "pack", month, "--out", f"{folder}/pack"]
        begun = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        _pid, status, used = os.wait4(process.pid, 0)
        assert status == 0
        told = line("the whole pack, a process of its own", PACK_S / scale, "s")
        told(time.perf_counter() - begun, used.ru_utime + used.ru_stime)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", required=True)
    parser.add_argument("--month", default="2026-10")
    parser.add_argument("--loads", type=int, default=15)
    parser.add_argument("--fresh", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    logging.disable(logging.CRITICAL)
    if given.fresh:
        fresh(given.database, given.month)
        return
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
        floor = rival_pace(f"sqlite:///{folder}/rival.sqlite")
    print(f"{machine()} A bare insert comes to {floor:.0f} a second.\n")
    print("| What | Found | CPU | Goal here |\n|---|--:|--:|--:|")
    measure(given.database, given.month, given.loads, min(1.0, floor / FLOOR))


if __name__ == "__main__":
    main()
