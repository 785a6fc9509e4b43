"""What a control chart says, in words: improvement or something to look into, never only up or down."""

from __future__ import annotations

import math
from typing import Final

from flask_babel import lazy_gettext as _l

from analytics import labels
from analytics.measures.control import HIGHER, ControlChart, ControlPoint, Method
from analytics.measures.declaration import Unit
from analytics.measures.registry import measure
from analytics.measures.reserve import QUANTILES
from analytics.methods.signals import Limits, Rule, Side, Signal
from analytics.methods.verdicts import Assurance, Variation
from analytics.texts import _, ngettext

VARIATIONS: Final = {
    Variation.IMPROVING: _l("Poprawa"),
    Variation.CONCERNING: _l("Do wyjaśnienia"),
    Variation.CHANGED: _l("Zmiana do obejrzenia"),
    Variation.COMMON: _l("Zwykłe wahania"),
    Variation.UNKNOWN: _l("Za mało miesięcy, by orzekać"),
}
MEANINGS: Final = {
    Variation.IMPROVING: "fine",
    Variation.CONCERNING: "soon",
    Variation.CHANGED: "neutral",
    Variation.COMMON: "neutral",
    Variation.UNKNOWN: "neutral",
}
"""What the signs of the pages make of it."""

SIGNS: Final = {
    Variation.IMPROVING: "check",
    Variation.CONCERNING: "search",
    Variation.CHANGED: "info",
    Variation.COMMON: "equal",
    Variation.UNKNOWN: "dot",
}

RULES: Final = {
    Rule.OUTSIDE: _l("poza granicami"),
    Rule.TREND: _l("siedem kolejnych miesięcy w jednym kierunku"),
    Rule.TWO_IN_THREE: _l("dwa z trzech miesięcy blisko granicy"),
    Rule.SHIFT: _l("siedem kolejnych miesięcy po jednej stronie średniej"),
}
METHODS: Final = {
    Method.XMR: _l("karta XmR"),
    Method.LANEY: _l("karta p′ Laneya"),
}
SIDES: Final = {Side.ABOVE: _l("wyżej"), Side.BELOW: _l("niżej")}


def said(point: ControlPoint) -> str:
    """A signal in words: do wyjaśnienia: poza granicami."""
    if point.signal is None:
        return ""
    return f"{VARIATIONS[point.meaning]}: {RULES[point.signal.rule]}"


def newest(point: ControlPoint) -> tuple[str, str, str]:
    """Meaning, words and sign of a month of a chart: a signal with its rule, usual noise, or too early."""
    if point.signal is not None and point.meaning is not Variation.UNKNOWN:
        return MEANINGS[point.meaning], said(point), SIGNS[point.meaning]
    has_limits = point.limits is not None
    variation = Variation.COMMON if has_limits else Variation.UNKNOWN
    words = str(VARIATIONS[variation]) if has_limits or point.centre is not None else _("Jeszcze bez orzekania")
    return MEANINGS[variation], words, SIGNS[variation]


def rule_words(signal: Signal) -> str:
    """The rule with its side: poza granicami (niżej)."""
    return f"{RULES[signal.rule]} ({SIDES[signal.side]})"


def limit_text(value: float | None, key: str) -> str:
    """A centre or a limit as the table and the chart write it: shares as percent, one decimal."""
    return "–" if value is None else amount(value, key)


def amount(value: float, key: str) -> str:
    """A line of the chart with its unit; what cannot be (below nothing, above all) is written as the end it passes."""
    unit, (floor, ceiling) = measure(key).unit, ends(key)
    bounded = max(floor, min(ceiling, value))
    if unit is Unit.SHARE:
        return labels.written(100 * bounded, 1) + labels.percent_sign()
    return labels.written(bounded, 2 if unit is Unit.POINTS else 1).replace("-", labels.MINUS)


def ends(key: str) -> tuple[float, float]:
    """The least and the most a figure can be; what was left of a term is negative where cases are late."""
    if key in QUANTILES:
        return -math.inf, math.inf
    known = {Unit.SHARE: (0, 1), Unit.POINTS: (1, 5), Unit.INDEX: (0, 100), Unit.NET: (-100, 100), Unit.RHO: (-1, 1)}
    return known.get(measure(key).unit, (0, math.inf))


def limits_words(limits: Limits | None, key: str) -> str:
    """od 70,1 % do 95,0 %."""
    if limits is None:
        return "–"
    return _("od %(low)s do %(high)s", low=amount(limits.low, key), high=amount(limits.high, key))


