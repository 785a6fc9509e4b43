"""Which measures are read together: the sections of the page of definitions, in its order."""

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
from analytics.measures.registry.voice import VOICE


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
    Theme("satisfaction", _l("Co odpowiedzieli mieszkańcy"), (*SATISFACTION, *VOICE)),
    Theme("comparisons", _l("Porównania okresów"), COMPARISONS),
)
