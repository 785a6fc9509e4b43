"""What weighs with people and how well it is done."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import quadrant
from analytics.drawings.chart import Chart
from analytics.measures.period import Period
from analytics.measures.voice import Driver
from analytics.methods.suppression import DRIVERS_N
from analytics.reports.material import digest
from analytics.texts import _
from web.languages import current_language
from web.typography import JOINER


def drivers_chart(rows: Sequence[Driver], period: Period) -> Chart:
    """Return the quadrant of importance and performance; no rows: too few answers."""
    data = quadrant.Quadrant(
        _("Co wiąże się z oceną ogólną"),
        _("Punkt: pytanie. Kreska: przedział 95 % ważności. Linie przerywane: średnie."),
        tuple(_driver(row) for row in rows),
        (_("dobrze, mniej ważne"), _("dobrze i ważne"), _("poprawić najpierw"), _("słabiej, mniej ważne")),
        _("związek z oceną ogólną (ρ Spearmana)"),
        _("oceny 4 i 5"),
        "." if current_language() == "en" else ",",
        labels.percent_sign(),
        _("To związek, nie przyczyna."),
        _("Ważność pytań pokazujemy od %(n)s odpowiedzi w miesiącu.", n=labels.written(DRIVERS_N)),
    )
    results = [result for row in rows for result in (row.importance, row.performance)]
    return Chart("drivers", quadrant, data, digest(results, [str(period)]), _alt(rows, data))


def _driver(row: Driver) -> quadrant.Driver:
    name, found = str(labels.QUESTIONS[row.question]), row.importance
    words = f"ρ {rho_words(row)} · {labels.value(row.performance)} · n = {labels.n(row.performance)}"
    return quadrant.Driver(name, found.value or 0, found.low, found.high, 100 * (row.performance.value or 0), words)


def rho_words(row: Driver) -> str:
    """0,62 (0,55–0,68)."""
    found = row.importance
    rho = labels.written(found.value or 0, 2)
    if found.low is None or found.high is None:
        return rho
    return f"{rho} ({labels.written(found.low, 2)}{JOINER}–{JOINER}{labels.written(found.high, 2)})"


def _alt(rows: Sequence[Driver], data: quadrant.Quadrant) -> str:
    if not rows:
        return _("Wykres bez danych: %(why)s", why=data.empty)
    first = max(rows, key=lambda row: row.importance.value or 0)
    worst = min(rows, key=lambda row: row.performance.value or 0)
    return _(
        "Punkty: najsilniej z oceną ogólną wiąże się %(first)s (ρ = %(rho)s), najniżej oceniane jest %(worst)s "
        "(%(share)s ocen 4 i 5).",
        first=str(labels.QUESTIONS[first.question]).lower(),
        rho=rho_words(first),
        worst=str(labels.QUESTIONS[worst.question]).lower(),
        share=labels.value(worst.performance),
    )
