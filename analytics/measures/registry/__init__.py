"""All measures of the product, each declared once. Pages, files and papers read this list and no other."""

from __future__ import annotations

from typing import Final

from analytics.measures.declaration import Measure
from analytics.measures.registry.themes import THEMES, Theme

MEASURES: Final[tuple[Measure, ...]] = tuple(one for theme in THEMES for one in theme.measures)

_BY_KEY: Final = {measure.key: measure for measure in MEASURES}


def measure(key: str) -> Measure:
    """Return the declaration with this key. Raises KeyError when there is none."""
    return _BY_KEY[key]


__all__ = ["MEASURES", "THEMES", "Theme", "measure"]
