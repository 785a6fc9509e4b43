"""What people answered."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import VALID_ANSWERS
from analytics.methods.suppression import MINIMUM_N

SATISFACTION: Final[tuple[Measure, ...]] = (
    Measure(
        "csat",
        _l("Zadowolenie z obsługi"),
        Unit.SHARE,
        Better.HIGHER,
        VALID_ANSWERS,
        _l("oceny 4 i 5 w pytaniu o ogólną ocenę obsługi"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "ISO 10004:2018; OMB Circular A-11 § 280",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "csat_neutral",
        _l("Oceny średnie"),
        Unit.SHARE,
        Better.NONE,
        VALID_ANSWERS,
        _l("oceny 3 w pytaniu o ogólną ocenę obsługi"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "ISO 10004:2018",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "csat_low",
        _l("Niezadowolenie z obsługi"),
        Unit.SHARE,
        Better.LOWER,
        VALID_ANSWERS,
        _l("oceny 1 i 2 w pytaniu o ogólną ocenę obsługi"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "ISO 10004:2018",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "csat_mean",
        _l("Średnia ocena obsługi"),
        Unit.POINTS,
        Better.HIGHER,
        VALID_ANSWERS,
        _l("suma ocen od 1 do 5"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.NONE,
        "ISO 10004:2018",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "settled_at_once",
        _l("Sprawa załatwiona od razu"),
        Unit.SHARE,
        Better.HIGHER,
        _l("odpowiedzi „tak”, „jest w toku” i „nie” na pytanie, czy sprawa została dziś załatwiona"),
        _l("odpowiedzi „tak”"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "Canadian CMT",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "ease",
        _l("Łatwość załatwienia sprawy"),
        Unit.SHARE,
        Better.HIGHER,
        VALID_ANSWERS,
        _l("oceny 4 i 5 w pytaniu o łatwość"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.WILSON,
        "OMB Circular A-11 § 280",
        minimum_n=MINIMUM_N,
    ),
    Measure(
        "answers",
        _l("Rozkład ocen"),
        Unit.SHARE,
        Better.NONE,
        VALID_ANSWERS,
        _l("odpowiedzi o danej ocenie, osobno dla każdego pytania"),
        VALID_ANSWERS,
        Cohort.ANSWERED,
        IntervalKind.NONE,
        "ISO 10004:2018",
        minimum_n=MINIMUM_N,
    ),
)
