"""Times in which open cases count."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import (
    EVERY_CASE,
    IMPORTED_CASES,
    LEGAL_CASES,
    Better,
    Cohort,
    IntervalKind,
    Measure,
    Unit,
)
from analytics.measures.registry.words import COMPLAINTS

CURVES: Final[tuple[Measure, ...]] = (
    Measure(
        "km_median_days",
        _l("Czas załatwienia ze sprawami w toku: mediana"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni od wpływu, po których połowa spraw jest załatwiona (krzywa Kaplana-Meiera; zgodność z survfit w R)"),
        _l(
            "sprawy, które wpłynęły w okresie; sprawy w toku liczą się z osiągniętym wiekiem, odejście "
            "kończy obserwację"
        ),
        Cohort.RECEIVED,
        IntervalKind.LOG_LOG,
        "doi:10.1080/01621459.1958.10501452",
        kinds=LEGAL_CASES,
        formula="KM50(S − R : R ∈ T)",
    ),
    Measure(
        "km_median_hours",
        _l("Czas załatwienia ze sprawami w toku: mediana, godziny"),
        Unit.HOURS,
        Better.LOWER,
        _l("sprawy wczytane z innych systemów, z dokładnymi chwilami"),
        _l(
            "godziny od wpływu, po których połowa spraw jest załatwiona (krzywa Kaplana-Meiera; zgodność z survfit w R)"
        ),
        _l(
            "sprawy, które wpłynęły w okresie; sprawy w toku liczą się z osiągniętym wiekiem, odejście "
            "kończy obserwację"
        ),
        Cohort.RECEIVED,
        IntervalKind.LOG_LOG,
        "doi:10.1080/01621459.1958.10501452",
        kinds=IMPORTED_CASES,
        formula="KM50(S − R : R ∈ T)",
    ),
    Measure(
        "settled_within_30_days",
        _l("Załatwione w 30 dni od wpływu"),
        Unit.SHARE,
        Better.HIGHER,
        COMPLAINTS,
        _l("odsetek załatwionych w 30 dni kalendarzowych; odejście jest zdarzeniem konkurencyjnym (Aalen-Johansen)"),
        _l("sprawy, które wpłynęły w okresie; odsetek dopiero, gdy żadna sprawa w toku nie jest młodsza"),
        Cohort.RECEIVED,
        IntervalKind.NONE,
        "https://www.jstor.org/stable/4615704",
        kinds=EVERY_CASE,
        formula="100 AJ(S − R ≤ 30 : R ∈ T)",
    ),
)
