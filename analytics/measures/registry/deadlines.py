"""Whether terms were kept."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import EVERY_CASE, Better, Cohort, IntervalKind, Judgement, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, DUE_CASES, LAW

DEADLINES: Final[tuple[Measure, ...]] = (
    Measure(
        "on_time",
        _l("Załatwione na czas"),
        Unit.SHARE,
        Better.HIGHER,
        COMPLAINTS,
        _l("z mianownika: załatwione najpóźniej ostatniego dnia"),
        DUE_CASES,
        Cohort.DUE,
        IntervalKind.WILSON,
        LAW,
        kinds=EVERY_CASE,
        formula="100 #{D ∈ T, S ≤ D} / #{D ∈ T, L > D}",
        judgement=Judgement.LAST_DAY,
    ),
)
