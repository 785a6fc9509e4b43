"""Two scales on a sheet: from what is told to the pixel where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

By = Literal["data", "axes", "sheet"]
Told = tuple[By, By]
DATA: Final[Told] = ("data", "data")
FRACTION: Final[Told] = ("axes", "axes")
UNDER: Final[Told] = ("data", "axes")
BESIDE: Final[Told] = ("axes", "data")
SHEET: Final[Told] = ("sheet", "sheet")
"""Whether a place is told by the scales, in parts of the plane or in pixels of the sheet: across, and up."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the plane lies on its sheet, in pixels from the lower left corner."""

    x0: float
    y0: float
    width: float
    height: float

    @property
    def x1(self) -> float:
        """Its right end."""
        return self.x0 + self.width

    @property
    def y1(self) -> float:
        """Its upper end."""
        return self.y0 + self.height


class Ruler:
    """Two scales in a frame; from 0 to 1 until they are set."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._across, self._up = (0.0, 1.0), (0.0, 1.0)

    def set_xlim(self, low: float, high: float) -> None:
        """Where the plane begins and ends across."""
        self._across = (low, high)

    def set_ylim(self, low: float, high: float) -> None:
        """Where the plane begins and ends upwards; a low that is greater than high turns it over."""
        self._up = (low, high)

    def get_xlim(self) -> tuple[float, float]:
        """Where the plane begins and ends across."""
        return self._across

    def get_ylim(self) -> tuple[float, float]:
        """Where the plane begins and ends upwards."""
        return self._up

    def at(self, across: float, up: float, by: Told = DATA) -> tuple[float, float]:
        """A place in pixels of the sheet, from its lower left corner."""
        frame = self.frame
        return (
            _pixel(across, by[0], self._across, frame.x0, frame.width),
            _pixel(up, by[1], self._up, frame.y0, frame.height),
        )


def _pixel(told: float, by: By, ends: tuple[float, float], start: float, length: float) -> float:
    if by == "sheet":
        return told
    share = told if by == "axes" else (told - ends[0]) / (ends[1] - ends[0])
    return start + share * length
