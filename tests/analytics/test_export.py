"""Every figure as one long table with its dictionary: whole, suppressed like the pages, and readable elsewhere."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import types
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from analytics import dictionary, exporting
from analytics.folders import write_files
from analytics.measures.period import Month, Period
from analytics.measures.registry import MEASURES
from analytics.measures.result import WhyNot
from analytics.reports.long import STATES, LongRow, long_rows, slices
from devtools.places import ROOT
from kernel.clock import FixedClock, warsaw
from kernel.permissions import EVERYWHERE, Role
from storage.session import Storage
from tests.analytics.filling import fill, respond
from tests.cast import FoundedOffice

SignedIn = Callable[..., FlaskClient]
AUTUMN = Period.of(Month(2026, 8), Month(2026, 10)).months
OCTOBER = [Month(2026, 10)]
FILES = {"kpi.csv", "data-dictionary.md", "data-dictionary.json"}
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(warsaw(2026, 11, 21, 10))


@pytest.fixture
def filled(session: Session, office: FoundedOffice) -> FoundedOffice:
    fill(session, office)
    return office


@pytest.fixture
def exported(app: Flask, storage: Storage, office: FoundedOffice, tmp_path: Path) -> Callable[..., Path]:
    """Fill the office and export October; returns the folder."""
    with storage.writing() as session:
        fill(session, office)

    def export(*more: str) -> Path:
        out = tmp_path / "out"
        done = app.test_cli_runner().invoke(
            args=["kpi", "export", "--out", str(out), "--from", "2026-10", "--to", "2026-10", *more]
        )
        assert done.exit_code == 0, done.output
        return out

    return export


def found(rows: list[LongRow], measure: str, **other: str) -> LongRow:
    asked = {"population": "complaints", "department": "all", "channel": "all", "period": "2026-10", **other}
    mine = [one for one in rows if one.measure == measure]
    (row,) = (one for one in mine if all(getattr(one, key) == value for key, value in asked.items()))
    return row


def crossings(rows: Iterable[LongRow]) -> list[LongRow]:
    return [row for row in rows if "all" not in (row.department, row.channel)]


def test_the_dictionary_names_the_columns_in_their_order(backend: str) -> None:
    assert [one.name for one in dictionary.COLUMNS] == [one.name for one in fields(LongRow)]
    optional = {one.name for one in fields(LongRow) if "None" in str(one.type)}
    assert {one.name for one in dictionary.COLUMNS if one.is_optional} == optional


def test_quarters_and_years_stand_beside_months_only_where_all_their_months_do(backend: str) -> None:
    assert [str(one) for one in slices(AUTUMN)] == ["2026-08", "2026-09", "2026-10"]
    assert [str(one) for one in slices(Period.of(Month(2026, 7), Month(2026, 10)).months)][-1] == "2026-Q3"
    assert [str(one) for one in slices(Period.of(Month(2026, 1), Month(2026, 12)).months)][-5:] == [
        "2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4", "2026",
    ]  # fmt: skip


def test_every_measure_stands_in_the_table_with_the_figures_of_the_pages(
    session: Session, filled: FoundedOffice, clock: FixedClock
) -> None:
    rows = list(long_rows(session, clock, EVERYWHERE, OCTOBER))
    on_time = found(rows, "on_time")
    assert (on_time.numerator, on_time.n, on_time.state, on_time.small_base) == (4, 6, "told", True)
    assert found(rows, "on_time", department=filled.home.code).n == 4
    assert found(rows, "csat", population="answers").numerator == 17
    spoken = {one.key for one in MEASURES if one.kinds} | {"csat", "csat_mean", "ease", "settled_at_once"}
    assert spoken <= {row.measure for row in rows}
    keys = [(row.period, row.measure, row.population, row.department, row.channel, row.about) for row in rows]
    assert len(keys) == len(set(keys)), "a figure stands once"


def test_parts_add_up_to_the_whole_of_cases(session: Session, filled: FoundedOffice, clock: FixedClock) -> None:
    rows = [row for row in long_rows(session, clock, EVERYWHERE, OCTOBER) if row.measure == "received"]
    whole = found(rows, "received").n
    of_departments = [row for row in rows if row.department != "all" and row.population == "complaints"]
    assert sum(row.n or 0 for row in of_departments if row.channel == "all") == whole == 1


def test_departments_by_channels_are_told_on_demand(session: Session, filled: FoundedOffice, clock: FixedClock) -> None:
    assert not crossings(long_rows(session, clock, EVERYWHERE, OCTOBER))
    crossed = crossings(long_rows(session, clock, EVERYWHERE, OCTOBER, is_crossed=True))
    assert crossed
    assert all(row.n for row in crossed)


def test_few_answers_are_withheld_without_saying_why(
    session: Session, filled: FoundedOffice, clock: FixedClock
) -> None:
    respond(session, warsaw(2026, 10, 14, 10), [5, 4, 1], question="q3")
    rows = list(long_rows(session, clock, EVERYWHERE, OCTOBER))
    hidden = [row for row in rows if row.state == "withheld"]
    assert {row.measure for row in hidden} == {"ease", "driver_importance", "driver_performance"}
    assert all(row.n is row.value is row.numerator is row.low is row.high is None for row in hidden)
    assert {row.state for row in rows} <= set(STATES.values())
    assert STATES[WhyNot.TOO_FEW] == STATES[WhyNot.PROTECTS_OTHERS]
    assert set(STATES) == {None, *WhyNot}


def test_a_reader_of_one_department_gets_its_figures_alone(
    session: Session, filled: FoundedOffice, clock: FixedClock
) -> None:
    rows = list(long_rows(session, clock, frozenset({filled.home.id}), OCTOBER))
    assert {row.department for row in rows} == {"all", filled.home.code}
    assert found(rows, "on_time").n == 4


# --- the command ---


def test_the_command_writes_a_table_and_its_dictionary(exported: Callable[..., Path]) -> None:
    out = exported()
    assert {one.name for one in out.iterdir()} - {"kpi.parquet"} == FILES
    rows = list(csv.DictReader(io.StringIO((out / "kpi.csv").read_text(encoding="utf-8"))))
    assert list(rows[0]) == list(dictionary.names())
    told = json.loads((out / "data-dictionary.json").read_text(encoding="utf-8"))
    assert [one["key"] for one in told["measures"]] == [one.key for one in MEASURES]
    assert {row["measure"] for row in rows} <= {one["key"] for one in told["measures"]}
    page = (out / "data-dictionary.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in dictionary.names())


def test_the_same_record_gives_the_same_bytes_and_other_files_stay(exported: Callable[..., Path]) -> None:
    first = exported()
    (first / "notes.txt").write_text("mine")
    before = {name: (first / name).read_bytes() for name in FILES}
    again = exported()
    assert {name: (again / name).read_bytes() for name in FILES} == before
    assert (again / "notes.txt").read_text() == "mine"
    assert [one.name for one in first.parent.iterdir()] == ["out"], "nothing half-written stays"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--to", "2027-01"], "2027-01 has not begun"),
        (["--from", "2026-13"], "no such month"),
        (["--from", "2026-10", "--to", "2026-09"], "comes before"),
        (["--as-of", "2020-01-01T00:00"], "known before"),
        (["--as-of", "yesterday"], "a moment is written"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_nothing_is_written(
    app: Flask, office: FoundedOffice, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    done = app.test_cli_runner().invoke(args=["kpi", "export", "--out", str(tmp_path / "out"), *arguments])
    assert done.exit_code == 2
    assert sentence in " ".join(done.output.split())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_named(app: Flask, office: FoundedOffice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    args = ["kpi", "export", "--out", str(tmp_path / "file" / "out"), "--from", "2026-10", "--to", "2026-10"]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 2
    assert "cannot be written" in " ".join(done.output.split())


@pytest.mark.parametrize("command", [["results", "annual", "2026"], ["kpi", "pack", "2026-10"]])
def test_no_folder_ends_in_an_error_page_of_the_program(
    app: Flask, office: FoundedOffice, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "file").write_text("")
    done = app.test_cli_runner().invoke(args=[*command, "--out", str(tmp_path / "file" / "out")])
    assert done.exit_code == 2
    assert "cannot be written" in " ".join(done.output.split())


@pytest.mark.parametrize(
    "command", [["month", "2027-01"], ["span", "2026-10", "2027-01"], ["reduction", *["2026-10"] * 3, "2027-01"]]
)
def test_a_month_that_has_not_begun_has_no_figures(app: Flask, office: FoundedOffice, command: list[str]) -> None:
    done = app.test_cli_runner().invoke(args=["results", *command])
    assert done.exit_code == 2
    assert "2027-01 has not begun" in " ".join(done.output.split())


def test_files_are_made_aside_within_a_folder_that_is_there(
    backend: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine").write_bytes(b"0")
    seen: list[Path] = []
    replace = Path.replace

    def watched(path: Path, target: Path) -> Path:
        seen.append(path)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", watched)
    write_files(Path(), {"a": b"1"})
    assert [path.is_relative_to(tmp_path) for path in seen] == [True]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "mine"]


def test_a_write_that_fails_changes_nothing(backend: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_files(out, {"a": b"1"})
    with pytest.raises(FileNotFoundError):
        write_files(out, {"a": b"2", "no/such/folder": b"3"})
    assert (out / "a").read_bytes() == b"1"
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


# --- Parquet ---


def test_without_pyarrow_the_command_says_what_is_missing(
    app: Flask, office: FoundedOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analytics.cli.export.has_parquet", lambda: False)
    args = ["kpi", "export", "--out", str(tmp_path / "out"), "--from", "2026-10", "--to", "2026-10"]
    done = app.test_cli_runner().invoke(args=args)
    assert done.exit_code == 0
    assert "pyarrow, which is optional, is not installed" in done.stderr
    assert {one.name for one in (tmp_path / "out").iterdir()} == FILES


def test_columns_are_handed_over_with_their_types(
    session: Session, filled: FoundedOffice, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a stand-in for pyarrow, so that it is held where pyarrow is not installed too."""
    rows = list(long_rows(session, clock, EVERYWHERE, OCTOBER))
    arrow, writer = cast(Any, types.ModuleType("pyarrow")), cast(Any, types.ModuleType("pyarrow.parquet"))
    kept: dict[str, Any] = {}
    for name in ("string", "int64", "float64", "bool_", "date32"):
        setattr(arrow, name, lambda name=name: name)
    arrow.timestamp = lambda unit, tz: f"timestamp[{unit}, {tz}]"
    arrow.field = lambda name, kind, nullable: (name, kind, nullable)
    arrow.schema = list
    arrow.table = lambda columns, schema: kept.update(columns=columns, schema=schema)
    writer.write_table = lambda table, target, compression: target.write(b"PAR1")
    monkeypatch.setitem(sys.modules, "pyarrow", arrow)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", writer)
    assert exporting.parquet(rows) == b"PAR1"
    assert [name for name, _kind, _null in kept["schema"]] == list(dictionary.names())
    assert ("value", "float64", True) in kept["schema"]
    assert kept["columns"]["n"] == [row.n for row in rows]


