"""Repeats, and what other bodies decided."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Measure, Unit

RESULTS: Final[tuple[Measure, ...]] = (
    Measure(
        "repeated",
        _l("Skargi ponowione"),
        Unit.SHARE,
        Better.LOWER,
        _l("skargi"),
        _l("z mianownika: odnotowane w aktach jako ponowione bez nowych okoliczności"),
        _l("skargi załatwione w okresie"),
        Cohort.SETTLED,
        IntervalKind.WILSON,
        "art. 239 § 1 KPA",
        kinds=frozenset({"skarga"}),
        formula="100 #{S ∈ T, O = r} / #{S ∈ T}",
    ),
    Measure(
        "appeals_upheld",
        _l("Rozstrzygnięcia utrzymane w mocy"),
        Unit.SHARE,
        Better.HIGHER,
        _l("odwołania, zażalenia"),
        _l("z mianownika: utrzymane w mocy"),
        _l("sprawy, w których organ wyższy w okresie utrzymał rozstrzygnięcie w mocy albo je uchylił"),
        Cohort.DECIDED,
        IntervalKind.WILSON,
        "art. 138 § 1 pkt 1, art. 144 KPA",
        kinds=frozenset({"odwolanie", "zazalenie"}),
        formula="100 #{E ∈ T, V = u} / #{E ∈ T, V ∈ {u, z}}",
    ),
    Measure(
        "appeals_overturned",
        _l("Rozstrzygnięcia uchylone"),
        Unit.SHARE,
        Better.LOWER,
        _l("odwołania, zażalenia"),
        _l("z mianownika: uchylone i zmienione, uchylone i umorzone, uchylone i przekazane do ponownego rozpatrzenia"),
        _l("sprawy, w których organ wyższy w okresie utrzymał rozstrzygnięcie w mocy albo je uchylił"),
        Cohort.DECIDED,
        IntervalKind.WILSON,
        "art. 138 § 1 pkt 2 i § 2, art. 144 KPA",
        kinds=frozenset({"odwolanie", "zazalenie"}),
        formula="100 #{E ∈ T, V = z} / #{E ∈ T, V ∈ {u, z}}",
    ),
    Measure(
        "urgings_justified",
        _l("Ponaglenia uzasadnione"),
        Unit.SHARE,
        Better.LOWER,
        _l("ponaglenia"),
        _l("z mianownika: uzasadnione, także z rażącym naruszeniem prawa"),
        _l("ponaglenia rozstrzygnięte w okresie jako uzasadnione albo nieuzasadnione"),
        Cohort.DECIDED,
        IntervalKind.WILSON,
        "art. 37 § 6 KPA",
        kinds=frozenset({"ponaglenie"}),
        formula="100 #{E ∈ T, V = z} / #{E ∈ T, V ∈ {u, z}}",
    ),
)
