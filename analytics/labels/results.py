"""How a computed figure is written: its value, its interval, its base, and why there is none."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from analytics.labels.numbers import DIGITS, amount, limits, percent_of, percent_sign, trimmed, written
from analytics.measures.declaration import Unit
from analytics.measures.reduction import Span
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.texts import _
from web.typography import JOINER

FURTHER_REASONS: Final = {
    WhyNot.RUNNING: _l("termin biegnie"),
    WhyNot.NO_BASE: _l("brak danych odniesienia"),
    WhyNot.NOT_REACHED: _l("jeszcze nieznana"),
    WhyNot.TOO_FEW_PAIRS: _l("mniej niż 50 odpowiedzi"),
    WhyNot.ALL_THE_SAME: _l("wszystkie odpowiedzi takie same"),
    WhyNot.NOT_REPORTED: _l("nie podano"),
}


def figure_title(key: str, result: Result) -> str:
    """The heading of a headline figure: short for those whose measure is named at length."""
    short = {"time": _("Czas załatwienia"), "settled": _("Załatwiono w miesiącu")}
    return short.get(key) or str(measure(result.measure).title)


def value(result: Result) -> str:
    """The figure of a result with its unit, or why there is none."""
    unit = measure(result.measure).unit
    if result.value is None:
        return why_not(result)
    if unit is Unit.SHARE and result.numerator is not None and result.n:
        return percent_of(result.numerator, result.n)
    return amount(result.value, unit)


def marked(result: Result) -> str:
    """The figure of a result as tables show it: with the mark of a small base where it has one."""
    written_value = value(result)
    return _("%(value)s (mała podstawa)", value=written_value) if result.has_small_base else written_value


def why_not(result: Result) -> str:
    """Why a figure is not shown, in a few words."""
    if result.why_not is WhyNot.NOT_OVER:
        return _("miesiąc jeszcze trwa") if len(result.period.months) == 1 else _("okres jeszcze trwa")
    if result.why_not in FURTHER_REASONS:
        return str(FURTHER_REASONS[result.why_not])
    if result.why_not is WhyNot.TOO_FEW:
        return _("mniej niż 5 odpowiedzi")
    if result.why_not is WhyNot.PROTECTS_OTHERS:
        return _("ukryte, chroni małą grupę")
    return _("brak odpowiedzi") if measure(result.measure).is_survey else _("brak spraw")


def n(result: Result) -> str:
    """The base of a figure; withheld with it."""
    return "–" if result.n is None else written(result.n)


def interval(result: Result) -> str:
    """84,7–87,8 in the unit of the figure; empty when it has no interval."""
    if result.low is None or result.high is None:
        return ""
    return limits(result.low, result.high, measure(result.measure).unit)


def parts(result: Result) -> tuple[str, str]:
    """A headline figure as number and unit, the unit to be set smaller: 86,3 and %, 21 and dni."""
    unit = measure(result.measure).unit
    if result.why_not is WhyNot.RUNNING:
        return written(result.numerator or 0), _("z %(n)s", n=written(result.n or 0))
    if result.value is None:
        return "–", why_not(result)
    if unit is Unit.SHARE:
        return value(result).removesuffix(percent_sign()), "%"
    if unit is Unit.CASES:
        return written(result.value), ""
    if unit is Unit.HOURS:
        return written(result.value, 1), _("godz.")
    if unit in DIGITS:
        return amount(result.value, unit), ""
    return trimmed(result.value), amount(result.value, unit).partition(" ")[2]


def under(result: Result) -> str:
    """The line under a headline figure: interval and base."""
    if result.n is None or result.value is None:
        return (
            _("miesiąc trwa; przed ostatnim dniem: %(n)s", n=written(result.beside["not_yet_due"]))
            if result.beside.get("not_yet_due")
            else ""
        )
    unit, between = measure(result.measure).unit, interval(result)
    if unit is Unit.CASES:
        return ""
    if unit is Unit.SHARE:
        return _("%(between)s %% · n = %(n)s", between=between, n=n(result))
    if not between:
        return _("mediana · n = %(n)s", n=n(result))
    return _("mediana; przedział %(between)s · n = %(n)s", between=between, n=n(result))


def open_after(span: Span, time: float) -> str:
    """The share of a span still open after a time, as far as the curve knows."""
    if not span.n or (time > float(span.times.max()) and span.still_open):
        return "–"
    return written(100 * span.curve.open_after(time), 1) + percent_sign()


def median_with_open(span: Span, unit: Unit) -> str:
    """The Kaplan-Meier median with its interval: 21 dni (20–22); open ends as dashes."""
    median = span.curve.median()
    if median.value is None:
        return _("jeszcze nieznana") if span.n else "–"
    ends = [
        ("…" if end is None else written(end, 1) if unit is Unit.HOURS else trimmed(end))
        for end in (median.low, median.high)
    ]
    return f"{amount(median.value, unit)} ({ends[0]}{JOINER}–{JOINER}{ends[1]})"
