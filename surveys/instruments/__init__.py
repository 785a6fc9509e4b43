"""The questionnaires the program brings along, as data: one TOML file each."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

from surveys.rules.definition import LANGUAGES, Definition

FOLDER: Final = Path(__file__).parent
DEFAULT: Final = "satys7"


def load(name: str = DEFAULT) -> Definition:
    """The definition of a questionnaire that comes with the program. Raises LookupError for an unknown name."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise LookupError(f"there is no questionnaire {name!r}; there are: {', '.join(names())}")
    return Definition.read(_written_out(tomllib.loads(path.read_text(encoding="utf-8"))))


def names() -> list[str]:
    """The names of all questionnaires that come with the program."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def _written_out(data: dict[str, Any]) -> dict[str, Any]:
    """The frozen form: every question carries its own options and no scale is shared any more."""
    return {
        "key": data["key"],
        "version": data["version"],
        "title": _texts(data["title"]),
        "questions": [_question(row, data) for row in data["questions"]],
    }


def _question(row: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    more: dict[str, Any] = {key: row[key] for key in ("tiles", "show_if") if key in row}
    scale = data["scales"][row["scale"]]
    rows = [*scale["options"], *([data["not_applicable"]] if row.get("not_applicable") else [])]
    return {
        "key": row["key"],
        "kind": scale["kind"],
        "required": row.get("required", False),
        "text": _texts(row),
        "options": [
            {"code": str(_code(option)), "value": option.get("value"), "text": _texts(option)} for option in rows
        ],
        **more,
    }


def _code(option: dict[str, Any]) -> object:
    return option["value"] if "value" in option else option["code"]


def _texts(row: dict[str, Any]) -> dict[str, str]:
    return {lang: row[lang] for lang in LANGUAGES}