def verdict(chart: ControlChart) -> str:
    """The sentence under the title: what the newest month is."""
    last = chart.last
    if last is None:
        return _("W żadnym z miesięcy nie ma wyniku.")
    month, value = labels.period_name(last.result.period), labels.value(last.result)
    if last.limits is None and chart.steps:
        return _(
            "%(month)s: %(value)s. Od zapisanej zmiany nie minęło jeszcze 12 miesięcy z wynikiem, więc nowych granic "
            "nie ma.",
            month=_capital(month),
            value=value,
        )
    if last.limits is None:
        return _(
            "%(month)s: %(value)s. Granic jeszcze nie ma: potrzeba co najmniej 12 miesięcy z wynikiem.",
            month=_capital(month),
            value=value,
        )
    if last.signal is None:
        return _(
            "%(month)s: %(value)s mieści się w zwykłych wahaniach (%(limits)s). Nie ma czego wyjaśniać.",
            month=_capital(month),
            value=value,
            limits=limits_words(last.limits, chart.key),
        )
    return _(
        "%(month)s: %(value)s to więcej niż przypadek: %(rule)s. %(verdict)s.",
        month=_capital(month),
        value=value,
        rule=str(RULES[last.signal.rule]),
        verdict=str(VARIATIONS[last.meaning]),
    )


def assurance_words(chart: ControlChart) -> str:
    """What the limits say of the target."""
    higher, found = HIGHER[measure(chart.key).better], chart.assurance
    if chart.target is None:
        return _("Celu nie podano.")
    if found is Assurance.UNKNOWN:
        return _("Granic jeszcze nie ma, więc o celu nic nie wiadomo.")
    if found is Assurance.INSIDE:
        return _("Cel leży między granicami: raz będzie osiągnięty, raz nie, i decyduje o tym przypadek.")
    if higher is None:
        return _("Cel leży poza granicami zwykłych wahań.")
    if (found is Assurance.BELOW) == higher:
        return _("Przy obecnym sposobie pracy cel będzie stale osiągany.")
    return _("Bez zmiany sposobu pracy cel nie zostanie osiągnięty.")


def assurance_short(chart: ControlChart) -> tuple[str, str, str]:
    """Meaning, word and sign of the assurance icon."""
    higher, found = HIGHER[measure(chart.key).better], chart.assurance
    if found in (Assurance.UNKNOWN, Assurance.INSIDE) or higher is None:
        words = {Assurance.UNKNOWN: _("Cel: nie wiadomo"), Assurance.INSIDE: _("Cel: raz tak, raz nie")}
        return "neutral", words.get(found, _("Cel poza granicami")), "equal"
    if (found is Assurance.BELOW) == higher:
        return "fine", _("Cel: stale osiągany"), "check"
    return "soon", _("Cel: nieosiągany"), "search"


def method_words(chart: ControlChart) -> str:
    """How the limits were made, and why so."""
    if chart.method is Method.LANEY:
        return _(
            "Karta p′ Laneya: to udział, a liczba spraw lub odpowiedzi zmienia się z miesiąca na miesiąc, więc każdy "
            "miesiąc ma własne granice."
        )
    words = _("Karta XmR: średnia i granice średnia ± 2,66 średniego rozstępu sąsiednich miesięcy.")
    if chart.screened:
        words += " " + ngettext(
            "Pominięto %(num)d wyjątkowo duży rozstęp.", "Pominięto %(num)d wyjątkowo dużych rozstępów.", chart.screened
        )
    elif not chart.is_screened:
        words += " " + _("Wyjątkowo duże rozstępy nie są pomijane.")
    return words


def alt(chart: ControlChart) -> str:
    """What the picture shows, for those who do not see it."""
    last = chart.last
    if last is None:
        return _("Wykres bez danych: w żadnym z miesięcy nie ma wyniku.")
    words = _(
        "Karta kontrolna, miesięcy z wynikiem: %(count)s. Średnia %(centre)s, granice ostatniego miesiąca %(limits)s.",
        count=sum(point.centre is not None for point in chart.points),
        centre=limit_text(last.centre, chart.key),
        limits=limits_words(last.limits, chart.key),
    )
    found = chart.signals
    if not found:
        return words + " " + _("Żaden miesiąc nie jest sygnałem.")
    told = ", ".join(
        f"{labels.period_name(point.result.period)} ({said(point).lower()})" for point in found[-MOST_NAMED:]
    )
    return words + " " + _("Sygnałów: %(count)s; ostatnie: %(told)s.", count=len(found), told=told)


MOST_NAMED: Final = 3
"""Signals named by month in the words of a picture; all of them stand in the table."""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
