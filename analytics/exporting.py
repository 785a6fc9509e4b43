"""The files of an export: CSV, Parquet where pyarrow is there, and the data dictionary in two forms."""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from typing import Any, Final

from analytics import dictionary
from analytics.files import as_csv
from analytics.reports.long import LongRow

CSV: Final = "kpi.csv"
PARQUET: Final = "kpi.parquet"
DICTIONARY: Final = "data-dictionary"
FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The day every file of a ZIP bears: the first its format knows."""
CELLS: Final[Callable[[LongRow], tuple[Any, ...]]] = attrgetter(*(field.name for field in fields(LongRow)))
"""The values of a row in the order of its columns; ``astuple`` would copy each of them."""
NO_PARQUET: Final = (
    f"{PARQUET} was not written: pyarrow, which is optional, is not installed "
    "(.venv/bin/python -m pip install pyarrow)."
)


def has_parquet() -> bool:
    """Whether pyarrow, an optional extra, is installed."""
    return importlib.util.find_spec("pyarrow") is not None


def export_files(rows: Sequence[LongRow], *, with_parquet: bool) -> dict[str, bytes]:
    """Return the files by name. The same rows give the same bytes (Parquet: with the same pyarrow)."""
    files = {
        CSV: table(rows).encode("utf-8"),
        f"{DICTIONARY}.md": dictionary.as_markdown().encode("utf-8"),
        f"{DICTIONARY}.json": dictionary.as_json().encode("utf-8"),
    }
    return files | ({PARQUET: parquet(rows)} if with_parquet else {})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as one ZIP; the same files give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in files.items():
            bundle.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def table(rows: Iterable[LongRow]) -> str:
    """Return the rows as CSV under the names of the columns."""
    return as_csv((tuple(map(_written, CELLS(row))) for row in rows), dictionary.names())


def _written(value: object) -> str:
    """A value as a cell: empty for none, ISO days and moments, at most six decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def parquet(rows: Sequence[LongRow]) -> bytes:
    """Return the rows as Parquet with typed columns. Raises ImportError without pyarrow."""
    arrow: Any = importlib.import_module("pyarrow")
    writer: Any = importlib.import_module("pyarrow.parquet")
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "decimal": arrow.float64(),
        "boolean": arrow.bool_(),
        "date": arrow.date32(),
        "moment": arrow.timestamp("s", tz="UTC"),
    }
    schema = arrow.schema(
        [arrow.field(one.name, types[one.type], nullable=one.is_optional) for one in dictionary.COLUMNS]
    )
    columns = zip(*map(CELLS, rows), strict=True) if rows else [()] * len(dictionary.COLUMNS)
    values = [list(map(_typed, column)) for column in columns]
    filled = arrow.table(dict(zip(dictionary.names(), values, strict=True)), schema=schema)
    target = io.BytesIO()
    writer.write_table(filled, target, compression="zstd")
    return target.getvalue()


def _typed(value: object) -> object:
    """A value as Parquet keeps it: a figure with the decimals the CSV has, a moment without parts of seconds."""
    if isinstance(value, float):
        return round(value, 6)
    return value.replace(microsecond=0) if isinstance(value, dt.datetime) else value
