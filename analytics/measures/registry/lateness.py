"""What was late, told apart; and petitions by their first last day."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import EVERY_CASE, Better, Cohort, IntervalKind, Judgement, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, DUE_CASES, ISO

LATENESS: Final[tuple[Measure, ...]] = (
    Measure(
        "late_noticed",
        _l("Po terminie, zawiadomiono o zwłoce"),
        Unit.SHARE,
        Better.NONE,
        COMPLAINTS,
        _l("z mianownika: po terminie, a wnoszącego zawiadomiono w terminie o przyczynie i nowym terminie"),
        DUE_CASES,
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 36, 237 § 4, 245 KPA",
        kinds=frozenset({"skarga", "wniosek"}),
        formula="100 #{D ∈ T, S > D, L > D, N ≤ D} / #{D ∈ T, L > D}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "late_unnoticed",
        _l("Po terminie bez zawiadomienia"),
        Unit.SHARE,
        Better.LOWER,
        COMPLAINTS,
        _l("z mianownika: po terminie i bez zawiadomienia o zwłoce w terminie"),
        DUE_CASES,
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 36, 237 § 4, 245 KPA",
        kinds=frozenset({"skarga", "wniosek"}),
        formula="100 #{D ∈ T, S > D, N > D} / #{D ∈ T, L > D}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "settled_late",
        _l("Załatwiono po terminie"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy załatwione w okresie po ostatnim dniu terminu"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        ISO,
        kinds=EVERY_CASE,
        formula="#{S ∈ T, S > D}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "on_time_first",
        _l("Petycje na czas według pierwotnego terminu"),
        Unit.SHARE,
        Better.HIGHER,
        _l("petycje, dla których urząd jest właściwy"),
        _l("z mianownika: załatwione najpóźniej pierwotnego ostatniego dnia, także gdy termin przedłużono"),
        _l("petycje, których pierwotny ostatni dzień przypada w okresie i minął, bez tych, które do tego dnia odeszły"),
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 10 ust. 1 ustawy o petycjach",
        kinds=frozenset({"petycja"}),
        formula="100 #{D1 ∈ T, S ≤ D1} / #{D1 ∈ T, L > D1}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "on_time_extended",
        _l("Petycje na czas z przedłużeniami"),
        Unit.SHARE,
        Better.HIGHER,
        _l("petycje, dla których urząd jest właściwy"),
        _l(
            "z mianownika: załatwione najpóźniej ostatniego dnia po skutecznym przedłużeniu, w miesiącu "
            "pierwotnego ostatniego dnia"
        ),
        _l(
            "petycje, których pierwotny ostatni dzień przypada w okresie, gdy minął ostatni dzień po "
            "przedłużeniu; bez tych, które do niego odeszły"
        ),
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 10 ust. 3 ustawy o petycjach",
        kinds=frozenset({"petycja"}),
        formula="100 #{D1 ∈ T, S ≤ D} / #{D1 ∈ T, L > D}",
        judgement=Judgement.LAST_DAY,
    ),
)
