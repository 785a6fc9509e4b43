"""All measures of the product, each declared once. Pages, files and papers read this list and no other."""

from __future__ import annotations

from typing import Final

from analytics.measures.declaration import Measure
from analytics.measures.registry.comparisons import COMPARISONS
from analytics.measures.registry.deadlines import DEADLINES
from analytics.measures.registry.flow import FLOW
from analytics.measures.registry.outcomes import OUTCOMES
from analytics.measures.registry.satisfaction import SATISFACTION
from analytics.measures.registry.times import TIMES

MEASURES: Final[tuple[Measure, ...]] = (
    *FLOW,
    *DEADLINES,
    *TIMES,
    *OUTCOMES,
    *SATISFACTION,
    *COMPARISONS,
)

_BY_KEY: Final = {measure.key: measure for measure in MEASURES}


def measure(key: str) -> Measure:
    """Return the declaration with this key. Raises KeyError when there is none."""
    return _BY_KEY[key]
