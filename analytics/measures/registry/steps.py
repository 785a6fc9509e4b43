"""Terms of single steps, each with its own share in time."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import LEGAL_CASES, Better, Cohort, IntervalKind, Judgement, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS

STEPS: Final[tuple[Measure, ...]] = (
    Measure(
        "transfer_on_time",
        _l("Przekazania w terminie"),
        Unit.SHARE,
        Better.HIGHER,
        _l("skargi, wnioski i petycje, dla których właściwy jest inny organ"),
        _l("z mianownika: najpóźniej siódmego dnia od wpływu, petycje najpóźniej trzydziestego"),
        _l(
            "sprawy przekazane w okresie właściwemu organowi albo takie, w których wskazano go wnoszącemu; "
            "każda raz, według pierwszego przekazania"
        ),
        Cohort.STEP,
        IntervalKind.WILSON,
        "art. 231, 243 KPA; art. 6 ust. 1 ustawy o petycjach",
        kinds=frozenset({"skarga", "wniosek", "petycja"}),
        formula="100 #{P ∈ T, P ≤ DP} / #{P ∈ T}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "notice_on_time",
        _l("Zawiadomienia o zwłoce w terminie"),
        Unit.SHARE,
        Better.HIGHER,
        COMPLAINTS,
        _l("z mianownika: zawiadomienie wysłano najpóźniej ostatniego dnia i obejmuje ono cały czas zwłoki"),
        _l("sprawy po terminie, których ostatni dzień przypada w okresie i minął"),
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 36, 237 § 4, 245 KPA",
        kinds=frozenset({"skarga", "wniosek"}),
        formula="100 #{D ∈ T, S > D, L > D, N ≤ D} / #{D ∈ T, S > D, L > D}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "acknowledged_on_time",
        _l("Potwierdzenia wpływu od razu"),
        Unit.SHARE,
        Better.HIGHER,
        _l("sprawy z rejestrów urzędu"),
        _l("z mianownika: potwierdzenie wydano najpóźniej następnego dnia roboczego po wpływie"),
        _l(
            "sprawy, których następny dzień roboczy po wpływie przypada w okresie i minął, bez zakończonych "
            "do tego dnia bez potwierdzenia"
        ),
        Cohort.STEP,
        IntervalKind.WILSON,
        "ISO 10002:2018 § 7.4",
        kinds=LEGAL_CASES,
        formula="100 #{DC ∈ T, C ≤ DC} / #{DC ∈ T}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "councillor_on_time",
        _l("Posłowie, senatorowie i radni zawiadomieni w 14 dni"),
        Unit.SHARE,
        Better.HIGHER,
        _l("skargi i wnioski posłów, senatorów i radnych"),
        _l("z mianownika: najpóźniej czternastego dnia załatwiono sprawę albo zawiadomiono o jej stanie"),
        _l(
            "skargi i wnioski wniesione lub przekazane przez posła, senatora lub radnego, których czternasty "
            "dzień przypada w okresie i minął"
        ),
        Cohort.STEP,
        IntervalKind.WILSON,
        "art. 237 § 2, 247 KPA",
        kinds=frozenset({"skarga", "wniosek"}),
        formula="100 #{DQ ∈ T, Q ≤ DQ} / #{DQ ∈ T}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "appeal_on_time",
        _l("Środki zaskarżenia przekazane w 7 dni"),
        Unit.SHARE,
        Better.HIGHER,
        _l("odwołania, zażalenia, ponaglenia"),
        _l("z mianownika: przekazane z aktami najpóźniej siódmego dnia"),
        _l(
            "odwołania, zażalenia i ponaglenia, których siódmy dzień przypada w okresie i minął, bez tych, w "
            "których do tego dnia urząd sam wydał nową decyzję"
        ),
        Cohort.DUE,
        IntervalKind.WILSON,
        "art. 133, 144, 37 § 4 KPA",
        kinds=frozenset({"odwolanie", "zazalenie", "ponaglenie"}),
        formula="100 #{D ∈ T, S ≤ D, O ≠ n} / #{D ∈ T, L > D, O ≠ n}",
        judgement=Judgement.LAST_DAY,
    ),
)
