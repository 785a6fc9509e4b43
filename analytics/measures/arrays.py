"""A frame as plain NumPy arrays, each taken out once: the measures ask the same rows hundreds of questions.

pandas takes longer to prepare an answer than to find it; on arrays a question costs some microseconds. A frame that
was asked is never changed in place: whoever needs another one makes another one.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Days = npt.NDArray[np.datetime64]
    """Calendar days; NaT where there is none, which lies neither before nor after any other."""
    Floats = npt.NDArray[np.float64]
    Mask = npt.NDArray[np.bool_]
    """Says of each row, in the order of its frame, whether something holds."""

Made = TypeVar("Made")
NONE: Final = ""
"""Stands for a missing code."""


class Arrays:
    """The columns of one frame. ``of_case``: anything else that is made of the frame once and for all."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._frame = weakref.ref(frame)
        self._made: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self._column("id"))

    def days(self, name: str) -> Days:
        """A column of days."""
        return self.once(("days", name), lambda: self._column(name).to_numpy().astype("datetime64[D]"))

    def moments(self, name: str) -> Days:
        """A column of moments, UTC, to the microsecond."""
        return self.once(("moments", name), lambda: self._column(name).to_numpy(dtype="datetime64[us]"))

    def numbers(self, name: str) -> Floats:
        """A column of numbers, NaN where there is none."""
        return self.once(("numbers", name), lambda: self._column(name).to_numpy(dtype=float))

    def counts(self, name: str) -> npt.NDArray[np.int64]:
        """A column of whole numbers, all of them there."""
        return self.once(("counts", name), lambda: self._column(name).to_numpy(dtype=int))

    def flags(self, name: str) -> Mask:
        """A column of yes and no."""
        return self.once(("flags", name), lambda: self._column(name).to_numpy(dtype=bool))

    def has_day(self, name: str) -> Mask:
        """Which rows have such a day."""
        import numpy as np

        return self.once(("has", name), lambda: ~np.isnat(self.days(name)))

    def has_moment(self, name: str) -> Mask:
        """Which rows have such a moment."""
        import numpy as np

        return ~np.isnat(self.moments(name))

    def is_one_of(self, name: str, values: Collection[str]) -> Mask:
        """Which rows have one of the values in a column of codes; NONE among them are those without any."""
        import numpy as np

        places, codes = self._codes(name)
        return np.array([*(code in values for code in codes), NONE in values], dtype=bool)[places]

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made under a key before, or what is made now."""
        if key not in self._made:
            self._made[key] = make()
        return cast("Made", self._made[key])

    def _codes(self, name: str) -> tuple[npt.NDArray[np.intp], list[object]]:
        """Where the value of each case stands in the list of those that occur; -1 for a missing one."""
        import pandas as pd

        def make() -> tuple[npt.NDArray[np.intp], list[object]]:
            places, codes = pd.factorize(self._column(name))
            return places, list(codes)

        return self.once(("codes", name), make)

    def _column(self, name: str) -> pd.Series[Any]:
        frame = self._frame()
        if frame is None:
            raise ReferenceError("the frame of these arrays is gone")
        return frame[name]


_TAKEN: Final[dict[int, tuple[weakref.ref[pd.DataFrame], Arrays]]] = {}
"""By the identity of a frame, as long as there is one: frames can be neither hashed nor told apart by value."""


def arrays(known: pd.DataFrame) -> Arrays:
    """Return the arrays of a frame, the same ones as long as it lives."""
    key = id(known)
    found = _TAKEN.get(key)
    if found is not None and found[0]() is known:
        return found[1]
    made = Arrays(known)
    _TAKEN[key] = (weakref.ref(known, lambda _gone: _TAKEN.pop(key, None)), made)
    return made


def part_of(known: pd.DataFrame, column: str, *values: str) -> pd.DataFrame:
    """Return the rows with one of the values in a column of codes, NONE those without any; made once."""
    held = arrays(known)
    return held.once(("part", column, values), lambda: known[held.is_one_of(column, values)])
