"""A record of a million entries: how long verifying it takes, in how much memory, and what the chain costs a filing.

.venv/bin/python -m bench.ledger [--entries 1000000] [--only sqlite]      prints Markdown, see docs/performance.md

Cases are copies of such as went through the real actions, with entries written by the real append, a batch at a time,
so that the replay has what it has in an office. Filing without the chain is the same filing with the appending replaced
by nothing, turn by turn with the other; the rival is a bare Flask form with one insert (bench/rival.py).
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from unittest.mock import patch

from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.orm import Session

import app as house
import ledger.actions
from assurance.verifying import verified
from bench import rival
from complaints.actions import receive
from complaints.models import Complainant, Complaint, ComplaintDraft, ComplaintMatter, RegisterCounter
from kernel.clock import FixedClock
from kernel.permissions import Role
from ledger.actions import Draft, Entry, append_many
from ledger.queries import entries_of, head
from ledger.tags import known_tags
from storage.session import Storage
from tests.cast import NOW, TEMPLATES, FoundedOffice, read_office
from tests.complaints.handling import Reply, answered, assigned, filing
from tests.databases import PostgresDatabases, PostgresServer, SqliteDatabases

CASES_A_BATCH = 2_000
FILINGS = 200
ROUNDS = 5
Rows = dict[Table, list[dict[str, Any]]]
Template = tuple[dict[str, Any], Rows, list[tuple[Any, dict[str, Any], dt.date]]]
WORDS: Sequence[Any] = (Complainant, ComplaintMatter, ComplaintDraft)
"""What else a case has that its entries commit to."""


def templates(session: Session, clock: FixedClock, office: FoundedOffice) -> list[Template]:
    """Cases of the last days that went all the way, each as its row and its entries."""
    found = []
    for outcome in ("zasadna", "bezzasadna"):
        for _day in range(20):
            case = assigned(session, clock, office)
            answered(session, clock, office, case, Reply(outcome, settled_on=clock.today()))
            session.flush()
            row = {column.key: getattr(case, column.key) for column in Complaint.__table__.columns}
            entries = [json.loads(entry.canonical) for entry in entries_of(session, f"complaint:{case.id}")]
            told = [
                (known_tags()[one["tag"]], one["data"], dt.date.fromisoformat(one["effective_on"])) for one in entries
            ]
            found.append((row, words_of(session, case.id), told))
            clock.advance(days=1)
    return found


def words_of(session: Session, case_id: uuid.UUID) -> Rows:
    """Rows of words; the copies of a draft are written and approved by one person, who appends their entries."""
    found = {}
    for model in WORDS:
        table = cast(Table, model.__table__)
        rows = session.execute(select(table).where(table.c.complaint_id == case_id)).mappings()
        found[table] = [dict(row) for row in rows]
        for row in found[table]:
            if "approved_by_id" in row:
                row["approved_by_id"] = row["drafted_by_id"]
    return found


def build(storage: Storage, size: int) -> None:
    """Grow the record to about so many entries."""
    clock = FixedClock(NOW)
    with storage.writing() as session:
        office = read_office(session)
        made = templates(session, clock, office)
        writer = office.actor(Role.HANDLER)
        year = made[0][0]["year"]
        number = session.scalars(select(RegisterCounter.last).where(RegisterCounter.year == year)).one()
    while True:
        rows, drafts, words = [], [], defaultdict[Table, list[dict[str, Any]]](list)
        for _case in range(CASES_A_BATCH):
            number += 1
            row, beside, told = made[number % len(made)]
            fresh = uuid.uuid4()
            rows.append({**row, "id": fresh, "number": number, "submission_id": None, "code_hash": None})
            for table, some in beside.items():
                words[table] += [{**one, "complaint_id": fresh} for one in some]
            for tag, data, day in told:
                changed = {**data, "number": number} if "number" in data else data
                drafts.append(Draft(tag, f"complaint:{fresh}", changed, day))
        with storage.writing() as session:
            session.execute(insert(cast(Table, Complaint.__table__)), rows)
            for table, some in words.items():
                session.execute(insert(table), some)
            session.execute(update(RegisterCounter).where(RegisterCounter.year == year).values(last=number))
            last = append_many(session, clock, writer, drafts)[-1].leaf
        if last >= size:
            return


def tree_memory(pid: int) -> float:
    """Proportional size of a process and its children, MB: what they share counts once."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    own = next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) / 1024
    return own + sum(tree_memory(int(child)) for child in children)


