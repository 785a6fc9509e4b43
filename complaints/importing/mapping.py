"""What a mapping for cases says, checked when it is read."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from complaints.rules.kinds import Channel, Kind
from complaints.rules.outcomes import Outcome
from imports.errors import BadMapping
from imports.mapping import FileShape, TimeShape, load_mapping, read_file_shape, read_name, read_time_shape
from imports.sections import Section
from office.importing import DepartmentPlan, read_department_plan

SHIPPED: Final = Path(__file__).parent / "mappings"
"""The mappings that come with the product."""

REQUIRED: Final = ("number", "received")
COLUMNS: Final = (*REQUIRED, "due", "settled", "kind", "subject", "channel", "department", "outcome", "flag")
"""Fields of a case that can have a column."""

FIXED: Final = ("kind", "subject", "channel")
"""Fields that can have one value for the whole file instead."""

MEANINGS: Final[dict[str, Collection[str]]] = {
    "kind": tuple(Kind),
    "channel": tuple(Channel),
    "outcome": tuple(Outcome),
}
"""Fields whose foreign values are translated into our codes."""


@dataclass(frozen=True)
class CaseMapping:
    """A mapping for cases. ``name`` is the source its cases are known by for ever."""

    name: str
    title: str
    language: str
    has_events: bool
    """Whether a case has several rows (its events); the first one tells about the case."""
    file: FileShape
    time: TimeShape
    columns: Mapping[str, str]
    """Field -> column."""
    fixed: Mapping[str, str]
    """Field -> value for the whole file."""
    meanings: Mapping[str, Mapping[str, str]]
    """Field -> foreign value -> our code."""
    departments: DepartmentPlan


def load_case_mapping(name_or_path: str) -> CaseMapping:
    """A shipped mapping by name or one's own by its file. Raises BadMapping, which names the key and what is wrong."""
    return read_case_mapping(load_mapping(name_or_path, SHIPPED))


def read_case_mapping(section: Section) -> CaseMapping:
    """The mapping in an open TOML file."""
    parts = {key: section.section(key) for key in ("file", "time", "columns", "fixed", "values", "departments")}
    name, title = read_name(section), section.text("title")
    language = _language(section)
    has_events = section.one_of("rows", ("case", "event"), "case") == "event"
    section.finish()
    columns = _columns(parts["columns"])
    return CaseMapping(
        name=name,
        title=title,
        language=language,
        has_events=has_events,
        file=read_file_shape(parts["file"]),
        time=read_time_shape(parts["time"]),
        columns=columns,
        fixed=_fixed(parts["fixed"], columns),
        meanings=_meanings(parts["values"], columns),
        departments=read_department_plan(parts["departments"]),
    )


def _language(section: Section) -> str:
    """The language of the cases, as two letters (ISO 639-1)."""
    language = section.optional_text("language") or "pl"
    if len(language) != len("pl") or not language.isalpha():
        raise BadMapping(code="not_allowed", where=section.where("language"), value=language, allowed="pl, en, uk, ...")
    return language


def _columns(section: Section) -> dict[str, str]:
    columns = {field: name for field in COLUMNS if (name := section.optional_text(field))}
    section.finish()
    for field in REQUIRED:
        section.text(field)
    return columns


def _fixed(section: Section, columns: Mapping[str, str]) -> dict[str, str]:
    fixed = {field: value for field in FIXED if (value := section.optional_text(field))}
    section.finish()
    for field, value in fixed.items():
        if field in columns:
            raise BadMapping(code="column_and_fixed", where=section.where(field))
        _check_code(section.where(field), field, value)
    if "kind" not in columns and "kind" not in fixed:
        raise BadMapping(code="key_missing", where=section.where("kind"))
    return fixed


def _meanings(section: Section, columns: Mapping[str, str]) -> dict[str, Mapping[str, str]]:
    found: dict[str, Mapping[str, str]] = {}
    for field, codes in MEANINGS.items():
        listed = section.pairs(field)
        if listed and field not in columns:
            raise BadMapping(code="values_without_column", where=section.where(field))
        for foreign, code in listed.items():
            _check_code(f"{section.where(field)}.{foreign}", field, code)
        found[field] = listed or {code: code for code in codes}
    section.finish()
    return found


def _check_code(where: str, field: str, code: str) -> None:
    allowed = MEANINGS.get(field)
    if allowed is not None and code not in allowed:
        raise BadMapping(code="not_allowed", where=where, value=code, allowed=", ".join(allowed))
