"""What people answered, seen further: on one scale, beside whether the matter was settled, beside the visits."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import VALID_ANSWERS
from analytics.methods.suppression import DRIVERS_N, MINIMUM_N

RATINGS = _l("oceny 4 i 5 w pytaniu o ogólną ocenę obsługi")
BOTH = _l("ważne odpowiedzi, w których odpowiedziano na oba pytania")

VOICE: Final[tuple[Measure, ...]] = (
    Measure(
        "csat_index",
        _l("Indeks zadowolenia"),
        Unit.INDEX,
        Better.HIGHER,
        VALID_ANSWERS,
        _l("średnia ocena od 1 do 5 przeniesiona na skalę od 0 do 100"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.NONE,
        "ISO 10004:2018",
        minimum_n=MINIMUM_N,
        formula="100 (sum(i n_i) / n - 1) / 4",
    ),
    Measure(
        "csat_net",
        _l("Przewaga ocen najwyższych nad niskimi"),
        Unit.NET,
        Better.HIGHER,
        VALID_ANSWERS,
        _l("oceny 5 minus oceny 1 i 2 w pytaniu o ogólną ocenę obsługi"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.PAIRED,
        "ISO 10004:2018; Bonett, Price 2012",
        minimum_n=MINIMUM_N,
        formula="100 (n5 - n1 - n2) / n",
    ),
    *(
        Measure(
            key,
            title,
            Unit.SHARE,
            Better.HIGHER,
            population,
            RATINGS,
            BOTH,
            Cohort.ANSWERED,
            IntervalKind.WILSON,
            "Canadian CMT",
            minimum_n=MINIMUM_N,
            formula=formula,
        )
        for key, title, population, formula in (
            (
                "csat_if_settled",
                _l("Zadowolenie, gdy sprawę załatwiono"),
                _l("odpowiedzi osób, których sprawa została załatwiona tego dnia"),
                "100 (n4 + n5) / n, q2 = yes",
            ),
            (
                "csat_if_in_progress",
                _l("Zadowolenie, gdy sprawa jest w toku"),
                _l("odpowiedzi osób, których sprawa jest w toku"),
                "100 (n4 + n5) / n, q2 = in_progress",
            ),
            (
                "csat_if_not_settled",
                _l("Zadowolenie, gdy sprawy nie załatwiono"),
                _l("odpowiedzi osób, których sprawy nie załatwiono"),
                "100 (n4 + n5) / n, q2 = no",
            ),
        )
    ),
    Measure(
        "csat_weighted",
        _l("Zadowolenie ważone liczbą wizyt"),
        Unit.SHARE,
        Better.HIGHER,
        _l("wydziały, których wynik wolno pokazać i których wizyty podano"),
        _l("udział ocen 4 i 5 każdego wydziału razy liczba jego wizyt"),
        _l("wizyty tych wydziałów"),
        Cohort.ANSWERED,
        IntervalKind.MOVER,
        "Zou, Huang, Zhang 2009",
        minimum_n=MINIMUM_N,
        formula="100 sum(v_d (n4_d + n5_d) / n_d) / sum(v_d)",
    ),
    Measure(
        "response_rate",
        _l("Odsetek odpowiedzi wśród wizyt"),
        Unit.SHARE,
        Better.NONE,
        _l("stanowiska i dni, dla których podano liczbę wizyt; bez niej: „nie podano”"),
        _l("ważne odpowiedzi z tych stanowisk i dni"),
        _l("wizyty na tych stanowiskach w tych dniach"),
        Cohort.ANSWERED,
        IntervalKind.NONE,
        "OMB Circular A-11 § 280",
        minimum_n=MINIMUM_N,
        formula="100 r / v",
    ),
    Measure(
        "driver_performance",
        _l("Oceny 4 i 5 w pytaniu szczegółowym"),
        Unit.SHARE,
        Better.HIGHER,
        BOTH,
        _l("oceny 4 i 5 w pytaniu szczegółowym"),
        BOTH,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "ISO 10004:2018",
        minimum_n=DRIVERS_N,
        formula="100 (n4 + n5) / n",
    ),
    Measure(
        "driver_importance",
        _l("Związek pytania szczegółowego z ogólną oceną"),
        Unit.RHO,
        Better.NONE,
        BOTH,
        _l("współczynnik rho Spearmana; mówi, co się łączy, a nie co jest przyczyną"),
        BOTH,
        Cohort.ANSWERED,
        IntervalKind.BOOTSTRAP,
        "ISO 10004:2018; Spearman 1904",
        minimum_n=DRIVERS_N,
        formula="rho(q1, q)",
    ),
)