def verifying(url: str) -> tuple[float, float, float, str]:
    """Seconds, CPU seconds and most memory (MB) of a verification in processes of its own, and what it said."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.ledger", "--verify", url], stdout=subprocess.PIPE, text=True
    )
    memory = 0.0
    while process.poll() is None:
        memory = max(memory, tree_memory(process.pid))
        time.sleep(0.1)
    wall = time.perf_counter() - begun
    assert process.stdout is not None
    said = process.stdout.read().strip()
    if process.returncode:
        raise SystemExit(f"verifying failed: {said}")
    spent, words = said.split(" ", 1)
    return wall, float(spent), memory, words


def verify_here(url: str) -> None:
    storage = Storage(url)
    found = verified(storage, house.REPLAYS)
    times = os.times()
    cpu = times.user + times.system + times.children_user + times.children_system
    print(f"{cpu:.1f} {found.walk.entries:,} entries, {found.comparison.rows.get('cases', 0):,} cases")
    if not found.is_whole:
        print(found.walk.broken, found.comparison.difference)
        raise SystemExit(1)


@contextmanager
def without_chain() -> Iterator[None]:
    """Appending does nothing, wherever it is called from."""

    def nothing(_session: Session, clock: Any, _actor: Any, drafts: Sequence[Draft]) -> list[Entry]:
        return [Entry(0, 0, "", clock.now()) for _draft in drafts]

    real, here = ledger.actions.append_many, list(sys.modules.values())
    holders = [module for module in here if getattr(module, "append_many", None) is real]
    with patch.multiple("ledger.actions", append_many=nothing):
        for module in holders:
            module.append_many = nothing  # type: ignore[attr-defined]
        try:
            yield
        finally:
            for module in holders:
                module.append_many = real  # type: ignore[attr-defined]


def filed(storage: Storage, office: FoundedOffice, count: int) -> tuple[float, float]:
    """Seconds and CPU seconds of so many filings, each in a transaction of its own."""
    clock, actor = FixedClock(NOW + dt.timedelta(days=60)), office.actor(Role.CLERK)
    wall, cpu = time.perf_counter(), time.process_time()
    for _number in range(count):
        with storage.writing() as session:
            receive(session, clock, actor, filing(office))
    return time.perf_counter() - wall, time.process_time() - cpu


def filing_twice(storage: Storage) -> None:
    """Print cases a second with and without the chain."""
    with storage.reading() as session:
        office = read_office(session)
    filed(storage, office, 50)  # warm
    sums = {True: [0.0, 0.0], False: [0.0, 0.0]}
    for turn in range(ROUNDS * 2):
        has_chain = turn % 2 == 0
        if has_chain:
            wall, cpu = filed(storage, office, FILINGS)
        else:
            with without_chain():
                wall, cpu = filed(storage, office, FILINGS)
        sums[has_chain][0] += wall
        sums[has_chain][1] += cpu
    count = FILINGS * ROUNDS
    for has_chain, (wall, cpu) in sums.items():
        how = "with" if has_chain else "without"
        print(f"| cases filed {how} the chain | {count / wall:,.0f}/s | {cpu / count * 1000:.2f} ms CPU |")
    costs, cpu = ((1 - sums[False][n] / sums[True][n]) * 100 for n in (0, 1))
    print(f"| the chain costs | {costs:.0f} % | {cpu:.0f} % of the CPU |")


def rival_pace(url: str) -> float:
    """Inserts a second of the bare form, in this process."""
    rival.make_table(url)
    os.environ["BENCH_RIVAL_URL"] = url
    client = rival.create_app().test_client()
    client.post("/", data={"text": "x"})
    begun = time.perf_counter()
    for _number in range(500):
        client.post("/", data={"text": "x"})
    return 500 / (time.perf_counter() - begun)


def measure(name: str, fresh: Callable[[str], str], size: int) -> None:
    """Build, file, verify; print."""
    print(f"\n### {name}, load {os.getloadavg()[0]:.0f}\n\n| What | | |\n|---|--:|--:|", flush=True)
    print(f"| rival: bare inserts | {rival_pace(fresh('nothing')):,.0f}/s | |", flush=True)
    office = Storage(fresh("founded"))  # half of what is filed there has no entry
    filing_twice(office)
    office.close()
    url = fresh("founded")
    storage = Storage(url)
    begun = time.perf_counter()
    with storage.reading() as session:
        end = head(session)
    build(storage, size)
    if storage.engine.dialect.name == "postgresql":
        with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("ANALYZE"))
    with storage.reading() as session:
        grown = head(session)
    assert end is not None
    assert grown is not None
    wall = time.perf_counter() - begun
    print(f"| entries written, with their rows | {(grown.leaf - end.leaf) / wall:,.0f}/s | |", flush=True)
    storage.close()
    wall, cpu, memory, words = verifying(url)
    print(f"| verified: {words} | {wall:.1f} s ({cpu:.1f} s CPU) | {memory:.0f} MB |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--verify", metavar="URL", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.verify:
        verify_here(given.verify)
        return
    if given.only != "postgresql":
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
            measure("SQLite", SqliteDatabases(Path(name), TEMPLATES).fresh, given.entries)
    if given.only != "sqlite":
        server = PostgresServer()
        try:
            measure("PostgreSQL", PostgresDatabases(server.url, TEMPLATES).fresh, given.entries)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