def test_parquet_and_csv_say_the_same(session: Session, filled: FoundedOffice, clock: FixedClock) -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is an optional extra")
    rows = list(long_rows(session, clock, EVERYWHERE, OCTOBER))
    table = arrow.read_table(io.BytesIO(exporting.parquet(rows))).to_pylist()
    written = list(csv.DictReader(io.StringIO(exporting.table(rows))))
    assert len(table) == len(written)
    for left, right in zip(table, written, strict=True):
        assert right["value"] == ("" if left["value"] is None else f"{left['value']:.6f}".rstrip("0").rstrip("."))
        assert (str(left["n"]) if left["n"] is not None else "") == right["n"]
        assert left["first_day"].isoformat() == right["first_day"]


# --- the handbook ---


def test_the_example_of_the_handbook_runs(
    exported: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (ROOT / "docs/handbook/analysts.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    monkeypatch.chdir(exported())
    names: dict[str, object] = {}
    exec(compile(example, "analysts.md", "exec"), names)
    assert "0.66" in capsys.readouterr().out, "4 of 6"


# --- from the screen ---


def test_the_page_of_a_month_hands_out_the_same_table(signed_in: SignedIn, exported: Callable[..., Path]) -> None:
    reader, out = signed_in(Role.AUDITOR), exported()
    address = "/staff/pl/results/data.zip?month=2026-10"
    assert f'href="{address}"' in reader.get("/staff/pl/results?month=2026-10").get_data(as_text=True)
    answer = reader.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert 'filename="wyniki-dane-2026-10.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
        assert set(bundle.namelist()) == FILES
        whole = (out / "kpi.csv").read_text(encoding="utf-8").splitlines()
        place = dictionary.names().index("channel")
        wanted = [line for number, line in enumerate(whole) if number == 0 or line.split(",")[place] == "all"]
        assert bundle.read("kpi.csv").decode("utf-8").splitlines() == wanted
    assert reader.get(address).data == answer.data
    assert reader.get("/staff/pl/results/data.zip?month=2026-13").status_code == 404
