"""All measures of the product, each declared once. Pages, files and papers read this list and no other."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Measure
from analytics.measures.registry.comparisons import COMPARISONS
from analytics.measures.registry.deadlines import DEADLINES
from analytics.measures.registry.flow import FLOW
from analytics.measures.registry.outcomes import OUTCOMES
from analytics.measures.registry.satisfaction import SATISFACTION
from analytics.measures.registry.times import TIMES


class Theme(NamedTuple):
    """Measures that are read together, under a heading of the pages."""

    key: str
    title: Any
    measures: tuple[Measure, ...]


THEMES: Final[tuple[Theme, ...]] = (
    Theme("flow", _l("Ile spraw"), FLOW),
    Theme("deadlines", _l("Dotrzymywanie terminów"), DEADLINES),
    Theme("times", _l("Jak długo to trwa"), TIMES),
    Theme("outcomes", _l("Co stwierdzono"), OUTCOMES),
    Theme("satisfaction", _l("Co odpowiedzieli mieszkańcy"), SATISFACTION),
    Theme("comparisons", _l("Porównania okresów"), COMPARISONS),
)

MEASURES: Final[tuple[Measure, ...]] = tuple(one for theme in THEMES for one in theme.measures)

_BY_KEY: Final = {measure.key: measure for measure in MEASURES}


def measure(key: str) -> Measure:
    """Return the declaration with this key. Raises KeyError when there is none."""
    return _BY_KEY[key]
