"""How long it took."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import IMPORTED_CASES, LEGAL_CASES, Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, SETTLED_CASES

TIMES: Final[tuple[Measure, ...]] = (
    Measure(
        "median_days",
        _l("Czas załatwienia: mediana, dni kalendarzowe"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni od wpływu do wysłania zawiadomienia; połowa spraw trwa najwyżej tyle"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=LEGAL_CASES,
        formula="P50(S − R : S ∈ T)",
    ),
    Measure(
        "p90_days",
        _l("Czas załatwienia: 90. percentyl, dni kalendarzowe"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni od wpływu do wysłania zawiadomienia; dziewięć spraw na dziesięć trwa najwyżej tyle"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=LEGAL_CASES,
        formula="P90(S − R : S ∈ T)",
    ),
    Measure(
        "median_working_days",
        _l("Czas załatwienia: mediana, dni robocze"),
        Unit.WORKING_DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni robocze od dnia wpływu do dnia poprzedzającego wysłanie zawiadomienia; tego samego dnia: 0"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=LEGAL_CASES,
        formula="P50(W[R, S) : S ∈ T)",
    ),
    Measure(
        "p90_working_days",
        _l("Czas załatwienia: 90. percentyl, dni robocze"),
        Unit.WORKING_DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni robocze od dnia wpływu do dnia poprzedzającego wysłanie zawiadomienia; tego samego dnia: 0"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=LEGAL_CASES,
        formula="P90(W[R, S) : S ∈ T)",
    ),
    Measure(
        "median_hours",
        _l("Czas załatwienia: mediana, godziny"),
        Unit.HOURS,
        Better.LOWER,
        _l("sprawy wczytane z innych systemów, z dokładnymi chwilami"),
        _l("godziny od wpływu do załatwienia"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=IMPORTED_CASES,
        formula="P50(S − R : S ∈ T)",
    ),
    Measure(
        "p90_hours",
        _l("Czas załatwienia: 90. percentyl, godziny"),
        Unit.HOURS,
        Better.LOWER,
        _l("sprawy wczytane z innych systemów, z dokładnymi chwilami"),
        _l("godziny od wpływu do załatwienia"),
        SETTLED_CASES,
        Cohort.SETTLED,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=IMPORTED_CASES,
        formula="P90(S − R : S ∈ T)",
    ),
)
