"""The pack of a period: whole, accessible, without people, the same bytes from the same record and moment."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import load_workbook

from analytics.measures import members
from analytics.measures.declaration import Population
from analytics.measures.period import Month, Period
from analytics.measures.registry import measure
from analytics.pack_files import troubles
from analytics.reports.as_of import NotRecorded
from analytics.reports.pack import key_of, pack_moment, pack_of, pack_rows, parsed
from analytics.reports.published import frozen_rows
from complaints.rules.kinds import Kind
from complaints.rules.moves import State
from kernel.clock import FixedClock, warsaw
from kernel.permissions import SYSTEM
from ledger.queries import head
from storage.session import Storage
from surveys.actions import seal_responses
from tests.analytics.filling import fill
from tests.cast import FoundedOffice, file_complaint
from tests.complaints.courses import case_in
from tests.complaints.handling import PERSONAL, assigned
from tests.papers.reading import count, is_accessible, pages, says, spoken
from tests.program import SECRET

ROOT = Path(__file__).parents[2]
OCTOBER = Month(2026, 10)
pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def made(app: Flask, folder: Path, period: str = "2026-10", *more: str) -> dict[str, bytes]:
    """The files of a pack written by the command."""
    done = app.test_cli_runner().invoke(args=["kpi", "pack", period, "--out", str(folder), *more])
    assert done.exit_code == 0, done.output
    return read(folder)


def read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(app: Flask, *words: str) -> str:
    done = app.test_cli_runner().invoke(args=["kpi", "pack", *words])
    assert done.exit_code == 2, done.output
    return " ".join(done.output.split())


# --- what lies in it ---


def test_a_pack_of_a_month_is_whole_accessible_and_names_every_file(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        fill(session, office)
    files = made(app, tmp_path / "pack")
    charts = {name for name in files if name.startswith("charts/")}
    assert {"charts/csat.svg", "charts/on-time.svg", "charts/survival.svg"} <= charts
    assert files.keys() - charts == {"report.pdf", "report.html", "kpi.xlsx", "kpi.csv", "manifest.json"}
    manifest = json.loads(files.pop("manifest.json"))
    assert {name: one["sha256"] for name, one in manifest["files"].items()} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    with storage.reading() as session:
        end = head(session)
    assert end is not None
    assert manifest["ledger_head"] == {"leaf": end.leaf, "hash": end.hash}
    assert (manifest["format"], manifest["period"], manifest["definitions"]["on_time"]) == (
        "interesant-kpi-pack/1", "2026-10", 1,
    )  # fmt: skip
    assert {"rules", "calendar_version", "as_of", "seal"} <= manifest.keys()
    printed, page = files["report.pdf"], files["report.html"].decode()
    assert is_accessible(printed)
    assert count(printed, "Figure") >= len(charts)
    assert count(printed, "TH") > 20
    assert pages(printed) > 2
    assert says(printed, "Wyniki: październik 2026")
    assert not re.findall(r'(?:src|href)="(?!data:image/svg\+xml;base64,)', page), "nothing from any other place"
    assert "<script" not in page
    assert page.count("<h1>") == 1
    assert page.count("alt=") == page.count("<img ") >= len(charts)
    assert all(each in page for each in ("66,7", "Definicje", "Jak to policzono", f"wpis {end.leaf}"))


def test_the_workbook_has_figures_as_numbers_definitions_and_the_cases_behind_every_figure(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        fill(session, office)
        assigned(session, clock, office)
    made(app, tmp_path / "pack")
    book = load_workbook(tmp_path / "pack" / "kpi.xlsx")
    assert book.sheetnames[:2] == ["Sześć wskaźników", "Wskaźniki"]
    assert {"Definicje", "Sprawy", "Jak to policzono"} <= set(book.sheetnames)
    heads, *rows = [list(row) for row in book["Wskaźniki"].iter_rows(values_only=True)]
    on_time = next(row for row in rows if row[1:3] == ["Skargi i wnioski", "Załatwione na czas"])
    told = dict(zip(heads, on_time, strict=True))
    assert (told["Okres"], told["Wartość"], told["Jednostka"], told["n"]) == ("2026-10", 66.7, "%", 6)
    heads, *rows = [list(row) for row in book["Sprawy"].iter_rows(values_only=True)]
    assert sum(row[heads.index("Załatwione na czas")] or 0 for row in rows) == 6
    stamp = book.properties.created
    assert stamp is not None
    assert (stamp.year, stamp.month, stamp.day) == (2026, 11, 21)
    with zipfile.ZipFile(tmp_path / "pack" / "kpi.xlsx") as packed:
        words = b"".join(packed.read(name) for name in packed.namelist()).decode("utf-8", "replace")
    everything = words + "".join(path.read_text("utf-8") for path in (tmp_path / "pack").glob("*.*ml"))
    people = (*PERSONAL.values(), *(member.actor.name for member in office.people.values()))
    assert not [one for one in people if one in everything], "no person"


def test_the_cases_named_are_as_many_as_each_figure_counts(storage: Storage, clock: FixedClock, office: FoundedOffice):
    with storage.writing() as session:
        fill(session, office)
    with storage.reading() as session:
        pack = pack_of(session, clock, parsed("2026-09..2026-10"), pack_moment(session, clock))
    sheets = pack.sheets[0]
    checked = 0
    for results in (*sheets.months.values(), sheets.whole):
        for one in results:
            if one.measure in members.MEMBERS:
                named = [line for line in pack.cases if line.period == one.period and one.measure in line.behind]
                assert len(named) == one.n, (one.measure, str(one.period))
                checked += bool(one.n)
    assert checked > 10


def test_the_rows_are_those_a_published_month_holds_and_no_cell_is_a_formula(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        office.home.code = "=1+1"
        session.merge(office.home)
        fill(session, office)
        while seal_responses(session, clock, SYSTEM):
            pass
    with storage.reading() as session:
        seen = pack_moment(session, clock)
        packed = set(pack_rows(pack_of(session, clock, Period.of(OCTOBER), seen)))
        published = frozen_rows(session, clock, OCTOBER, seen, [Population.COMPLAINTS])
    of_cases = {row for row in published if not measure(row[1]).is_survey}
    assert of_cases <= packed
    assert len(of_cases) > 15
    csat = {row[3]: row[4] for row in packed if row[:2] == ("2026-10", "csat")}
    assert len(csat) >= 3
    assert "9" not in csat.values(), "nine answers are not told outside"
    assert sum(not n for n in csat.values()) >= 2, "nor what would give them away"
    rows = list(csv.reader(io.StringIO(made(app, tmp_path / "pack")["kpi.csv"].decode())))
    assert any("department==1+1" in row[3] for row in rows)
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "@", "\t"}]


# --- the same bytes ---


def test_the_same_record_and_moment_give_the_same_bytes_in_another_process_and_later(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        answered = case_in(session, clock, office, Kind.SKARGA, State.SETTLED)
        assigned(session, clock, office)
        assert answered.settled_on
    first = made(app, tmp_path / "first", "2026-11")
    moment = json.loads(first["manifest.json"])["as_of"]
    clock.advance(days=2)
    with storage.writing() as session:
        file_complaint(session, clock, office)
    assert made(app, tmp_path / "now", "2026-11")["kpi.csv"] != first["kpi.csv"]
    command = [sys.executable, "-m", "flask", "kpi", "pack", "2026-11", "--out", str(tmp_path / "again")]
    own = {
        "INTERESANT_DATABASE_URL": storage.url,
        "INTERESANT_SECRET_KEY": SECRET,
        "INTERESANT_DATA_FOLDER": str(tmp_path),
        "PYTHONHASHSEED": "7",
    }
    told = subprocess.run(
        [*command, "--as-of", moment], cwd=ROOT, env={**os.environ, **own}, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr
    again = read(tmp_path / "again")
    assert [name for name in first if first[name] != again.get(name)] == []
    assert first.keys() == again.keys()


def test_a_pack_in_another_language_says_the_same_figures_in_its_words(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    with storage.writing() as session:
        fill(session, office)
    polish = made(app, tmp_path / "pl")
    for language, title, share in (("en", "Results: October 2026", "66.7"), ("uk", "Результати: жовтень 2026", "66,7")):
        other = made(app, tmp_path / language, "2026-10", "--language", language)
        assert polish.keys() == other.keys()
        assert polish["kpi.csv"] == other["kpi.csv"]
        assert json.loads(other["manifest.json"])["language"] == language
        assert is_accessible(other["report.pdf"])
        assert says(other["report.pdf"], title)
        assert spoken(other["report.pdf"]) == language
        page = other["report.html"].decode().replace("\u00a0", " ")
        assert all(each in page for each in (f'<html lang="{language}">', title, share))
        assert "Definicje" not in page
        names = load_workbook(tmp_path / language / "kpi.xlsx").sheetnames
        assert len(names) == len(load_workbook(tmp_path / "pl" / "kpi.xlsx").sheetnames)
        assert "Sprawy" not in names
        assert app.test_cli_runner().invoke(args=["kpi", "check", str(tmp_path / language)]).exit_code == 0
    assert made(app, tmp_path / "again", "2026-10", "--language", "uk") == other


def test_packs_of_one_day_are_the_same_until_something_is_recorded(
    storage: Storage, clock: FixedClock, office: FoundedOffice
):
    with storage.reading() as session:
        clock.advance(days=3)
        morning = pack_moment(session, clock)
        clock.advance(hours=2)
        assert pack_moment(session, clock) == morning
        assert morning.moment == warsaw(2026, 11, 24)
        assert pack_moment(session, clock, morning.moment) == morning, "a moment after the last entry may be asked for"
        with pytest.raises(NotRecorded):
            pack_moment(session, clock, warsaw(2026, 11, 25))


# --- sensible in every office ---


def test_an_empty_office_and_a_month_that_is_not_over_have_their_pack(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path
):
    empty = made(app, tmp_path / "empty", "2026-10")
    assert is_accessible(empty["report.pdf"])
    assert "brak spraw" in empty["report.html"].decode()
    with storage.writing() as session:
        assigned(session, clock, office)
    running = made(app, tmp_path / "running", "2026-11")["report.html"].decode()
    assert "Okres jeszcze trwa" in running
    assert "miesiąc jeszcze trwa" in running


@pytest.mark.parametrize("period", ["2026-Q4", "2026-03..2026-09"])
def test_a_quarter_and_a_run_of_months_have_their_pack(
    app: Flask, storage: Storage, clock: FixedClock, office: FoundedOffice, tmp_path: Path, period: str
):
    with storage.writing() as session:
        fill(session, office)
    files = made(app, tmp_path / "pack", period)
    assert is_accessible(files["report.pdf"])
    assert "Miesiąc po miesiącu" in files["report.html"].decode()
    rows = list(csv.DictReader(io.StringIO(files["kpi.csv"].decode())))
    spans = {row["month"] for row in rows}
    assert str(parsed(period)) in spans
    assert len(spans) == len([one for one in parsed(period).months if one <= Month(2026, 11)]) + 1


def test_what_changed_since_the_publication_is_listed_case_by_case(
    storage: Storage, clock: FixedClock, office: FoundedOffice, app: Flask, tmp_path: Path
):
    assert app.test_cli_runner().invoke(args=["results", "publish", "2026-10"]).exit_code == 0
    clock.advance(days=1)
    with storage.writing() as session:
        number = assigned(session, clock, office, received_on=OCTOBER.first).register_number
    page = made(app, tmp_path / "pack")["report.html"].decode()
    assert "Co się zmieniło od publikacji" in page
    assert page.count(number) >= 2, "its facts, one by one"


# --- periods, and what is refused ---


@pytest.mark.parametrize(
    ("written", "key", "first", "last"),
    [
        ("2026-10", "2026-10", "2026-10", "2026-10"),
        ("2026-Q4", "2026-Q4", "2026-10", "2026-12"),
        ("2026", "2026", "2026-01", "2026-12"),
        ("2026-03..2026-09", "2026-03..2026-09", "2026-03", "2026-09"),
        ("2026-01..2026-12", "2026", "2026-01", "2026-12"),
        ("2026-04..2026-06", "2026-Q2", "2026-04", "2026-06"),
    ],
)
def test_periods_are_written_as_they_are_read(backend: str, written: str, key: str, first: str, last: str):
    period = parsed(written)
    assert (key_of(period), str(period.months[0]), str(period.months[-1])) == (key, first, last)


@pytest.mark.parametrize("wrong", ["2026-13", "10.2026", "2026-Q5", "2026-09..2026-03", "2020-01..2026-12", "x..y", ""])
def test_other_periods_are_none(backend: str, wrong: str):
    with pytest.raises(ValueError, match=r"month|period|first"):
        parsed(wrong)


def test_bad_input_is_one_clear_sentence_and_leaves_nothing(app: Flask, office: FoundedOffice, tmp_path: Path):
    out = str(tmp_path / "pack")
    assert "has not begun" in refused(app, "2027-03", "--out", out)
    assert "a period is written" in refused(app, "octobre", "--out", out)
    assert "the record begins" in refused(app, "2026-10", "--out", out, "--as-of", "2001-01-01T00:00")
    assert "cannot be told yet" in refused(app, "2026-10", "--out", out, "--as-of", "2099-01-01T00:00")
    assert "Missing option" in refused(app, "2026-10")
    assert "'de' is not one of" in refused(app, "2026-10", "--out", out, "--language", "de")
    file = tmp_path / "file"
    file.write_text("mine")
    assert "is a file" in refused(app, "2026-10", "--out", str(file))
    assert "cannot be written" in refused(app, "2026-10", "--out", str(file / "pack"))
    assert "holds other files" in refused(app, "2026-10", "--out", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert file.read_text() == "mine"


def test_a_file_that_was_changed_lost_or_added_is_named(app: Flask, office: FoundedOffice, tmp_path: Path):
    folder = tmp_path / "pack"
    made(app, folder)
    runner = app.test_cli_runner()
    assert runner.invoke(args=["kpi", "check", str(folder)]).exit_code == 0
    (folder / "kpi.csv").write_text("month\n")
    (folder / "report.html").unlink()
    (folder / "more.txt").write_text("more")
    told = runner.invoke(args=["kpi", "check", str(folder)])
    assert told.exit_code == 1
    assert told.output.splitlines() == troubles(folder) == [
        "report.html is missing",
        "more.txt is not in the manifest",
        "kpi.csv is not the file the manifest names",
    ]  # fmt: skip
    assert runner.invoke(args=["kpi", "check", str(tmp_path)]).exit_code == 2
