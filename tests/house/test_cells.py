"""No cell of any file somebody takes away runs anything in a spreadsheet: one function sees to it, everywhere."""

from __future__ import annotations

import ast
import csv
import io
import re
import uuid
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from werkzeug.test import TestResponse

from analytics.files import as_csv
from complaints.models import Complaint
from kernel.formulas import FORMULA_MARKS, disarmed, disarmed_figure
from kernel.permissions import Permission, Role
from office.models import Department, Desk, Person, Service
from papers import Column, Sheet, write_csv, write_workbook
from storage.session import Storage
from tests.cast import NOW, FoundedOffice
from tests.forms import hidden
from tests.house.test_access import address
from web.access import mark_of

ROOT: Final = Path(__file__).parents[2]
PLANTED: Final = ("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "＝1+1")
OUTSIDE: Final = ("tests", "bench", "devtools", ".venv")
READS_ONLY: Final = {"assurance/verifier/verify.py"}
"""The stand-alone verifier of evidence reads tables and writes none."""

FILES: Final = re.compile(r"csv|xlsx|<kind>|export|register-book/file")
"""What an address that gives a table as a file has in it."""

ON_SQLITE: Final = pytest.mark.parametrize("backend", ["sqlite"])


def programs() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OUTSIDE) and name not in READS_ONLY:
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> set[str]:
    """Names of what is called: ``csv.writer``, ``write``."""
    return {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def is_armed(cell: object) -> bool:
    """Whether a spreadsheet might run a cell as it stands in a CSV file; a number alone is a number."""
    return isinstance(cell, str) and disarmed_figure(cell) != cell


def test_whatever_writes_csv_disarms_its_cells():
    writers = {name: tree for name, tree in programs() if calls(tree) & {"csv.writer", "csv.DictWriter"}}
    assert len(writers) >= 5
    careless = [name for name, tree in writers.items() if not calls(tree) & {"disarmed", "disarmed_figure"}]
    assert careless == []


def test_workbooks_are_written_in_one_place_and_words_only_as_words():
    writers = {name: tree for name, tree in programs() if "xlsxwriter" in ast.unparse(tree)}
    assert list(writers) == ["papers/sheet.py"]
    assert not calls(writers["papers/sheet.py"]) & {"page.write", "page.write_formula", "page.write_url"}


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_cell_is_disarmed(planted: str):
    assert disarmed(planted).startswith("'")
    assert disarmed_figure(planted).startswith("'")
    assert disarmed(disarmed(planted)) == disarmed(planted)


def test_a_figure_stays_a_figure():
    assert [disarmed_figure(one) for one in ("-0.25", "+3", "12", "-7%", "")] == ["-0.25", "+3", "12", "-7%", ""]
    assert {disarmed_figure(one + "x")[0] for one in FORMULA_MARKS} == {"'"}


def test_planted_cells_come_out_of_every_writer_as_words():
    sheet = Sheet("=1+1", [Column("@heading", 1)], [[one] for one in PLANTED])
    table, book = io.BytesIO(), io.BytesIO()
    write_csv(table, sheet)
    write_workbook(book, [sheet], NOW)
    written = [*cells_of_csv(table.getvalue(), ";"), *cells_of_csv(as_csv([(one,) for one in PLANTED]).encode(), ",")]
    assert len(written) > 2 * len(PLANTED)
    assert [cell for cell in written if is_armed(cell)] == []
    assert formulas_of(book.getvalue()) == []


def cells_of_csv(content: bytes, delimiter: str) -> list[str]:
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) for cell in row]


def formulas_of(content: bytes) -> list[str]:
    """Formulas and links of a workbook, looked for in its XML as well as through a reader."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    found = [sheet for sheet in sheets if re.search(r"<f[ >]|<hyperlink", sheet)]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return found + [
        str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"
    ]


@pytest.fixture
def planted(storage: Storage, office: FoundedOffice, filed: uuid.UUID) -> None:
    """An office in which every name and every subject would like to be a formula."""
    with storage.engine.begin() as connection:
        for model in (Department, Desk, Service):
            connection.execute(update(model).values(name=PLANTED[0]))
        connection.execute(update(Person).values(display_name=PLANTED[2], post=PLANTED[1]))
        connection.execute(update(Complaint).values(subject=PLANTED[3]))


@ON_SQLITE
def test_no_file_of_any_page_holds_a_cell_that_runs(
    app: Flask, signed_in: Callable[..., FlaskClient], office: FoundedOffice, planted: None
):
    clients, seen = {role: signed_in(role) for role in Role}, set[str]()
    for rule in app.url_map.iter_rules():
        mark = mark_of(app.view_functions[rule.endpoint])
        if not isinstance(mark, Permission) or not FILES.search(rule.rule) or "GET" not in (rule.methods or ()):
            continue
        client = next(one for role, one in clients.items() if office.actor(role).can(mark))
        for kind in ("csv", "xlsx") if "any(csv" in rule.rule or "<kind>" in rule.rule else ("",):
            place = address(app, rule, kind="departments" if "import" in rule.rule else kind, ending=kind)
            for query in ({}, {"population": "cases", "month": "2026-11"}, {"population": "answers"}):
                seen |= harmless(client.get(place, query_string=query), rule.endpoint)
    page = clients[Role.HEAD].get("/staff/pl/register-book")
    for kind in ("csv", "xlsx"):
        sent = {**hidden(page.get_data(as_text=True)), "format": kind}
        seen |= harmless(clients[Role.HEAD].post("/staff/pl/register-book/file", data=sent), f"book {kind}")
    assert len(seen) >= 8, seen


def harmless(answer: TestResponse, what: str) -> set[str]:
    """Its name when a file came, after a look into it."""
    with answer:
        content = answer.get_data()
    if answer.status_code != 200:
        return set()
    if answer.mimetype == "text/csv":
        delimiter = ";" if content.split(b"\n", 1)[0].count(b";") else ","
        assert [cell for cell in cells_of_csv(content, delimiter) if is_armed(cell)] == [], what
        return {what}
    if answer.mimetype and "spreadsheetml" in answer.mimetype:
        assert formulas_of(content) == [], what
        return {what}
    return set()
