"""Which measures are read together: the sections of the page of definitions, in its order."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Measure
from analytics.measures.registry.ages import AGES
from analytics.measures.registry.comparisons import COMPARISONS
from analytics.measures.registry.curves import CURVES
from analytics.measures.registry.deadlines import DEADLINES
from analytics.measures.registry.flow import FLOW
from analytics.measures.registry.lateness import LATENESS
from analytics.measures.registry.monitoring import MONITORING
from analytics.measures.registry.outcomes import OUTCOMES
from analytics.measures.registry.rates import RATES
from analytics.measures.registry.reserve import RESERVE
from analytics.measures.registry.results import RESULTS
from analytics.measures.registry.satisfaction import SATISFACTION
from analytics.measures.registry.steps import STEPS
from analytics.measures.registry.times import TIMES
from analytics.measures.registry.voice import VOICE
from analytics.measures.registry.ways import WAYS


class Theme(NamedTuple):
    """Measures that are read together, under a heading of the pages."""

    key: str
    title: Any
    measures: tuple[Measure, ...]


THEMES: Final[tuple[Theme, ...]] = (
    Theme("flow", _l("Ile spraw"), (*FLOW, *WAYS, *AGES, *RATES)),
    Theme("deadlines", _l("Dotrzymywanie terminów"), (*DEADLINES, *LATENESS, *RESERVE)),
    Theme("steps", _l("Terminy poszczególnych czynności"), STEPS),
    Theme("times", _l("Jak długo to trwa"), (*TIMES, *CURVES)),
    Theme("outcomes", _l("Co stwierdzono"), (*OUTCOMES, *RESULTS)),
    Theme("monitoring", _l("Postępowanie ze skargami według ISO 10002"), MONITORING),
    Theme("satisfaction", _l("Co odpowiedzieli mieszkańcy"), (*SATISFACTION, *VOICE)),
    Theme("comparisons", _l("Porównania okresów"), COMPARISONS),
)
