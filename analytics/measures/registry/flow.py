"""How many cases came, were settled, left, and are open."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import EVERY_CASE, Better, Cohort, IntervalKind, Judgement, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, ISO, LAW

FLOW: Final[tuple[Measure, ...]] = (
    Measure(
        "received",
        _l("Wpłynęło"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, które wpłynęły w okresie"),
        None,
        Cohort.RECEIVED,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ∈ T}",
    ),
    Measure(
        "settled",
        _l("Załatwiono"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, w których zawiadomienie o sposobie załatwienia wysłano w okresie"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        LAW,
        kinds=EVERY_CASE,
        formula="#{S ∈ T}",
    ),
    Measure(
        "left",
        _l("Odeszło bez załatwienia"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy przekazane, wycofane lub pozostawione bez rozpoznania w okresie"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "art. 231, 233–235 KPA",
        kinds=EVERY_CASE,
        formula="#{L ∈ T}",
    ),
    Measure(
        "backlog",
        _l("W toku na koniec miesiąca"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy, które wpłynęły do końca okresu i do tego dnia nie zostały załatwione ani nie odeszły"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t}",
    ),
    Measure(
        "overdue",
        _l("Po terminie na koniec miesiąca"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy w toku na koniec okresu, których ostatni dzień minął"),
        None,
        Cohort.OPEN_AT_END,
        IntervalKind.NONE,
        LAW,
        kinds=EVERY_CASE,
        formula="#{R ≤ t, S > t, L > t, D ≤ t}",
        judgement=Judgement.LAST_DAY,
    ),
)
