"""What the handbook prints about deadlines is what the program prints."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from app import create_app
from tests.program import SECRET
from web.settings import Settings

HANDBOOK = Path(__file__).parents[2] / "docs" / "handbook" / "deadlines.md"
COMMAND = "python3 dev.py flask "


def examples() -> list[tuple[str, str]]:
    """Each block that begins with a command and goes on with its answer."""
    blocks = re.findall(r"^```\n(.*?)\n```", HANDBOOK.read_text(encoding="utf-8"), re.M | re.S)
    answered = [block.partition("\n") for block in blocks]
    return [(command, answer) for command, _line, answer in answered if answer and COMMAND not in answer]


def test_every_example_of_the_handbook_answers_as_printed(tmp_path: Path) -> None:
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/x.sqlite", secret_key=SECRET, testing=True))
    assert len(examples()) == 6
    for command, answer in examples():
        result = app.test_cli_runner().invoke(args=shlex.split(command.removeprefix(COMMAND)))
        assert result.exit_code == 0, result.output
        assert result.stdout == answer + "\n", command


def test_the_handbook_names_every_command_of_the_group() -> None:
    from complaints.cli.deadlines import deadlines_cli

    text = HANDBOOK.read_text(encoding="utf-8")
    assert [name for name in deadlines_cli.commands if f"flask deadlines {name}" not in text] == []


@pytest.mark.parametrize("kind", ["skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"])
def test_the_handbook_names_every_kind(kind: str) -> None:
    assert f"`{kind}`" in HANDBOOK.read_text(encoding="utf-8")
