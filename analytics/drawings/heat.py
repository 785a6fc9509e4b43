"""Departments by months and weekdays by hours as grids of cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from analytics import labels
from analytics.charts import heat
from analytics.drawings.chart import Chart
from analytics.drawings.departments import SMALL_BASE
from analytics.measures.period import Month
from analytics.measures.result import Result
from analytics.methods.suppression import is_small_base
from analytics.reports.material import digest
from analytics.reports.monthly import Hour, Hours, MonthlySet, PartRow
from analytics.texts import _
from web.typography import JOINER

BOUNDS = (60, 70, 80, 90)
"""Percent where a cell becomes darker; the same in every chart and month, so that a colour means the same. Ours."""


def parts_chart(shown: MonthlySet, name: str) -> Chart:
    """Return departments by months: satisfaction, or (name "heat-on-time") settled on time."""
    is_on_time = name == "heat-on-time"
    whole = shown.report.figures["on_time" if is_on_time else "csat"].trend
    parts = parts_of(shown, "on_time" if is_on_time else "csat")
    every = [whole, *(results for _part, results in parts)]
    is_known = any(one.value is not None for results in every for one in results)
    rows = [heat.HeatRow(_("Razem"), _cells(whole), is_whole=True)]
    rows += [heat.HeatRow(part.name or labels.no_department(), _cells(results)) for part, results in parts]
    data = heat.Heat(
        _("Na czas: wydziały i miesiące") if is_on_time else _("Zadowolenie: wydziały i miesiące"),
        _("Im ciemniej, tym więcej. Kreskowane: ukryte. Puste: brak wyniku. Gwiazdka: mała podstawa."),
        tuple(rows) if is_known else (),
        tuple(labels.month_short(month) for month in shown.months),
        _years(shown.months),
        _classes(),
        _("ukryte"),
        _note(parts),
        _("W żadnym z tych miesięcy nie ma wyniku."),
    )
    return Chart(name, heat, data, digest([one for results in every for one in results]), _parts_alt(parts, data))


def sorted_parts(parts: Sequence[PartRow]) -> list[PartRow]:
    """Return the departments in the alphabet's order, what belongs to none last."""
    return sorted(parts, key=lambda row: (row.key == "", labels.alphabetical(row.name)))


def parts_of(shown: MonthlySet, key: str) -> list[tuple[PartRow, tuple[Result, ...]]]:
    """Return the departments that have a cell to show or to hide, with their figures."""
    found = [(one, one.csat if key == "csat" else one.on_time) for one in sorted_parts(shown.parts)]
    return [pair for pair in found if any(one.value is not None or _is_withheld(one) for one in pair[1])]


def hidden_names(parts: Sequence[tuple[PartRow, Sequence[Result]]]) -> list[str]:
    """Return the departments with a withheld cell: their names are told, so that no gap looks like an error."""
    return [part.name or labels.no_department() for part, results in parts if any(_is_withheld(one) for one in results)]


def _is_withheld(result: Result) -> bool:
    return result.is_suppressed


def _note(parts: Sequence[tuple[PartRow, Sequence[Result]]]) -> str:
    names = hidden_names(parts)
    return _("Z ukrytymi wynikami: %(names)s.", names=", ".join(names)) if names else ""


def _years(months: Sequence[Month]) -> tuple[str, ...]:
    return tuple(
        str(month.year) if place == 0 or month.year != months[place - 1].year else ""
        for place, month in enumerate(months)
    )


def _step(percent: float) -> int:
    """The darkness of a share: how many bounds it reaches."""
    return sum(percent >= bound for bound in BOUNDS)


def _classes() -> tuple[tuple[int, str], ...]:
    sign = labels.percent_sign()
    first = _("poniżej %(share)s", share=f"{BOUNDS[0]}{sign}")
    rest = [f"{low}{JOINER}–{JOINER}{high}{sign}" for low, high in pairwise((*BOUNDS, 100))]
    return tuple(enumerate((first, *rest)))


def _cells(results: Sequence[Result]) -> tuple[heat.HeatCell, ...]:
    return tuple(_cell(result) for result in results)


def _cell(result: Result) -> heat.HeatCell:
    if result.value is None:
        return heat.HeatCell(None, is_hidden=_is_withheld(result))
    star = SMALL_BASE if result.has_small_base else ""
    return heat.HeatCell(_step(100 * result.value), labels.written(100 * result.value) + star)


def _parts_alt(parts: Sequence[tuple[PartRow, Sequence[Result]]], data: heat.Heat) -> str:
    known = [
        (one.value, part.name or labels.no_department(), one)
        for part, results in parts
        for one in results
        if one.value is not None
    ]
    if not known:
        return _("Siatka bez wyników wydziałów. %(note)s", note=data.note).strip()
    low, high = min(known, key=lambda one: one[0]), max(known, key=lambda one: one[0])
    return _(
        "Siatka wydziałów i miesięcy: od %(low)s (%(worst)s, %(worst_month)s) do %(high)s (%(best)s, %(best_month)s). "
        "%(note)s",
        low=labels.value(low[2]),
        worst=low[1],
        worst_month=labels.period_name(low[2].period),
        high=labels.value(high[2]),
        best=high[1],
        best_month=labels.period_name(high[2].period),
        note=data.note,
    ).strip()


def hours_chart(hours: Hours, why_not: str) -> Chart:
    """Return satisfaction by weekday and hour; hours that are not told look like hours without answers."""
    told = {(one.weekday, one.hour): one for one in hours.hours}
    span = range(min((hour for _day, hour in told), default=0), max((hour for _day, hour in told), default=-1) + 1)
    last_day = max([4, *(day for day, _hour in told)])
    rows = [
        heat.HeatRow(
            str(labels.DAYS[day]), tuple(_hour_cell(told.get((day, hour))) for hour in span),
            short=str(labels.DAYS[day])[:3],
        )
        for day in range(last_day + 1)
    ]  # fmt: skip
    data = heat.Heat(
        _("Zadowolenie: dni tygodnia i godziny"),
        _("Im ciemniej, tym więcej. Kreskowane: brak odpowiedzi albo za mało, aby pokazać."),
        tuple(rows) if told else (),
        tuple(str(hour) for hour in span),
        ("",) * len(span),
        _classes(),
        _("brak albo ukryte"),
        "",
        why_not,
        name_width=110,
    )
    facts = [(str(hours.slice), one.weekday, one.hour, one.n, one.top) for one in hours.hours]
    return Chart("hours", heat, data, digest([], facts), _hours_alt(hours, why_not))


def _hour_cell(hour: Hour | None) -> heat.HeatCell:
    if hour is None:
        return heat.HeatCell(None, is_hidden=True)
    share = 100 * hour.top / hour.n
    return heat.HeatCell(_step(share), labels.written(share) + (SMALL_BASE if is_small_base(hour.n) else ""))


def hour_name(hour: Hour) -> str:
    """środa, 10:00."""
    return f"{labels.DAYS[hour.weekday]}, {hour.hour}:00"


def _hours_alt(hours: Hours, why_not: str) -> str:
    if not hours.hours:
        return _("Wykres bez danych: %(why)s", why=why_not)
    low = min(hours.hours, key=lambda one: one.top / one.n)
    high = max(hours.hours, key=lambda one: one.top / one.n)
    return _(
        "Siatka dni tygodnia i godzin: ocen 4 i 5 od %(low)s (%(worst)s) do %(high)s (%(best)s).",
        low=labels.percent_of(low.top, low.n),
        worst=hour_name(low),
        high=labels.percent_of(high.top, high.n),
        best=hour_name(high),
    )
