"""Whether one span differs from another."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS
from analytics.methods.suppression import MINIMUM_N

COMPARISONS: Final[tuple[Measure, ...]] = (
    Measure(
        "reduction",
        _l("Skrócenie terminów"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("różnica median Kaplana-Meiera czasu załatwienia spraw, które wpłynęły w dwóch wybranych okresach"),
        _l("sprawy, które wpłynęły; sprawy w toku liczą się z osiągniętym wiekiem, w medianach i w teście log-rank"),
        Cohort.RECEIVED,
        IntervalKind.BOOTSTRAP,
        "doi:10.1080/01621459.1981.10477650, doi:10.1080/01621459.1958.10501452, doi:10.2307/2344317",
        minimum_n=MINIMUM_N,
        formula="KM50(S − R; T1) − KM50(S − R; T0)",
    ),
)
