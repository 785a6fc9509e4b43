"""Reading a register of 200 MB, as CSV and as a workbook: rows a second and memory, against what one would write first.

.venv/bin/python -m bench.imports [--megabytes 200]        prints Markdown; docs/performance.md holds a run
"""

from __future__ import annotations

import argparse
import csv
import multiprocessing
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from imports.mapping import FileShape
from imports.reader import open_table
from tests.imports.workbooks import HEAD, MAIN, PARTS

COLUMNS = ("Znak sprawy", "Data wpływu", "Rodzaj", "Przedmiot")
KINDS = ("skarga", "wniosek")


def subjects(seed: int) -> Iterator[str]:
    """Different texts that pack to about half, as Polish prose does."""
    chance = random.Random(seed)
    while True:
        yield chance.randbytes(160).hex()


def write_csv(path: Path, size: int) -> None:
    texts = subjects(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        line = 0
        while file.tell() < size:
            writer.writerows((f"OR.{line + n}", "21.11.2026", KINDS[n % 2], next(texts)) for n in range(10_000))
            line += 10_000


def write_workbook(path: Path, size: int) -> None:
    """Each subject is a shared text of its own: what fills the memory of who reads them all at first."""
    rows = min(size // 205, 1_048_575)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in PARTS.items():
            if name != "xl/sharedStrings.xml":
                archive.writestr(name, part)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            sheet.write(f'{HEAD}<worksheet xmlns="{MAIN}"><sheetData>{_row(1, "0", 0, 1, 2, 3)}'.encode())
            for n in range(rows):
                sheet.write(_row(n + 2, "46347", n % 2 + 4, 6, 7 + n, None).encode())
            sheet.write(b"</sheetData></worksheet>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as texts:
            texts.write(f'{HEAD}<sst xmlns="{MAIN}">'.encode())
            for text in (*COLUMNS, *KINDS, "OR.1"):
                texts.write(f"<si><t>{text}</t></si>".encode())
            for text in islice(subjects(1), rows):
                texts.write(f"<si><t>{text}</t></si>".encode())
            texts.write(b"</sst>")


def _row(line: int, day: str, a: int, b: int, c: int, d: int | None) -> str:
    if d is not None:
        cells = "".join(
            f'<c r="{name}{line}" t="s"><v>{n}</v></c>' for name, n in zip("ABCD", (a, b, c, d), strict=True)
        )
    else:
        cells = (
            f'<c r="A{line}"><v>{line}</v></c><c r="B{line}" s="1"><v>{day}</v></c>'
            f'<c r="C{line}" t="s"><v>{a}</v></c><c r="D{line}" t="s"><v>{c}</v></c>'
        )
    return f'<row r="{line}">{cells}</row>'


def ours(path: Path) -> int:
    with open_table(path, FileShape(), COLUMNS) as table:
        return sum(1 for row in table.rows() if table.value(row, "Przedmiot"))


def plain_csv(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for row in csv.reader(file, delimiter=";") if row[3]) - 1


def plain_openpyxl(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    return sum(1 for row in book.worksheets[0].iter_rows(values_only=True) if row[3]) - 1


def _measured(
    read: Callable[[Path], int], path: Path, results: multiprocessing.Queue[tuple[int, float, float]]
) -> None:
    before = _peak_kilobytes()
    start = time.perf_counter()
    rows = read(path)
    seconds = time.perf_counter() - start
    results.put((rows, seconds, (_peak_kilobytes() - before) / 1024))


def _peak_kilobytes() -> int:
    """The most memory this process had so far; Linux keeps the parent's in getrusage, so it is read from /proc."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1])


def main() -> None:
    """Write the files, read each in a process of its own, print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=200.0, help="size of each file")
    size = int(parser.parse_args().megabytes * 1024 * 1024)
    context = multiprocessing.get_context("spawn")
    print("| File | Read by | rows | seconds | rows/s | MB of memory beyond the start |\n|---|---|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as folder:
        for suffix, write, rival in (("csv", write_csv, plain_csv), ("xlsx", write_workbook, plain_openpyxl)):
            path = Path(folder) / f"register.{suffix}"
            write(path, size)
            for name, read in (("Interesant", ours), (rival.__name__.replace("_", " "), rival)):
                results = context.Queue()
                child = context.Process(target=_measured, args=(read, path, results))
                child.start()
                child.join()
                if child.exitcode:
                    raise SystemExit(f"{name} failed on {path.name}")
                rows, seconds, memory = results.get(timeout=10)
                megabytes = path.stat().st_size / 1024 / 1024
                print(
                    f"| {megabytes:.0f} MB {suffix} | {name} | {rows:,} | {seconds:.1f} | {rows / seconds:,.0f} "
                    f"| {memory:.0f} |",
                    flush=True,
                )
            path.unlink()


if __name__ == "__main__":
    main()
