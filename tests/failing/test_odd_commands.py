"""Whatever a command is given, and whatever is wrong around it: a sentence and an exit code, never a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from analytics import exporting
from analytics.cli import export
from analytics.reports.long import LongRow, long_rows
from kernel.clock import Clock
from storage.session import Storage

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])

NUMBERS = ("-1", "9" * 30, "\u0661", "2026-02-30")
TEXTS = ("", "-", "ż\ufffe'\"<%s>\\", "\udcff", "x" * 100_000, "../nowhere/a.b", ".")
ODD = (*NUMBERS, *TEXTS)
"""Numbers and days that are none; nothing, a sign, markup, bytes that are no text, too much, no place, a folder."""


def commands(command: click.Command, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """All commands that do something, with their words."""
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, (*path, name))
    else:
        yield path, command


def calls(command: click.Command) -> Iterator[list[str]]:
    """Ways to call a command: unknown, without anything, with something odd in one place or in all."""
    yield ["--nonsense"]
    needed = [parameter for parameter in command.params if parameter.required]
    texts = [item for item in command.params if not getattr(item, "is_flag", False) and item.name != "help"]
    for odd in ODD:
        for parameter in texts:
            yield [word for item in {*needed, parameter} for word in _words(item, odd if item is parameter else "x")]
        yield [word for item in texts for word in _words(item, odd)]
    if needed:
        yield []


def _words(parameter: click.Parameter, value: str) -> list[str]:
    return [value] if isinstance(parameter, click.Argument) else [f"{parameter.opts[0]}={value}"]


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words), input="")


def assert_plain(result: Result, words: tuple[str, ...]) -> None:
    """It ended by itself; when it failed, it said why."""
    shown = [word[:60] for word in words]
    assert result.exception is None or isinstance(result.exception, SystemExit), (shown, result.exc_info)
    assert "Traceback" not in result.output, shown
    if result.exit_code != 0:
        assert len(result.output.strip()) > 10, shown


@pytest.fixture
def figures_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same twenty thousand figures, asked for under another odd name of a folder, are computed and put in files
    once."""
    known: dict[str, list[LongRow]] = {}
    files: dict[tuple[int, ...], dict[str, bytes]] = {}

    def rows(session: Session, clock: Clock, *asked: Any, is_crossed: bool) -> list[LongRow]:
        key = repr((asked, is_crossed))
        if key not in known:
            known[key] = list(long_rows(session, clock, *asked, is_crossed=is_crossed))
        return known[key]

    def export_files(found: list[LongRow], *, with_parquet: bool) -> dict[str, bytes]:
        key = (with_parquet, *map(id, found))  # those above, which stay until the end
        if key not in files:
            files[key] = exporting.export_files(found, with_parquet=with_parquet)
        return files[key]

    monkeypatch.setattr(export, "long_rows", rows)
    monkeypatch.setattr(export, "export_files", export_files)


@pytest.mark.usefixtures("office", "figures_computed_once")
def test_no_odd_argument_of_any_command_leads_to_a_traceback(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    tried = 0
    for path, command in commands(app.cli):
        for words in calls(command):
            tried += 1
            result = run(app, *path, *words)
            assert_plain(result, (*path, *words))
            if words == ["--nonsense"]:
                assert result.exit_code == 2
    assert tried > 200


BARE = (
    "surveys publish",
    "surveys seal",
    "results month 2026-10",
    "ledger verify",
    "sample load",
    "sample accounts",
    "office add-department A B",
    "db upgrade",
    "db check",
    "doctor",
    "backup copy.zip",
    "worker jobs",
    "worker dead",
)


@pytest.mark.parametrize("line", BARE)
def test_every_command_says_in_a_sentence_that_the_database_is_away(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
):
    monkeypatch.chdir(tmp_path)
    app.extensions["storage"] = Storage("sqlite:////nowhere/at/all.sqlite")
    result = run(app, *line.split())
    assert_plain(result, (line,))
    assert result.exit_code != 0


@pytest.mark.parametrize("line", BARE)
def test_every_command_says_in_a_sentence_that_the_database_is_none(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none.sqlite").write_bytes(b"no database at all, but long enough to look like one" * 40)
    app.extensions["storage"] = Storage(f"sqlite:///{tmp_path / 'none.sqlite'}")
    result = run(app, *line.split())
    assert_plain(result, (line,))
    assert result.exit_code != 0
