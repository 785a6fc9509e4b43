"""The sentences of the pages: what a chart shows, said as surely as the interval allows, and what stands under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from analytics import labels
from analytics.drawings import Chart, best_and_worst
from analytics.frames import CaseRow
from analytics.measures.period import Period
from analytics.measures.reduction import Reduction
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.reports.case_list import NEGATIVE
from analytics.reports.month import Figure, MonthReport
from analytics.texts import _, ngettext
from analytics.words import change_of, reduction_words
from complaints.labels import verdict_signal
from complaints.rules.verdicts import verdict
from kernel.clock import local_day

SPARK_WIDTH, SPARK_HEIGHT, SPARK_RIM = 120.0, 40.0, 4.0
"""The little line beside a figure, in its own units."""


def csat(report: MonthReport) -> str:
    """What the line of satisfaction shows."""
    figure, month = report.figures["csat"], labels.month_name(report.month)
    if figure.now.value is None:
        return _("%(month)s: %(reason)s.", month=month, reason=labels.why_not(figure.now))
    spoken = change_of(figure, report.compare)
    return _(
        "%(month)s: obsługę dobrze lub bardzo dobrze oceniło %(value)s osób (%(interval)s). %(word)s: %(change)s.",
        month=month,
        value=labels.value(figure.now),
        interval=labels.interval(figure.now),
        word=spoken.word,
        change=_before_stop(spoken.sentence),
    )


def on_time(report: MonthReport) -> str:
    """What the line of cases settled on time shows; while terms run, counts only."""
    figure, month = report.figures["on_time"], labels.month_name(report.month)
    result = figure.now
    if result.why_not is WhyNot.RUNNING:
        return _(
            "%(month)s: terminy jeszcze biegną. Z %(n)s spraw po ostatnim dniu na czas załatwiono %(good)s; przed "
            "ostatnim dniem jest %(waiting)s.",
            month=month,
            n=labels.n(result),
            good=labels.written(result.numerator or 0),
            waiting=labels.written(result.beside["not_yet_due"]),
        )
    if result.value is None:
        return _("%(month)s: żadna sprawa nie miała ostatniego dnia w tym miesiącu.", month=month)
    spoken = change_of(figure, report.compare)
    return _(
        "%(month)s: na czas załatwiono %(value)s spraw (%(interval)s), po terminie %(late)s, z tego z zawiadomieniem "
        "o zwłoce %(noticed)s. %(word)s: %(change)s.",
        month=month,
        value=labels.value(result),
        interval=labels.interval(result),
        late=labels.written(result.beside["late"]),
        noticed=labels.written(result.beside["late_noticed"]),
        word=spoken.word,
        change=_before_stop(spoken.sentence),
    )


def survival(found: Reduction) -> str:
    """What the curves of open cases show."""
    if not found.now.n:
        return _("W okresie %(period)s nie wpłynęła ani jedna sprawa.", period=labels.period_name(found.now.period))
    spoken = reduction_words(found)
    now = found.now.curve.median().value
    if now is None:
        return _(
            "Sprawy, które wpłynęły w okresie: %(period)s. Połowa jeszcze nie jest załatwiona. %(word)s. %(change)s",
            period=labels.period_name(found.now.period),
            word=_before_stop(spoken.word),
            change=spoken.sentence,
        )
    return _(
        "Sprawy, które wpłynęły w okresie: %(period)s. Połowa jest załatwiona w %(time)s, sprawy w toku wliczone. "
        "%(word)s. %(change)s",
        period=labels.period_name(found.now.period),
        time=labels.amount(now, found.unit),
        word=_before_stop(spoken.word),
        change=spoken.sentence,
    )


def answers(report: MonthReport) -> str:
    """What the bars of answers show."""
    ends = best_and_worst(report)
    if ends is None:
        return _("Żadne z pytań szczegółowych nie ma dość odpowiedzi, aby je porównać.")
    (best, top), (worst, bottom) = ends
    return _(
        "Najwyższe oceny: %(best)s (%(high)s ocen 4 i 5), najniższe: %(worst)s (%(low)s).",
        best=best.lower(),
        high=labels.value(top),
        worst=worst.lower(),
        low=labels.value(bottom),
    )


def backlog(open_cases: Result, overdue: Result) -> str:
    """What the bars of open cases show."""
    return _(
        "Na koniec okresu w toku: %(open)s, z tego po terminie: %(late)s.",
        open=labels.n(open_cases),
        late=labels.n(overdue),
    )


def departments() -> str:
    """How to read the dots."""
    return _(
        "Przedziały, które na siebie zachodzą, nie dowodzą różnicy między wydziałami. Gwiazdka: mała podstawa, n "
        "poniżej 30."
    )


def months(results: Sequence[Result]) -> str:
    """What a line over a span shows: its first and its last figure."""
    known = [result for result in results if result.value is not None]
    if not known:
        return _("W żadnym z miesięcy nie ma wyniku.")
    if len(known) == 1:
        month, value = labels.period_name(known[0].period), _before_stop(labels.value(known[0]))
        return _("Tylko jeden miesiąc ma wynik, %(month)s: %(value)s.", month=month, value=value)
    return _(
        "%(first_month)s: %(first)s. %(last_month)s: %(last)s.",
        first_month=_capital(labels.period_name(known[0].period)),
        first=_before_stop(labels.value(known[0])),
        last_month=_capital(labels.period_name(known[-1].period)),
        last=_before_stop(labels.value(known[-1])),
    )


def footer(key: str, period: Period, n: str, chart: Chart, leaf: int) -> str:
    """What stands under a chart: definition, period, base, digest of the figures, the leaf of the record."""
    declared = measure(key)
    return _(
        "Definicja: %(title)s, wersja %(version)s · %(period)s · n = %(n)s · skrót danych %(digest)s · stan na wpis "
        "%(leaf)s",
        title=str(declared.title),
        version=declared.version,
        period=labels.period_name(period),
        n=n,
        digest=chart.digest,
        leaf=labels.written(leaf),
    )


def base_of(results: Sequence[Result]) -> str:
    """The base of several figures together: their sum over months, withheld ones left out."""
    return labels.written(sum(result.n or 0 for result in results))


def cases_behind(result: Result) -> str:
    """The words of the link to the cases of a figure."""
    return ngettext("%(num)d sprawa", "%(num)d spraw", result.n or 0)


def answers_behind(result: Result) -> str:
    """The words of the link to the counts of a survey figure."""
    if result.n is None:
        return _("Liczby odpowiedzi")
    return ngettext("%(num)d odpowiedź", "%(num)d odpowiedzi", result.n)


def list_title(key: str) -> str:
    """The heading of the list of cases behind a figure."""
    if key == NEGATIVE:
        return _("Sprawy zakończone przed wpływem")
    titles = {
        "not_yet_due": _("Sprawy przed ostatnim dniem terminu"),
        "due_but_left": _("Sprawy, które odeszły przed końcem terminu"),
    }
    return titles.get(key) or str(measure(key).title)


def verdict_of(row: CaseRow, now: dt.datetime) -> tuple[str, str]:
    """Meaning and words of a case's verdict, the same as in the queue."""
    today = local_day(now)
    return verdict_signal(verdict(row.dates, today, now), row.dates.due_on, today)


def spark(figure: Figure) -> tuple[list[str], tuple[float, float] | None]:
    """The little line of a figure: pieces of "x,y x,y" without gaps, and where its last point is."""
    values = [result.value for result in figure.trend]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return [], None
    low, high = min(known), max(known)
    step = (SPARK_WIDTH - SPARK_RIM) / (len(values) - 1)
    height = SPARK_HEIGHT - 2 * SPARK_RIM
    pieces: list[list[str]] = [[]]
    last: tuple[float, float] | None = None
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
            continue
        level = 0.5 if high == low else (value - low) / (high - low)
        last = (round(2 + place * step, 1), round(SPARK_HEIGHT - SPARK_RIM - level * height, 1))
        pieces[-1].append(f"{last[0]},{last[1]}")
    return [" ".join(piece) for piece in pieces if len(piece) > 1], last


def _before_stop(text: str) -> str:
    """The text where a full stop follows: an abbreviation at its end keeps a single one."""
    return text.removesuffix(".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
