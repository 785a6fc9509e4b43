"""Cases and answers as columns on disk: what is counted over and over is read from there, not row by row from tables.

A folder holds one file a column (NumPy's own format, mapped into memory when read) and ``about.json``. Days are counted
from ``day_zero``; NEVER stands for a day that is not there. Pure: who fills the columns knows the tables.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Days = npt.NDArray[np.uint16]
    Codes = npt.NDArray[np.uint8]

NEVER: Final = 65_535
"""No such day. 65,534 days from the zero are 179 years."""

CASE_COLUMNS: Final = ("received", "due", "settled", "left", "department", "kind")
ANSWER_COLUMNS: Final = ("answers", "answer_starts", "working")
VALUE_SHIFT: Final = 8
"""An answer is its department's number and, above these bits, its value: 1 to 5, 0 where it does not apply."""

ABOUT: Final = "about.json"


@dataclass(frozen=True)
class About:
    """What the columns speak of. ``first``: year and month of the first of ``months``; ``as_of``: the day they were
    known on, as days from ``day_zero`` (ISO). ``leaf``: the last entry of the record then.
    """

    day_zero: str
    first: tuple[int, int]
    months: int
    as_of: int
    leaf: int
    departments: tuple[str, ...]
    kinds: tuple[str, ...]

    def day(self, day: dt.date) -> int:
        """A date as its number."""
        return (day - dt.date.fromisoformat(self.day_zero)).days

    def month_starts(self) -> list[int]:
        """The number of the first day of each month, and of the day after the last."""
        year, number = self.first
        found = []
        for place in range(self.months + 1):
            ahead = number - 1 + place
            found.append(self.day(dt.date(year + ahead // 12, ahead % 12 + 1, 1)))
        return found


@dataclass(frozen=True, eq=False)
class Columns:
    """The columns. Cases: ``received``, ``due``, ``settled``, ``left`` days, ``department`` and ``kind`` numbers.

    ``answers``: valid answers to one question, those of a month together, from ``answer_starts[month]`` on.
    ``working``: how many working days lie before each day.
    """

    about: About
    received: Days
    due: Days
    settled: Days
    left: Days
    department: Codes
    kind: Codes
    answers: npt.NDArray[np.uint16]
    answer_starts: npt.NDArray[np.int64]
    working: npt.NDArray[np.int32]


def as_files(columns: Columns) -> dict[str, bytes]:
    """The columns as files by name."""
    import numpy as np

    files = {}
    for name in (*CASE_COLUMNS, *ANSWER_COLUMNS):
        written = io.BytesIO()
        np.save(written, getattr(columns, name))
        files[f"{name}.npy"] = written.getvalue()
    return {**files, ABOUT: json.dumps(asdict(columns.about), ensure_ascii=False, indent=1).encode()}


def read_columns(folder: Path) -> Columns:
    """Map the columns of a folder into memory; nothing is read before it is used. Raises OSError."""
    import numpy as np

    facts = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    facts |= {name: tuple(facts[name]) for name in ("first", "departments", "kinds")}
    about = About(**facts)
    files = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in (*CASE_COLUMNS, *ANSWER_COLUMNS)}
    return Columns(about, **files)
