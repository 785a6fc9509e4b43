"""Form and durable submit, filing a complaint, the queue: against a bare Flask page and a bare insert, in the same run.

.venv/bin/python -m bench.web [--seconds 5]        prints Markdown; docs/performance.md holds a run
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from flask.testing import FlaskClient

from bench import journeys, office, rival
from bench.client import Journey, Pace, Visitor, run
from bench.server import Server, started
from tests.counting import statements

VISITORS = (1, 8)
SECRET = "the key of a measurement, long enough and used nowhere else"


@dataclass(frozen=True)
class Task:
    """A journey of ours, the rival's that corresponds to it, and how many requests each sends."""

    name: str
    ours: Journey
    rival: Journey
    requests: int
    prepare: Journey | None = None


TASKS = (
    Task("survey: form + submit", journeys.rate, journeys.rival, 2),
    Task("complaint: form + filing", journeys.complain, journeys.rival, 2),
    Task("queue page, 25 of 1,200", journeys.queue, journeys.rival_page, 1, prepare=journeys.sign_in),
)


@dataclass(frozen=True)
class Measured:
    """Pace, and processor milliseconds of the workers for one request."""

    pace: Pace
    cpu_ms: float


def main() -> None:
    """Measure everything and print it as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="how long each journey is repeated")
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        ours_url, rival_url = f"sqlite:///{folder}/ours.sqlite", f"sqlite:///{folder}/rival.sqlite"
        office.make(ours_url)
        rival.make_table(rival_url)
        ours = {"INTERESANT_DATABASE_URL": ours_url, "INTERESANT_SECRET_KEY": SECRET}
        with (
            started("bench.rival:create_app()", {"BENCH_RIVAL_URL": rival_url}, "/") as bare,
            started("app:create_app()", ours, "/pl/") as served,
        ):
            rows = [_row(task, served, bare, visitors, seconds) for task in TASKS for visitors in VISITORS]
            weight = _weight(served, bare)
        print(machine(), "", *_table(rows), "", *weight, "", *_counts(ours_url), sep="\n")


def _measure(server: Server, journey: Journey, visitors: int, seconds: float, task: Task) -> Measured:
    prepare = task.prepare if journey is task.ours else None
    before = server.cpu_seconds()
    pace = run(server.port, journey, visitors, seconds, prepare)
    spent = server.cpu_seconds() - before
    return Measured(pace, 1000 * spent / ((pace.journeys + visitors) * task.requests))


def _row(task: Task, served: Server, bare: Server, visitors: int, seconds: float) -> str:
    rival_run = _measure(bare, task.rival, visitors, seconds, task)
    our_run = _measure(served, task.ours, visitors, seconds, task)
    ratio = rival_run.pace.per_second / our_run.pace.per_second
    cells = [
        task.name,
        str(visitors),
        *_cells(our_run),
        *_cells(rival_run),
        f"**{ratio:.1f}**",
        f"{our_run.cpu_ms / rival_run.cpu_ms:.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def _cells(measured: Measured) -> list[str]:
    pace = measured.pace
    return [f"{pace.per_second:.0f}", f"{pace.median_ms:.1f}", f"{pace.p95_ms:.1f}", f"{measured.cpu_ms:.2f}"]


def _table(rows: list[str]) -> list[str]:
    columns = "journeys/s | median ms | p95 ms | CPU ms a request"
    head = f"| Journey | Visitors | {columns} | rival: {columns} | times slower | times the CPU |"
    return [head, "|---|--:" + "|--:" * 10 + "|", *rows]


def _weight(served: Server, bare: Server) -> list[str]:
    lines = ["| | Start to first page, s | Worker RSS, MB | Worker PSS, MB |", "|---|--:|--:|--:|"]
    for name, server in (("Interesant", served), ("rival", bare)):
        resident, proportional = server.memory_mb()
        lines.append(f"| {name} | {server.start_seconds:.2f} | {resident:.0f} | {proportional:.0f} |")
    return lines


class InProcess(Visitor):
    """The same journeys through Flask's test client, where statements can be counted."""

    def __init__(self, client: FlaskClient, seen: list[str]) -> None:
        self._client = client
        self._seen = seen
        self.counts: list[tuple[str, int]] = []

    def _ask(self, method: str, path: str, body: str | None, given: Mapping[str, str]) -> tuple[int, str]:
        before = len(self._seen)
        answer = self._client.open(path, method=method, data=body, headers=dict(given))
        self.counts.append((f"{method} {path}", len(self._seen) - before))
        return answer.status_code, answer.get_data(as_text=True)


def _counts(url: str) -> list[str]:
    from app import create_app
    from web.settings import Settings

    app = create_app(Settings(database_url=url, secret_key=SECRET))
    lines = ["| Request | SQL statements |", "|---|--:|"]
    doing: tuple[Callable[[Visitor], None], ...] = (
        journeys.rate,
        journeys.complain,
        journeys.sign_in,
        journeys.queue,
    )
    with statements(app.extensions["storage"].engine) as seen:
        visitor = InProcess(app.test_client(), seen)
        for journey in doing:
            journey(visitor)
    lines += [f"| {request} | {count} |" for request, count in visitor.counts]
    app.extensions["storage"].close()
    return lines


def machine() -> str:
    """Processors, system and Python, in a sentence."""
    system = Path("/etc/os-release").read_text(encoding="utf-8") if Path("/etc/os-release").exists() else ""
    name = next((line[13:-1] for line in system.splitlines() if line.startswith("PRETTY_NAME=")), platform.system())
    return f"Machine: {os.cpu_count()} processors, {name}, Python {platform.python_version()}."


if __name__ == "__main__":
    main()
