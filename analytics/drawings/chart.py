"""A chart of a report, and its picture."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analytics.charts.style import WIDE, ThemeName


@dataclass(frozen=True)
class Chart:
    """A chart of a report: its module and data, the digest of its figures, its alternative text."""

    name: str
    module: Any
    data: Any
    digest: str
    alt: str

    @property
    def height(self) -> int:
        """Height of the wide drawing, in pixels: the page keeps room for it."""
        return int(self.module.height(self.data, WIDE))


@lru_cache(maxsize=256)
def _drawn(module: Any, data: Any, width: int, theme: ThemeName) -> bytes:
    picture: bytes = module.render(data, width, theme)
    return picture


def picture(chart: Chart, width: int, theme: ThemeName) -> bytes:
    """Return the SVG of a chart, kept by its very data: the same data are never drawn twice."""
    return _drawn(chart.module, chart.data, width, theme)
