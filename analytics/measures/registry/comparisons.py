"""Whether one span differs from another."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.measures.declaration import Better, Cohort, IntervalKind, Judgement, Measure, Unit
from analytics.measures.registry.words import COMPLAINTS
from analytics.methods.suppression import MINIMUM_N

P90_NEEDS: Final = 36
"""Fewer values cannot bound their P90 on both sides: 0.9 to the power of 35 is above 2.5 %. A test holds it."""

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
    Measure(
        "reduction_p90",
        _l("Skrócenie terminów: najdłuższe sprawy (P90)"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("różnica 90. percentyli Kaplana-Meiera czasu załatwienia spraw, które wpłynęły w dwóch wybranych okresach"),
        _l("sprawy, które wpłynęły; co najmniej 36 załatwionych w każdym okresie, bo mniej nie wyznacza granic P90"),
        Cohort.RECEIVED,
        IntervalKind.BOOTSTRAP,
        "doi:10.1080/01621459.1981.10477650, doi:10.1080/01621459.1958.10501452",
        minimum_n=P90_NEEDS,
        formula="KM90(S − R; T1) − KM90(S − R; T0)",
    ),
    Measure(
        "standardised",
        _l("Skrócenie terminów przy tym samym układzie spraw"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("różnica median krzywych, w których każda grupa spraw ma wagę, jaką miała w okresie porównania"),
        _l("sprawy z grup (wydział, rodzaj, przedmiot), które w obu okresach mają co najmniej 5 spraw"),
        Cohort.RECEIVED,
        IntervalKind.BOOTSTRAP,
        "doi:10.1016/0021-9681(82)90080-7, doi:10.1080/01621459.1981.10477650",
        minimum_n=MINIMUM_N,
        formula="KM50*(S − R; T1) − KM50*(S − R; T0)",
    ),
    Measure(
        "standardised_on_time",
        _l("Zmiana udziału załatwionych na czas przy tym samym układzie spraw"),
        Unit.SHARE,
        Better.HIGHER,
        COMPLAINTS,
        _l("różnica udziałów załatwionych do ostatniego dnia, z wagami grup spraw z okresu porównania"),
        _l("sprawy, które wpłynęły w okresie i których ostatni dzień już minął, z grup obecnych w obu okresach"),
        Cohort.RECEIVED,
        IntervalKind.SCORE,
        "doi:10.1002/sim.3095",
        minimum_n=MINIMUM_N,
        formula="#*{R ∈ T1, S ≤ D} / #*{R ∈ T1} − #*{R ∈ T0, S ≤ D} / #*{R ∈ T0}",
        judgement=Judgement.LAST_DAY,
    ),
    Measure(
        "interrupted_level",
        _l("Zmiana czasu załatwienia w miesiącu wskazanej zmiany"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("skok poziomu w regresji odcinkowej miesięcznych median Kaplana-Meiera, rok przed zmianą i rok po niej"),
        _l("24 pełne miesiące, w każdym co najmniej 5 spraw i znana mediana"),
        Cohort.RECEIVED,
        IntervalKind.HAC,
        "doi:10.1093/ije/dyw098, doi:10.2307/1913610",
        minimum_n=MINIMUM_N,
        formula="β2",
    ),
    Measure(
        "interrupted_slope",
        _l("Zmiana czasu załatwienia z miesiąca na miesiąc po wskazanej zmianie"),
        Unit.DAYS,
        Better.LOWER,
        COMPLAINTS,
        _l("zmiana nachylenia w regresji odcinkowej miesięcznych median Kaplana-Meiera, od miesiąca zmiany"),
        _l("24 pełne miesiące, w każdym co najmniej 5 spraw i znana mediana"),
        Cohort.RECEIVED,
        IntervalKind.HAC,
        "doi:10.1093/ije/dyw098, doi:10.2307/1913610",
        minimum_n=MINIMUM_N,
        formula="β3",
    ),
)
