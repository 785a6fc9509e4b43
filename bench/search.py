"""The search of the queue over many cases: how long the index takes to make, and how long a search takes.

.venv/bin/python -m bench.search [--cases 10000 1000000] [--only sqlite] [--rounds 20]      prints Markdown

Every case has a letter of sixty words, a hundredth of them one about a street lamp in any of its forms, and a name.
A search is the page with its counts, as the queue asks for them, without drawing it. BENCH_FOLDER: where the SQLite
files are, a disk rather than memory.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from sqlalchemy import Table, insert, select, text

from bench.many_cases import build
from bench.web import machine
from complaints.indexing import index_all, tidy
from complaints.models import Complainant, Complaint, ComplaintMatter
from complaints.queries import QueueFilter, counts, queue_page
from complaints.queries.search import find_cases
from kernel.clock import SystemClock
from kernel.permissions import Actor, Grant, Role
from storage.session import Storage
from tests.cast import TEMPLATES, read_office
from tests.databases import Databases, PostgresDatabases, PostgresServer, SqliteDatabases

GOAL: Final = 300
"""Milliseconds a search for a word of every hundredth case may take."""

LETTER, VOCABULARY, AT_ONCE, ONE_IN = 60, 4_000, 10_000, 100
LAMPS: Final = ("latarnia", "latarni", "latarnię", "latarnią", "latarnie", "latarniami", "latarniach", "latarniom")
SYLLABLES: Final = ("ba", "cho", "dzi", "gra", "ko", "le", "mo", "nie", "po", "ro", "sta", "te", "wa", "zy", "ście")
ENDINGS: Final = ("a", "y", "owi", "em", "ach", "ami", "ów", "ek", "nie", "ość")

SEARCHES: Final = {
    "a word of every hundredth case": "latarnia",
    "the same without marks, another form": "latarnie",
    "that word and another": "latarnia baba",
    "a word of one case": "niepowtarzalny",
    "a word of none": "nieistniejący",
    "a name": "Nazwisko17ski",
    "the beginning of a name": "imie",
    "a number": "4711/2026",
    "a word of every subject of a kind": "chodnik",
}


def vocabulary(chance: random.Random) -> tuple[list[str], list[float]]:
    """Words like Polish ones, the first of them as common as words are: the n-th n times as rare as the first."""
    words = ["baba"]
    while len(words) < VOCABULARY:
        words.append("".join(chance.choices(SYLLABLES, k=chance.randrange(2, 5))) + chance.choice(ENDINGS))
    weights = [1 / (rank + 10) for rank in range(VOCABULARY)]
    total = 0.0
    return words, [total := total + weight for weight in weights]


def write_letters(storage: Storage) -> None:
    """Give every case a letter and whoever filed it."""
    chance = random.Random(11)
    words, weights = vocabulary(chance)
    with storage.reading() as session:
        case_ids = iter(session.scalars(select(Complaint.id)).all())
    number = 0
    while some := list(islice(case_ids, AT_ONCE)):
        letters, people = [], []
        for case_id in some:
            number += 1
            letter = chance.choices(words, cum_weights=weights, k=LETTER)
            if number % ONE_IN == 0:
                letter.append(chance.choice(LAMPS))
            if number == AT_ONCE // 2:
                letter.append("niepowtarzalny")
            letters.append({"complaint_id": case_id, "text": " ".join(letter), "salt": ""})
            name = f"Imie{chance.choice(words)} Nazwisko{chance.randrange(5_000)}ski"
            people.append({"complaint_id": case_id, "name": name, "address": "ul. Próbna 1", "salt": ""})
        with storage.writing() as session:
            session.execute(insert(cast(Table, ComplaintMatter.__table__)), letters)
            session.execute(insert(cast(Table, Complainant.__table__)), people)


def readers(storage: Storage) -> dict[str, Actor]:
    """Who searches: somebody who sees all cases and knows no names, a head, and a clerk of the whole office."""
    with storage.reading() as session:
        office = read_office(session)
    everywhere = Actor("clerk", person_id=uuid.uuid4(), grants=frozenset({Grant(Role.CLERK)}))
    return {"auditor": office.actor(Role.AUDITOR), "head": office.actor(Role.HEAD), "clerk of all": everywhere}


def timed(rounds: int, ask: Callable[[], Any]) -> tuple[float, float, Any]:
    """Median and 95th percentile in milliseconds, and the last answer. The first call is not counted."""
    told = ask()
    spans = []
    for _round in range(rounds):
        begun = time.perf_counter()
        told = ask()
        spans.append((time.perf_counter() - begun) * 1000)
    spans.sort()
    return statistics.median(spans), spans[min(len(spans) - 1, int(len(spans) * 0.95))], told


def searching(storage: Storage, rounds: int) -> Iterator[str]:
    """A line for each reader and search."""
    clock = SystemClock()
    for reader, actor in readers(storage).items():
        for what, typed in SEARCHES.items():
            for state in ("open", "all"):
                wanted = QueueFilter(text=typed, state=state)

                def ask(wanted: QueueFilter = wanted, actor: Actor = actor) -> tuple[int, str]:
                    with storage.reading() as session:
                        page = queue_page(session, clock, actor, wanted)
                        found = counts(session, clock, actor, wanted).found
                        return len(page.rows), str(found.number)

                half, most, (rows, found) = timed(rounds, ask)
                yield f"| {reader} | {what} | {state} | {rows} of {found} | {half:.0f} | {most:.0f} |"

        def at_counter(actor: Actor = actor) -> int:
            with storage.reading() as session:
                return len(find_cases(session, actor, "latarnia").cases)

        half, most, rows = timed(rounds, at_counter)
        yield f"| {reader} | at the counter, a word of every hundredth case | all | {rows} | {half:.0f} | {most:.0f} |"


def run(kind: str, databases: Databases, size: int, rounds: int) -> None:
    """Build, index and search one register."""
    url = databases.fresh("founded")
    build(url, size)
    storage = Storage(url)
    write_letters(storage)
    begun = time.perf_counter()
    for _done in index_all(storage):
        pass
    indexed = time.perf_counter() - begun
    begun = time.perf_counter()
    tidy(storage)
    tidied = time.perf_counter() - begun
    analyse(storage)
    print(f"\n### {kind}, {size:,} cases\n")
    print(f"Indexed in {indexed:.0f} s ({size / indexed:,.0f} cases a second), tidied in {tidied:.0f} s.\n")
    print("| Reader | Search | State | Rows, found | Median ms | p95 ms |\n|---|---|---|---|---|---|")
    for line in searching(storage, rounds):
        print(line, flush=True)
    storage.close()
    databases.drop(url)


def analyse(storage: Storage) -> None:
    """What autovacuum does on PostgreSQL by itself."""
    if storage.engine.dialect.name == "postgresql":
        with storage.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def main() -> None:
    """Print Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 1_000_000])
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=20)
    chosen = parser.parse_args()
    print(f"{machine()} Goal: the first row of each reader under {GOAL} ms.")
    if chosen.only != "postgresql":
        with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as folder:
            for size in chosen.cases:
                run("SQLite", SqliteDatabases(Path(folder), TEMPLATES), size, chosen.rounds)
    if chosen.only != "sqlite":
        server = PostgresServer()
        try:
            for size in chosen.cases:
                run("PostgreSQL", PostgresDatabases(server.url, TEMPLATES), size, chosen.rounds)
        finally:
            server.stop()


if __name__ == "__main__":
    main()
