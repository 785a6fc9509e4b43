"""The rivals' own files for bench/kpi.py, and their answers for comparing; runs where the rivals are installed.

python bench/kpi_files.py write FOLDER | python bench/kpi_files.py read FOLDER
"""

import json
import sys
from pathlib import Path

import duckdb
import numpy as np
import polars as pl


def write(folder: Path) -> None:
    """From the columns: Arrow files for Polars, a database for DuckDB."""
    about = json.loads((folder / "about.json").read_text())
    column = {path.stem: np.load(path) for path in folder.glob("*.npy")}
    cases = pl.DataFrame({name: column[name] for name in ("received", "due", "settled", "left", "department", "kind")})
    sizes = np.diff(column["answer_starts"])
    answers = pl.DataFrame(
        {
            "month": np.repeat(np.arange(about["months"], dtype=np.uint8), sizes),
            "department": (column["answers"] & 255).astype(np.uint8),
            "value": (column["answers"] >> 8).astype(np.uint8),
        }
    )
    starts = column["month_starts"]
    days = pl.DataFrame(
        {
            "day": np.arange(starts[0], starts[-1], dtype=np.uint16),
            "month": np.repeat(np.arange(about["months"], dtype=np.uint8), np.diff(starts)),
        }
    )
    working = pl.DataFrame({"day": np.arange(len(column["working"]), dtype=np.uint16), "working": column["working"]})
    grid = np.indices((about["months"], len(about["departments"]), len(about["kinds"]))).reshape(3, -1).astype(np.uint8)
    places = pl.DataFrame({"month": grid[0], "department": grid[1], "kind": grid[2]})
    places = places.with_columns(before=pl.lit(0, pl.Int64), due_before=pl.lit(0, pl.Int64))
    base = duckdb.connect(str(folder / "base.duckdb"))
    for name, table in (
        ("cases", cases),
        ("answers", answers),
        ("days", days),
        ("working", working),
        ("places", places),
    ):
        table.write_ipc(folder / f"{name}.arrow", compression="uncompressed")
        base.execute(f"create table {name} as select * from read_parquet('{_parquet(table, folder)}')")
    base.close()


def _parquet(table: pl.DataFrame, folder: Path) -> Path:
    table.write_parquet(folder / "table.parquet")
    return folder / "table.parquet"


def read(folder: Path) -> None:
    """Each rival's tables as one file of arrays in the order of month, department and kind."""
    for rival, ending, reader in (("polars", "arrow", pl.read_ipc), ("duckdb", "parquet", pl.read_parquet)):
        cases, answers = (reader(folder / rival / f"{name}.{ending}") for name in ("cases", "answers"))
        arrays = {f"cases_{name}": cases[name].cast(pl.Float64).to_numpy() for name in cases.columns}
        arrays |= {f"answers_{name}": answers[name].cast(pl.Float64).to_numpy() for name in answers.columns}
        np.savez(folder / f"{rival}.npz", **arrays)


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
