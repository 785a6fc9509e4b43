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

    ``free``: by leaf and month, how many answers it may lose.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.leaves, self.parts = sheet, sheet.leaves.copy(), sheet.cells[:, :MONTHS] - 1
        self.free: Counts = sheet.once_for_all("free", self._free).copy()
        self.is_untouched = True

    def take(self, leaf: int, month: int, width: int) -> None:
        self.leaves[leaf, month] -= width
        self.parts[:, month] -= width * self.sheet.member[leaf]
        self.free[:, month] = self._free_in(month)
        self.is_untouched = False

    def _free(self) -> Counts:
        import numpy as np

        return np.stack([self._free_in(month) for month in range(MONTHS)], axis=1)

    def _free_in(self, month: int) -> Counts:
        """By leaf. The whole is no part that anything is taken from: answers move inside it."""
        import numpy as np

        parts = np.where(self.sheet.member[:, 1:], self.parts[1:, month], ENOUGH).min(axis=1, initial=ENOUGH)
        least: Counts = np.minimum(self.leaves[:, month], parts)
        return least
