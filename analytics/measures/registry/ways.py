"""How cases left without being settled here, each way by itself."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import LEGAL_CASES, Better, Cohort, IntervalKind, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS, ISO

WAYS: Final[tuple[Measure, ...]] = (
    Measure(
        "transferred",
        _l("Przekazano innemu organowi"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, które w okresie odeszły do właściwego organu albo w których wskazano go wnoszącemu"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "art. 231, 243 KPA; art. 6 ustawy o petycjach; ISO 10002:2018 § 8",
        kinds=LEGAL_CASES,
        formula="#{L ∈ T, X = p}",
    ),
    Measure(
        "unconsidered",
        _l("Pozostawiono bez rozpoznania"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy pozostawione w okresie bez rozpoznania"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "§ 8 rozporządzenia z 8.01.2002; art. 7 ustawy o petycjach; art. 37 § 3a, 64 § 2 KPA",
        kinds=LEGAL_CASES,
        formula="#{L ∈ T, X = b}",
    ),
    Measure(
        "withdrawn",
        _l("Wycofano"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy wycofane w okresie przez wnoszących"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        ISO,
        kinds=LEGAL_CASES,
        formula="#{L ∈ T, X = w}",
    ),
    Measure(
        "diverted",
        _l("Skierowano do innego trybu"),
        Unit.CASES,
        Better.NONE,
        COMPLAINTS,
        _l("sprawy, które w okresie przeszły do innego postępowania"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "art. 233–235 KPA",
        kinds=LEGAL_CASES,
        formula="#{L ∈ T, X = i}",
    ),
    Measure(
        "joined",
        _l("Połączono z inną petycją"),
        Unit.CASES,
        Better.NONE,
        _l("petycje"),
        _l("petycje połączone w okresie z inną w tej samej sprawie"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "art. 11 ustawy o petycjach",
        kinds=frozenset({"petycja"}),
        formula="#{L ∈ T, X = ł}",
    ),
)
