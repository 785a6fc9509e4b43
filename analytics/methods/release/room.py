"""How far the numbers of a view may still go down, while answers are moved to prove that a cell stays unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.methods.release.times import MONTHS

if TYPE_CHECKING:
    from analytics.methods.release.sheet import Counts, Sheet

ENOUGH: Final = 2**40
"""More answers than there are people."""


class Room:
    """The room of a view: leaves may go down to nothing, shown parts to one, because none is empty.

    ``free``: by leaf and month, how many answers it may lose; NEVER the last, where it loses none.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.leaves = sheet, sheet.leaves
        self.parts: Counts = sheet.once_for_all("parts", lambda: sheet.cells[:, :MONTHS] - 1)
        self.free: Counts = sheet.once_for_all("free", self._free)
        self.is_untouched = True  # all of it is shared until something is taken

    def take(self, leaf: int, month: int, width: int) -> None:
        if self.is_untouched:
            self.leaves, self.parts, self.free = self.leaves.copy(), self.parts.copy(), self.free.copy()
            self.is_untouched = False
        self.leaves[leaf, month] -= width
        self.parts[:, month] -= width * self.sheet.member[leaf]
        self.free[:, month] = self._free_in(month)

    def others(self, part: int, month: int) -> tuple[Counts, bytes]:
        """The leaves outside a part that have answers of a month; and the same as a name for them."""
        if self.is_untouched:
            return self.sheet.once_for_all(("others", part, month), lambda: self._others(part, month))
        return self._others(part, month)

    def _others(self, part: int, month: int) -> tuple[Counts, bytes]:
        found = ((self.sheet.member[:, part] == 0) & (self.leaves[:, month] > 0)).nonzero()[0]
        return found, found.tobytes()

    def _free(self) -> Counts:
        import numpy as np

        months = [self._free_in(month) for month in range(MONTHS)]
        return np.stack([*months, np.full(len(self.leaves), ENOUGH)], axis=1)

    def _free_in(self, month: int) -> Counts:
        """By leaf. The whole is no part that anything is taken from: answers move inside it."""
        import numpy as np

        parts = np.where(self.sheet.member[:, 1:], self.parts[1:, month], ENOUGH).min(axis=1, initial=ENOUGH)
        least: Counts = np.minimum(self.leaves[:, month], parts)
        return least
