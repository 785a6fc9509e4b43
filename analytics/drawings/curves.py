"""How long cases stay open: two spans as survival curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics import labels
from analytics.charts import survival
from analytics.drawings.chart import Chart
from analytics.measures.declaration import Unit
from analytics.measures.reduction import Reduction, Span
from analytics.reports.material import digest
from analytics.reports.reductions import as_result
from analytics.texts import _

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MONTH_OF_LAW = 31
"""Days of the longest month: how far a term of one month reaches at most, free days at its end aside."""


def survival_chart(found: Reduction) -> Chart:
    """Return the share of cases still open, the span asked about against the one compared with."""
    is_hours = found.unit is Unit.HOURS
    until = _until(found)
    data = survival.Survival(
        _("Udział spraw w toku po upływie czasu od wpływu"),
        _("Linia ciągła: badany okres z przedziałem 95 %. Linia przerywana: okres porównania."),
        _line(found.now, found.unit),
        _line(found.base, found.unit) if found.base.n else None,
        until,
        _("godziny od wpływu") if is_hours else _("dni od wpływu"),
        labels.percent_sign(),
        every=24 if is_hours else 7,
        term=None if is_hours else survival.Term(MONTH_OF_LAW, (_("miesiąc na"), _("załatwienie"))),
        empty=_("W żadnym z tych okresów nie wpłynęła ani jedna sprawa."),
    )
    return Chart(
        "survival", survival, data, digest([as_result(found)], (data.now.open_percent, data.base)), _survival_alt(found)
    )


def _until(found: Reduction) -> float:
    """The last day drawn: where 95 % of the slower span are settled, at least five weeks."""
    ends = [
        span.curve.quantile(0.05).value or (float(span.times.max()) if span.n else 0)
        for span in (found.now, found.base)
    ]
    return float(max(35, *ends)) if found.unit is not Unit.HOURS else float(max(48, *ends))


def _line(span: Span, unit: Unit) -> survival.SurvivalLine:
    low, high = span.curve.band()
    median = span.curve.median().value
    unknown = _("mediana jeszcze nieznana") if span.n else _("brak spraw")
    words = unknown if median is None else labels.amount(median, unit)
    return survival.SurvivalLine(
        tuple(float(time) for time in span.curve.times),
        _percents(span.curve.survival),
        _percents(low),
        _percents(high),
        median,
        labels.period_short(span.period) + ":",
        words,
    )


def _percents(shares: npt.NDArray[np.float64]) -> tuple[float, ...]:
    """Shares as percentages; unknown limits at the end of a curve become its end, 0."""
    return tuple(0.0 if share != share else 100 * float(share) for share in shares)


def _survival_alt(found: Reduction) -> str:
    if not (found.now.n or found.base.n):
        return _("Wykres bez danych: %(why)s", why=_("W żadnym z tych okresów nie wpłynęła ani jedna sprawa."))
    now, base = found.now.curve.median().value, found.base.curve.median().value
    if now is None or base is None:
        return _(
            "Krzywe udziału spraw w toku w dwóch okresach; w jednym z nich połowa spraw jeszcze nie jest załatwiona."
        )
    return _(
        "Dwie krzywe spraw w toku: połowa załatwiona w %(now)s (%(now_period)s) i w %(base)s (%(base_period)s).",
        now=labels.amount(now, found.unit),
        now_period=labels.period_name(found.now.period),
        base=labels.amount(base, found.unit),
        base_period=labels.period_name(found.base.period),
    )
