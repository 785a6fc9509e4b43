"""Backup and restore of the sample office beside SQLite's own copy, which keeps no checksums and proves no record.

``.venv/bin/python -m bench.backup``; PostgreSQL as in the tests. CPU is that of this process, not of the server.
"""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from attachments.shelf import Shelf
from kernel.clock import SystemClock
from operations.backup.making import make_backup
from operations.backup.restoring import restore
from sample.loading import load
from storage import migrate
from storage.session import Storage
from tests.cast import TEMPLATES
from tests.databases import PostgresDatabases, PostgresServer

DAY = dt.date(2026, 11, 20)


def timed(name: str, rows: int, run: Callable[[], object]) -> None:
    """Print how long something takes, and how many rows a second that is."""
    wall, cpu = time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(f"| {name} | {wall:.1f} | {cpu:.1f} | {rows / wall:,.0f} | {rows / cpu:,.0f} |", flush=True)


def copied(source: Path, target: Path) -> None:
    """SQLite's own way: its backup interface in one step, and its own check of the copy."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as two:
        one.backup(two, pages=-1)
        assert two.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        office = Storage(f"sqlite:///{folder / 'office.sqlite'}")
        migrate.upgrade(office.engine)
        load(office, Shelf(folder), DAY)
        shelf, clock, file = Shelf(folder), SystemClock(), folder / "one.zip"
        rows = make_backup(office, clock, folder / "warm.zip", shelf=shelf).manifest.rows
        print(f"{rows} rows, load {os.getloadavg()[0]:.0f}\n")
        print("| What | s | CPU s | rows/s | rows/CPU s |\n|---|--:|--:|--:|--:|")
        timed("backup from SQLite", rows, lambda: make_backup(office, clock, file, shelf=shelf))
        back = Storage(f"sqlite:///{folder / 'back.sqlite'}")
        timed("restore into SQLite", rows, lambda: restore(back, file, shelf=None))
        timed(
            "rival: SQLite's backup interface", rows, lambda: copied(folder / "office.sqlite", folder / "copy.sqlite")
        )
        print(f"\n{file.stat().st_size} bytes; SQLite's copy {(folder / 'copy.sqlite').stat().st_size} bytes\n")
        postgresql(rows, file, folder, shelf, clock)


def postgresql(rows: int, file: Path, folder: Path, shelf: Shelf, clock: SystemClock) -> None:
    server = PostgresServer()
    try:
        databases = PostgresDatabases(server.url, TEMPLATES)
        target = Storage(databases.fresh("nothing"))
        timed("restore into PostgreSQL", rows, lambda: restore(target, file, shelf=None))
        timed("backup from PostgreSQL", rows, lambda: make_backup(target, clock, folder / "two.zip", shelf=shelf))
        target.close()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
