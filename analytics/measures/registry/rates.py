"""Against inhabitants and cases handled, from entered reference figures."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import EVERY_CASE, Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS

RATES: Final[tuple[Measure, ...]] = (
    Measure(
        "per_inhabitants",
        _l("Wpłynęło na 10 000 mieszkańców"),
        Unit.RATE,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, które wpłynęły w okresie"),
        _l(
            "mieszkańcy na koniec roku, według wpisanych danych odniesienia; gdy ich jeszcze nie ma, z "
            "najbliższego wcześniejszego roku"
        ),
        Cohort.RECEIVED,
        IntervalKind.NONE,
        "sprawozdania roczne urzędów",
        kinds=EVERY_CASE,
        formula="10000 #{R ∈ T} / M",
    ),
    Measure(
        "per_cases",
        _l("Wpłynęło na 1000 załatwianych spraw"),
        Unit.RATE,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, które wpłynęły w okresie"),
        _l("sprawy załatwiane w roku, według wpisanych danych odniesienia, w części roku przypadającej na okres"),
        Cohort.RECEIVED,
        IntervalKind.NONE,
        "sprawozdania roczne urzędów",
        kinds=EVERY_CASE,
        formula="1000 #{R ∈ T} / (B m / 12)",
    ),
)
