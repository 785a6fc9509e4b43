"""The plates of the charts that only the whole set of a month has."""

from __future__ import annotations

from itertools import accumulate

from analytics import labels, sentences
from analytics.drawings import Chart, sorted_departments
from analytics.drawings.ages import band_names
from analytics.drawings.drivers import rho_words
from analytics.drawings.heat import hidden_names, hour_name, parts_of
from analytics.drawings.quality import FIRST, LAST
from analytics.drawings.reserve import is_late, reserve_names
from analytics.drawings.topics import topic_name
from analytics.measures import ages
from analytics.measures.period import Period
from analytics.plates.of_month import figures_by_month
from analytics.plates.plate import Cell, Link, Plate, Table, base, count, figure, number
from analytics.reports.monthly import MonthlySet
from analytics.texts import _


def _footer(shown: MonthlySet, chart: Chart, key: str, period: Period, n: str) -> str:
    return sentences.footer(key, period, n, chart, shown.report.material.leaf)


def _this(shown: MonthlySet) -> Period:
    return Period.of(shown.report.month)


def ages_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return the open cases of each month's end by age."""
    rows = tuple(
        (labels.period_name(row.backlog.period), (*(base(one) for one in row.bands), base(row.backlog)))
        for row in shown.ages
    )
    last = shown.ages[-1]
    told = _(
        "Na koniec okresu w toku: %(open)s, z tego dłużej niż 60 dni: %(old)s.",
        open=labels.n(last.backlog),
        old=labels.written(last.counts[3] + last.counts[4]),
    )
    table = Table((_("Miesiąc"), *band_names(), _("Razem")), (*ages.BANDS, "backlog"), rows)
    period = shown.report.material.trend_period
    return Plate(chart, told, _footer(shown, chart, "median_age", period, labels.n(last.backlog)), table)


def heat_plate(shown: MonthlySet, chart: Chart, key: str) -> Plate:
    """Return departments by months."""
    trend = shown.report.figures[key].trend
    parts = parts_of(shown, key)
    rows = [(_("Razem"), figures_by_month(trend, ""))]
    rows += [
        (part.name or labels.no_department(), figures_by_month(results, part.key or "none")) for part, results in parts
    ]
    names = hidden_names(parts)
    told = _(
        "Każde pole to wydział w jednym miesiącu. Przy małych liczbach pojedyncze pole mówi mało; ważny "
        "jest wzór, "
        "który się powtarza."
    )
    told += " " + _("Gwiazdka: mała podstawa, n poniżej 30.")
    if names:
        told += " " + _("Część wyników ukryta: %(names)s.", names=", ".join(names))
    heads = (_("Wydział"), *(labels.month_inside(month) for month in shown.months))
    table = Table(heads, tuple(str(month) for month in shown.months), tuple(rows))
    period = shown.report.material.trend_period
    return Plate(chart, told, _footer(shown, chart, key, period, sentences.base_of(trend)), table)


def funnel_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return departments with their base, share and interval."""
    rows = []
    for row in sorted_departments(shown.report):
        name, result = row.name or labels.no_department(), row.on_time
        rows.append((name, (base(result, row.key or "none"), count(result.numerator), *figure(result))))
    heads = (_("Wydział"), "n", _("Na czas"), _("Wynik"), _("Przedział 95 %"))
    table = Table(heads, ("n", "on_time", "value", "interval"), tuple(rows))
    told = _(
        "Punkt między liniami nie różni się od wspólnego udziału bardziej, niż wynika z przypadku; im "
        "mniej spraw, "
        "tym szersze granice. To nie jest ranking."
    )
    n = labels.n(shown.report.figures["on_time"].now)
    return Plate(chart, told, _footer(shown, chart, "on_time", _this(shown), n), table)


def topics_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return all subjects of the month, also those the chart draws as one bar."""
    total = sum(row.n for row in shown.topics)
    sums = accumulate(row.n for row in shown.topics)
    rows = [
        (
            topic_name(row),
            (
                count(row.n), number(row.n / total, labels.percent_of(row.n, total)),
                number(upto / total, labels.percent_of(upto, total)),
            ),
        )
        for row, upto in zip(shown.topics, sums, strict=True)
    ]  # fmt: skip
    if total:
        whole = count(total, Link("received", _this(shown)))
        rows.append((_("Razem"), (whole, number(1, labels.percent_of(1, 1)), Cell("–"))))
    table = Table((_("Przedmiot"), "n", _("Udział"), _("Narastająco")), ("n", "share", "cumulative"), tuple(rows))
    told = _("Czego dotyczyły sprawy, które wpłynęły w miesiącu, od najczęstszego przedmiotu.")
    return Plate(chart, told, _footer(shown, chart, "received", _this(shown), labels.written(total)), table)


