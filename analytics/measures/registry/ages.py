"""How old the open cases were at the end of the period."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import EVERY_CASE, Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, ISO

AGES: Final[tuple[Measure, ...]] = (
    Measure(
        "median_age",
        _l("Wiek spraw w toku: mediana"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("dni od wpływu do końca okresu; połowa spraw w toku trwa najwyżej tyle"),
        _l("sprawy w toku na koniec okresu"),
        Cohort.OPEN_AT_END,
        IntervalKind.ORDER_STATISTICS,
        "doi:10.1080/00031305.1996.10473566",
        kinds=EVERY_CASE,
        formula="P50(t − R : R ≤ t, S > t, L > t)",
    ),
    Measure(
        "age_to_14",
        _l("W toku od najwyżej 14 dni"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, które wpłynęły najwyżej 14 dni wcześniej"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, t − R ≤ 14}",
    ),
    Measure(
        "age_15_to_30",
        _l("W toku od 15 do 30 dni"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, które wpłynęły od 15 do 30 dni wcześniej"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, 15 ≤ t − R ≤ 30}",
    ),
    Measure(
        "age_31_to_60",
        _l("W toku od 31 do 60 dni"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, które wpłynęły od 31 do 60 dni wcześniej"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, 31 ≤ t − R ≤ 60}",
    ),
    Measure(
        "age_61_to_90",
        _l("W toku od 61 do 90 dni"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, które wpłynęły od 61 do 90 dni wcześniej"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, 61 ≤ t − R ≤ 90}",
    ),
    Measure(
        "age_over_90",
        _l("W toku dłużej niż 90 dni"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, które wpłynęły ponad 90 dni wcześniej"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, t − R > 90}",
    ),
)
