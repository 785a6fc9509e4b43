"""What ISO 10002 asks to watch beside the flow of cases."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import (
    EVERY_CASE,
    LEGAL_CASES,
    Better,
    Cohort,
    IntervalKind,
    Judgement,
    Measure,
    Unit,
)
from analytics.measures.registry.words import COMPLAINTS

MONITORING: Final[tuple[Measure, ...]] = (
    Measure(
        "settled_on_receipt",
        _l("Załatwione w dniu wpływu"),
        Unit.SHARE,
        Better.HIGHER,
        COMPLAINTS,
        _l("z mianownika: zawiadomienie o sposobie załatwienia wysłano w dniu wpływu"),
        _l("sprawy załatwione w okresie"),
        Cohort.SETTLED,
        IntervalKind.WILSON,
        "ISO 10002:2018 § 8",
        kinds=EVERY_CASE,
        formula="100 #{S ∈ T, S = R} / #{S ∈ T}",
    ),
    Measure(
        "requalified",
        _l("Zakwalifikowane inaczej niż przy wpływie"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l("sprawy, w których w okresie stwierdzono, że są innego rodzaju niż przy rejestracji"),
        None,
        Cohort.STEP,
        IntervalKind.NONE,
        "art. 222 KPA; ISO 10002:2018 § 7.5",
        kinds=LEGAL_CASES,
        formula="#{K ∈ T}",
    ),
    Measure(
        "acknowledged_late",
        _l("Potwierdzone za późno"),
        Unit.CASES,
        Better.LOWER,
        COMPLAINTS,
        _l(
            "sprawy, których następny dzień roboczy po wpływie przypada w okresie i minął, bez potwierdzenia "
            "do tego dnia"
        ),
        None,
        Cohort.STEP,
        IntervalKind.NONE,
        "ISO 10002:2018 § 7.4",
        kinds=LEGAL_CASES,
        formula="#{DC ∈ T, C > DC}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "recurrent",
        _l("Skargi ponowione: liczba"),
        Unit.CASES,
        Better.LOWER,
        _l("skargi"),
        _l("skargi załatwione w okresie adnotacją, bo ponowione bez nowych okoliczności"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "art. 239 § 1 KPA; ISO 10002:2018 § 8",
        kinds=frozenset({"skarga"}),
        formula="#{S ∈ T, O = r}",
    ),
    Measure(
        "improved",
        _l("Wprowadzone poprawy"),
        Unit.CASES,
        Better.HIGHER,
        COMPLAINTS,
        _l("sprawy załatwione w okresie ze wskazaniem, co urząd zmieni"),
        None,
        Cohort.SETTLED,
        IntervalKind.NONE,
        "ISO 10002:2018 § 8; ISO 9001:2015, 10.2",
        kinds=LEGAL_CASES,
        formula="#{S ∈ T, Z}",
    ),
)
