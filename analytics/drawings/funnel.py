"""Departments in a funnel: who lies outside what chance explains, given how many cases they had."""

from __future__ import annotations

from collections.abc import Sequence

from analytics import labels
from analytics.charts import funnel
from analytics.drawings.chart import Chart
from analytics.drawings.departments import sorted_departments
from analytics.measures.declaration import Unit
from analytics.measures.result import Result
from analytics.methods.funnel import INNER, OUTER, Place, drawn_limits, funnel_place
from analytics.reports.material import digest
from analytics.reports.month import MonthReport
from analytics.texts import _

MOST_STEPS = 80
"""Points of a limit line: enough for a smooth one."""

Part = tuple[str, Result]


def funnel_chart(report: MonthReport) -> Chart:
    """Return the share settled on time of each department against its number of cases."""
    parts = [(row.name or labels.no_department(), row.on_time) for row in sorted_departments(report)]
    return funnel_of("funnel", _("Na czas według wydziałów: czy różnice są większe niż przypadek"), parts)


def funnel_of(name: str, title: str, parts: Sequence[Part]) -> Chart:
    """Return a funnel of shares by their base; the common share is that of all parts with a figure together."""
    known = [(part, one) for part, one in parts if one.value is not None and one.n]
    without = [part for part, one in parts if one.value is None]
    total = sum(one.n or 0 for _part, one in known)
    target = sum(one.numerator or 0 for _part, one in known) / total if total else 0.0
    is_comparable = len(known) > 1
    points = [_point(part, one, target) for part, one in known] if is_comparable else []
    data = funnel.Funnel(
        title,
        _("Punkt: wydział. Linie: granice, między którymi leży wynik, gdy różni się tylko przypadkiem."),
        tuple(points),
        _limits(target, max((point.n for point in points), default=0)),
        100 * target,
        _("razem %(share)s", share=labels.amount(target, Unit.SHARE)),
        _("liczba spraw (n)"),
        _("granice 95 %"),
        _("granice 99,8 %"),
        labels.percent_sign(),
        _("Bez punktu: %(names)s.", names=", ".join(without)) if without else "",
        _("Lejek porównuje co najmniej dwa wydziały, które mają wynik."),
    )
    return Chart(name, funnel, data, digest([one for _part, one in parts]), _alt(data))


def _point(part: str, result: Result, target: float) -> funnel.FunnelPoint:
    place = funnel_place(result.numerator or 0, result.n or 0, target)
    is_far = place in (Place.FAR_BELOW, Place.FAR_ABOVE)
    return funnel.FunnelPoint(
        part, result.n or 0, 100 * (result.value or 0), is_far or place in (Place.BELOW, Place.ABOVE), is_far
    )


def _limits(target: float, most: int) -> tuple[funnel.Limits, ...]:
    """The limits from one case to somewhat more than the largest department has."""
    if not most:
        return ()
    end = most + most // 12 + 1
    bases = sorted({1 + round((end - 1) * (step / MOST_STEPS) ** 2) for step in range(MOST_STEPS + 1)})
    found = []
    for n in bases:
        inner, outer = drawn_limits(target, n, INNER), drawn_limits(target, n, OUTER)
        if inner and outer:
            found.append(funnel.Limits(n, 100 * inner.low, 100 * inner.high, 100 * outer.low, 100 * outer.high))
    return tuple(found)


def _alt(data: funnel.Funnel) -> str:
    if not data.points:
        return _("Wykres bez danych: mniej niż dwa wydziały mają wynik.")
    outside = [point for point in data.points if point.is_outside]
    if not outside:
        return _(
            "Lejek: wszystkie wydziały (%(count)s) leżą w granicach 95 %% wokół wspólnego udziału, %(centre)s.",
            count=labels.written(len(data.points)),
            centre=data.centre_words,
        )
    return _(
        "Lejek: poza granicami 95 %% leży %(count)s z %(all)s wydziałów (%(names)s); %(centre)s.",
        count=labels.written(len(outside)),
        all=labels.written(len(data.points)),
        names=", ".join(
            f"{point.name} {labels.written(point.value, 1)}{labels.percent_sign()}, n = {labels.written(point.n)}"
            for point in outside
        ),
        centre=data.centre_words,
    )
