"""The data dictionary beside an export: what every column and every measure means, for machines and for people."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any, Final, NamedTuple

from analytics.definitions import definition
from analytics.measures.registry import MEASURES
from analytics.reports.long import LongRow


class Column(NamedTuple):
    """A column of an export: what kind of value it holds, whether it may be empty, what it means."""

    name: str
    type: str
    is_optional: bool
    meaning: str


COLUMNS: Final[tuple[Column, ...]] = (
    Column("period", "text", False, "What the figure speaks of: a month 2026-10, a quarter 2026-Q4 or a year 2026."),
    Column("period_kind", "text", False, "month, quarter or year. Never add up rows of different kinds."),
    Column("first_day", "date", False, "The first day of the period."),
    Column("last_day", "date", False, "The last day of the period."),
    Column("measure", "text", False, "The key of the measure; see the list of measures."),
    Column("version", "integer", False, "The version of its definition the figure was counted by."),
    Column(
        "population",
        "text",
        False,
        "complaints (skargi and wnioski together), skarga, wniosek, petycja, odwolanie, zazalenie, ponaglenie, sprawa "
        "(cases of other systems, never mixed with complaints), or answers (survey answers).",
    ),
    Column("department", "text", False, "The code of a department; all: the whole scope; none: belongs to none."),
    Column("channel", "text", False, "How cases came in; all: every channel. Always all for answers."),
    Column(
        "about",
        "text",
        False,
        "Of answers: the question (question=q4) or among whom (among=yes) a figure is about; else empty.",
    ),
    Column("n", "integer", True, "The base: cases or answers counted. Empty where it is withheld."),
    Column("numerator", "integer", True, "Of the base, those that meet the condition; empty where there is none."),
    Column(
        "value",
        "decimal",
        True,
        "The figure in the unit of its measure; a share from 0 to 1. At most six decimals. Empty: see state.",
    ),
    Column("low", "decimal", True, "The lower limit of the 95 % interval."),
    Column("high", "decimal", True, "The upper limit of the 95 % interval."),
    Column(
        "state",
        "text",
        False,
        "told; nothing_counted (the base is 0); not_yet_due (a last day of the period is still to come: counts, no "
        "share); not_reached (half of the cases are still open: no median yet); no_reference (nobody entered the "
        "figure it is divided by); all_the_same (everybody answered alike: nothing to compare); not_over (answers of "
        "a month that is not over); withheld (few answers, or what would give such away).",
    ),
    Column("small_base", "boolean", False, "true where the base is 5 to 29: name it beside the figure."),
    Column("as_of", "moment", False, "The moment the figures speak of, UTC."),
    Column("leaf", "integer", False, "The last entry of the record they saw."),
)
"""In the order of the files. A test holds them to `LongRow`."""

NOTES: Final = (
    "One row a figure (long form). The first four columns say when, measure and version what, the next three of whom.",
    "A department by a channel is listed only on demand (--crossed), and where it counted something.",
    "Figures over answers: months, quarters and years that are over; of departments months. Withheld stays withheld.",
    "Shares, medians and percentiles must not be averaged over rows: take the row of the longer period or of all.",
    "CSV: UTF-8, comma, decimal point, CRLF, heading in the first line; empty means no value (RFC 4180).",
)


def as_json() -> str:
    """Return the dictionary for machines: columns, measures, notes."""
    columns = [
        {"name": one.name, "type": one.type, "optional": one.is_optional, "meaning": one.meaning} for one in COLUMNS
    ]
    told = {"columns": columns, "measures": [definition(one) for one in MEASURES], "notes": list(NOTES)}
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_markdown() -> str:
    """Return the dictionary for people."""
    lines = ["# Data dictionary", "", "What stands in `kpi.csv` and `kpi.parquet`.", ""]
    lines += [f"* {note}" for note in NOTES]
    lines += ["", "## Columns", "", "| Column | Type | May be empty | Meaning |", "|---|---|---|---|"]
    lines += [
        f"| `{one.name}` | {one.type} | {'yes' if one.is_optional else 'no'} | {one.meaning} |" for one in COLUMNS
    ]
    lines += ["", "## Measures", "", "| Key | Title | Unit | Version | Numerator | Denominator | Formula |"]
    lines += ["|---|---|---|---|---|---|---|", *(_row(definition(one)) for one in MEASURES)]
    return "\n".join(lines) + "\n"


def _row(told: dict[str, Any]) -> str:
    cells = (
        f"`{told['key']}`",
        told["titles"]["en"],
        told["unit"],
        told["version"],
        told["numerator"],
        told["denominator"] or "",
        f"`{told['formula']}`",
    )
    return "| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |"


def names() -> tuple[str, ...]:
    """Return the names of the columns, in their order."""
    return tuple(one.name for one in fields(LongRow))
