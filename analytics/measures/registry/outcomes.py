"""What was found."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import ISO

OUTCOMES: Final[tuple[Measure, ...]] = (
    Measure(
        "justified",
        _l("Skargi uznane za zasadne"),
        Unit.SHARE,
        Better.LOWER,
        _l("skargi"),
        _l("skargi zasadne i częściowo zasadne"),
        _l("skargi załatwione w okresie z rozstrzygnięciem o zasadności"),
        Cohort.SETTLED,
        IntervalKind.WILSON,
        ISO,
        kinds=frozenset({"skarga"}),
        formula="100 #{S ∈ T, O ∈ {+, ±}} / #{S ∈ T, O ∈ {+, ±, −}}",
    ),
)