def reserve_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return how many cases were settled how many days before or after their last day."""
    found, rows = shown.reserve, []
    total = sum(found.counts)
    cells = [*(count(n) for n in found.late), *(base(one) for one in found.in_time)]
    for place, (name, n, cell) in enumerate(zip(reserve_names(), found.counts, cells, strict=True)):
        words = _("%(days)s dni po terminie", days=name) if is_late(place) else _("%(days)s dni do terminu", days=name)
        rows.append((words, (cell, number(n / total if total else None, labels.percent_of(n, total)))))
    if total:
        whole = count(total, Link(found.median.measure, found.median.period))
        rows.append((_("Razem"), (whole, number(1, labels.percent_of(1, 1)))))
    table = Table((_("Zapas"), "n", _("Udział")), ("n", "share"), tuple(rows))
    told = _(
        "Ile dni zostało do ostatniego dnia terminu, gdy sprawę załatwiono. Przesuwanie się w lewo "
        "ostrzega wcześniej niż spóźnienia."
    )
    return Plate(chart, told, _footer(shown, chart, found.median.measure, _this(shown), labels.written(total)), table)


def drivers_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return importance and performance of every question."""
    rows = tuple(
        (
            str(labels.QUESTIONS[row.question]),
            (base(row.performance), number(row.importance.value, rho_words(row)), figure(row.performance)[0]),
        )
        for row in shown.drivers
    )
    table = Table((_("Pytanie"), "n", "ρ", _("Oceny 4–5")), ("n", "rho", "value"), rows)
    told = _(
        "Na prawo: pytania, których oceny idą w parze z oceną ogólną. W dole po prawej: od nich warto "
        "zacząć. To związek, nie przyczyna."
    )
    n = labels.written(max((row.performance.n or 0 for row in shown.drivers), default=0))
    return Plate(chart, told, _footer(shown, chart, "driver_importance", _this(shown), n), table)


def hours_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return every hour of the week that is told."""
    hours = shown.hours
    rows = tuple(
        (hour_name(one), (count(one.n), number(one.top / one.n, labels.percent_of(one.top, one.n))))
        for one in hours.hours
    )
    table = Table((_("Godzina"), "n", _("Oceny 4–5")), ("n", "value"), rows)
    told = _(
        "Wszystkie wydziały razem. Godzin bez odpowiedzi i godzin, w których jest ich za mało, nie da się "
        "tu odróżnić: to chroni pojedyncze osoby."
    )
    if hours.slice is not None:
        told = _("Okres: %(period)s.", period=labels.slice_name(hours.slice)) + " " + told
    period = hours.slice.period if hours.slice else _this(shown)
    n = labels.written(sum(one.n for one in hours.hours))
    return Plate(chart, told, _footer(shown, chart, "csat", period, n), table)


def quality_plate(shown: MonthlySet, chart: Chart) -> Plate:
    """Return all answers, what each rule marked, and those that count."""
    received = shown.received or {}
    names = [name for name in received if name not in (FIRST, LAST)]
    order = [FIRST, *names, LAST] if received else []
    rows = tuple((str(labels.FLAGS.get(name, name)), (count(received[name]),)) for name in order)
    table = Table((_("Odpowiedzi"), "n"), ("n",), rows)
    told = _(
        "Wszystkie wydziały razem. Do wyników wchodzą tylko odpowiedzi liczone; oznaczone zostają w "
        "rejestrze i nikt ich nie usuwa."
    )
    every = received.get(FIRST)
    n = "–" if every is None else labels.written(every)
    return Plate(chart, told, _footer(shown, chart, "csat", _this(shown), n), table)
