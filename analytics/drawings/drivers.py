"""What weighs with people and how well it is done."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import quadrant
from analytics.drawings.chart import Chart
from analytics.measures.period import Period
from analytics.reports.material import digest
from analytics.reports.monthly import DriverRow
from analytics.texts import _
from web.languages import current_language
from web.typography import JOINER

FEWEST_ANSWERS = 50
"""Below so many answers no importance is told (docs: kpi, Drivers)."""


def drivers_chart(rows: Sequence[DriverRow], period: Period) -> Chart:
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
        _("Ważność pytań pokazujemy od %(n)s odpowiedzi w miesiącu.", n=labels.written(FEWEST_ANSWERS)),
    )
    facts = [str(period), *((row.question, row.n, row.top, row.rho, row.low, row.high) for row in rows)]
    return Chart("drivers", quadrant, data, digest([], facts), _alt(rows, data))


def _driver(row: DriverRow) -> quadrant.Driver:
    words = f"ρ {rho_words(row)} · {labels.percent_of(row.top, row.n)} · n = {labels.written(row.n)}"
    name = str(labels.QUESTIONS[row.question])
    return quadrant.Driver(name, row.rho, row.low, row.high, 100 * row.top / row.n, words)


def rho_words(row: DriverRow) -> str:
    """0,62 (0,55–0,68)."""
    rho = labels.written(row.rho, 2)
    if row.low is None or row.high is None:
        return rho
    return f"{rho} ({labels.written(row.low, 2)}{JOINER}–{JOINER}{labels.written(row.high, 2)})"


def _alt(rows: Sequence[DriverRow], data: quadrant.Quadrant) -> str:
    if not rows:
        return _("Wykres bez danych: %(why)s", why=data.empty)
    first = max(rows, key=lambda row: row.rho)
    worst = min(rows, key=lambda row: row.top / row.n)
    return _(
        "Punkty: najsilniej z oceną ogólną wiąże się %(first)s (ρ = %(rho)s), najniżej oceniane jest %(worst)s "
        "(%(share)s ocen 4 i 5).",
        first=str(labels.QUESTIONS[first.question]).lower(),
        rho=rho_words(first),
        worst=str(labels.QUESTIONS[worst.question]).lower(),
        share=labels.percent_of(worst.top, worst.n),
    )
