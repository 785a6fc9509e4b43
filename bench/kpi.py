"""All months' tables from columns beside Polars and DuckDB, each as a whole process reading its own best format.

.venv/bin/python -m bench.kpi --rivals PYTHON [--cases 1000000] [--answers 10000000] [--rounds 5]

PYTHON is an interpreter with requirements-bench.txt installed (its packages are no part of the program). Prints
Markdown; docs/performance.md holds a run. Before anything is timed every cell of the three is compared to 1e-9.
BENCH_FOLDER: where the files are.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from itertools import accumulate
from multiprocessing import Process
from pathlib import Path
from typing import Final

import numpy as np

from analytics.measures.columns import NEVER, VALUE_SHIFT, About, Columns, as_files
from bench.web import machine
from devtools.places import ROOT
from kernel.workdays import is_working_day

YEARS, DEPARTMENTS, KINDS = 5, 20, 5
SHARE, PEAK_MIB = 0.8, 300
"""Goals: the time of the faster rival times this at most, and so much memory at most."""

CASES: Final = (
    "received", "closed", "on_time_n", "on_time_k", "waiting", "share", "low", "high", "median_working_days",
    "p90_working_days", "backlog", "overdue", "median_with_open",
)  # fmt: skip


@dataclass(frozen=True)
class Spent:
    """Of a whole process: seconds, processor seconds, peak MiB."""

    seconds: float
    cpu: float
    peak: float


def made(cases: int, answers: int) -> Columns:
    """Cases and answers of five years: busy and quiet months, large and small departments, slow and quick kinds."""
    draw, months = np.random.default_rng(8), YEARS * 12
    zero = dt.date(2021, 1, 1)
    about = About(
        zero.isoformat(), (2021, 1), months, (dt.date(2026, 1, 20) - zero).days, 1,
        tuple(f"d{number}" for number in range(DEPARTMENTS)), tuple(f"k{number}" for number in range(KINDS)),
    )  # fmt: skip
    starts = about.month_starts()
    received = draw.integers(0, starts[-1], cases)
    kind = draw.choice(KINDS, cases, p=[0.4, 0.25, 0.15, 0.12, 0.08])
    department = np.minimum(draw.geometric(0.12, cases) - 1, DEPARTMENTS - 1)
    due = received + np.array([30, 30, 90, 7, 14])[kind] + draw.integers(0, 4, cases)
    ended = received + np.minimum(draw.gamma(2.0, 9 + 2 * kind), 700).astype(int)
    fate = draw.choice(3, cases, p=[0.9, 0.06, 0.04])
    is_over = ended <= about.as_of
    settled = np.where((fate == 0) & is_over, ended, NEVER)
    left = np.where((fate == 1) & is_over, ended, NEVER)
    last = int(max(due.max(), about.as_of)) + 2
    working = np.fromiter(
        accumulate((int(is_working_day(zero + dt.timedelta(days=at))) for at in range(last)), initial=0), np.int32
    )
    sizes = draw.multinomial(answers, np.full(months, 1 / months))
    place = np.minimum(draw.geometric(0.12, answers) - 1, DEPARTMENTS - 1)
    value = draw.choice(6, answers, p=[0.04, 0.05, 0.06, 0.12, 0.28, 0.45])
    told = (place | value << VALUE_SHIFT).astype(np.uint16)
    return Columns(
        about, received.astype(np.uint16), due.astype(np.uint16), settled.astype(np.uint16), left.astype(np.uint16),
        department.astype(np.uint8), kind.astype(np.uint8), told, np.concatenate([[0], np.cumsum(sizes)]), working,
    )  # fmt: skip


def spent(line: list[str]) -> Spent:
    """Run a process to its end. Raises SystemExit when it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(line, cwd=ROOT)
    _pid, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{line} failed")
    return Spent(time.perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def compared(folder: Path, rival: str) -> int:
    """How many cells agree; raises AssertionError with the table that does not."""
    ours, theirs, cells = np.load(folder / "ours.npz"), np.load(folder / f"{rival}.npz"), 0
    for name in CASES:
        cells += _same(ours[name], theirs[f"cases_{name}"], f"{rival}: {name}")
    place = (theirs["answers_month"].astype(int), theirs["answers_department"].astype(int))
    for name in ("n", "csat", "mean"):
        cells += _same(ours[name][place], theirs[f"answers_{name}"], f"{rival}: {name}")
    assert int(ours["n"].sum()) == int(theirs["answers_n"].sum())
    for value in range(5):
        cells += _same(ours["counts"][(*place, value)], theirs[f"answers_count_{value + 1}"], f"{rival}: {value + 1}")
    return cells


def _same(ours: np.ndarray, theirs: np.ndarray, name: str) -> int:
    one, other = ours.ravel().astype(float), theirs.astype(float)
    assert np.array_equal(np.isnan(one), np.isnan(other)), name
    assert np.nanmax(np.abs(one - other), initial=0.0) <= 1e-9, name
    return one.size


def main() -> None:
    """Make the data, compare every cell, then let the three take turns."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rivals", required=True, help="an interpreter with requirements-bench.txt")
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--answers", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        # In a process of its own: what this one holds would count as the memory of the ones it starts.
        maker = Process(target=_make, args=(folder, given.cases, given.answers))
        maker.start()
        maker.join()
        subprocess.run([given.rivals, "-P", "bench/kpi_files.py", "write", name], cwd=ROOT, check=True)
        for rival in ("polars", "duckdb"):
            (folder / rival).mkdir()
        lines = {
            "ours": [sys.executable, "-m", "bench.kpi_numpy", name, str(folder / "ours.npz")],
            "polars": [given.rivals, "-P", "bench/kpi_polars.py", name, str(folder / "polars")],
            "duckdb": [given.rivals, "-P", "bench/kpi_duckdb.py", name, str(folder / "duckdb")],
        }
        runs: dict[str, list[Spent]] = {who: [spent(line)] for who, line in lines.items()}
        subprocess.run([given.rivals, "-P", "bench/kpi_files.py", "read", name], cwd=ROOT, check=True)
        cells = [compared(folder, rival) for rival in ("polars", "duckdb")]
        for _round in range(given.rounds):
            for who, line in lines.items():
                runs[who].append(spent(line))
    _told(runs, cells, given)


def _make(folder: Path, cases: int, answers: int) -> None:
    columns = made(cases, answers)
    for file, content in as_files(columns).items():
        (folder / file).write_bytes(content)
    np.save(folder / "month_starts.npy", np.array(columns.about.month_starts()))


def _told(runs: dict[str, list[Spent]], cells: list[int], given: argparse.Namespace) -> None:
    print(f"{machine()}\n\n{given.cases:,} cases, {given.answers:,} answers; cells that agree to 1e-9: {cells}.\n")
    print("| Engine | s | CPU s | peak MiB |\n|---|--:|--:|--:|")
    middle = {who: statistics.median(one.seconds for one in some[1:]) for who, some in runs.items()}
    for who, some in runs.items():
        cpu, peak = statistics.median(one.cpu for one in some[1:]), max(one.peak for one in some)
        print(f"| {who} | {middle[who]:.2f} | {cpu:.2f} | {peak:.0f} |")
    best = min(middle["polars"], middle["duckdb"])
    ratio, peak = middle["ours"] / best, max(one.peak for one in runs["ours"])
    is_met = "" if ratio <= SHARE and peak <= PEAK_MIB else ", **missed**"
    print(f"\nOurs takes {ratio:.2f} of the faster rival (goal {SHARE}){is_met}.")


if __name__ == "__main__":
    main()
