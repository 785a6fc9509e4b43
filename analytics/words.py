"""What a change is called. Words follow the interval: where it contains no change, none is claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analytics import labels
from analytics.measures.declaration import Better, Unit
from analytics.measures.reduction import Reduction
from analytics.measures.registry import measure
from analytics.measures.result import Result, WhyNot
from analytics.methods.interval import Difference
from analytics.reports.choice import Compare
from analytics.reports.month import Figure
from analytics.texts import _
from ledger.seal_queries import SealMark
from web.filters import moment

UP: Final = "up"
DOWN: Final = "down"


@dataclass(frozen=True)
class Spoken:
    """A change in words: its meaning (fine, soon, neutral), its sign, a word and a sentence."""

    meaning: str
    sign: str
    word: str
    sentence: str


def change_of(figure: Figure, compare: Compare) -> Spoken:
    """Return how a headline figure changed, as surely as its interval allows."""
    unit, change = measure(figure.now.measure).unit, figure.change
    if unit is Unit.CASES:
        return _count_change(figure, compare)
    if figure.now.value is None:
        return Spoken("neutral", "dot", _("Bez porównania"), _no_figure(figure.now))
    if change is None:
        return Spoken("neutral", "dot", _("Bez porównania"), _no_base(compare))
    if not change.is_demonstrated:
        return Spoken("neutral", "equal", _("Brak wykazanej zmiany"), _unclear(change, unit, compare))
    is_better = (change.value > 0) == (figure.better is Better.HIGHER)
    sign = UP if change.value > 0 else DOWN
    sentence = _points(change, compare) if unit is Unit.SHARE else _time(change, unit, compare)
    return Spoken("fine" if is_better else "soon", sign, _("Poprawa") if is_better else _("Pogorszenie"), sentence)


def _no_figure(result: Result) -> str:
    """That there is nothing to compare; not yet, where the month still runs."""
    if len(result.period.months) > 1:
        return _("za ten okres nie ma wyniku")
    is_running = result.why_not in {WhyNot.NOT_OVER, WhyNot.RUNNING}
    return _("w tym miesiącu nie ma jeszcze wyniku") if is_running else _("w tym miesiącu nie ma wyniku")


def difference(change: Difference | None) -> str:
    """A change of a share against the period before, as surely as its interval allows; a dash without one."""
    if change is None:
        return "–"
    if not change.is_demonstrated:
        return _("nie wykazano zmiany (%(span)s)", span=labels.from_to(change.low, change.high, Unit.SHARE))
    points, span = labels.written(100 * abs(change.value), 1), _absolute(change, Unit.SHARE)
    if change.value > 0:
        return _("o %(points)s pkt proc. więcej (%(span)s)", points=points, span=span)
    return _("o %(points)s pkt proc. mniej (%(span)s)", points=points, span=span)


def _no_base(compare: Compare) -> str:
    if compare is Compare.YEAR:
        return _("sprzed roku nie ma dość danych")
    return _("z poprzedniego miesiąca nie ma dość danych")


def _unclear(change: Difference, unit: Unit, compare: Compare) -> str:
    span = labels.from_to(change.low, change.high, unit)
    if unit is Unit.SHARE:
        if compare is Compare.YEAR:
            return _("różnica wobec zeszłego roku: %(span)s punktu procentowego", span=span)
        return _("różnica wobec poprzedniego miesiąca: %(span)s punktu procentowego", span=span)
    if unit is Unit.HOURS:
        if compare is Compare.YEAR:
            return _("różnica w godzinach wobec zeszłego roku: %(span)s", span=span)
        return _("różnica w godzinach wobec poprzedniego miesiąca: %(span)s", span=span)
    if compare is Compare.YEAR:
        return _("różnica w dniach wobec zeszłego roku: %(span)s", span=span)
    return _("różnica w dniach wobec poprzedniego miesiąca: %(span)s", span=span)


def _points(change: Difference, compare: Compare) -> str:
    points, span = labels.written(100 * abs(change.value), 1), _absolute(change, Unit.SHARE)
    if change.value > 0:
        if compare is Compare.YEAR:
            return _("o %(points)s pkt proc. więcej niż rok wcześniej (%(span)s)", points=points, span=span)
        return _("o %(points)s pkt proc. więcej niż w poprzednim miesiącu (%(span)s)", points=points, span=span)
    if compare is Compare.YEAR:
        return _("o %(points)s pkt proc. mniej niż rok wcześniej (%(span)s)", points=points, span=span)
    return _("o %(points)s pkt proc. mniej niż w poprzednim miesiącu (%(span)s)", points=points, span=span)


def _time(change: Difference, unit: Unit, compare: Compare) -> str:
    time, span = labels.amount(abs(change.value), unit), _absolute(change, unit)
    if change.value < 0:
        if compare is Compare.YEAR:
            return _("krócej o %(time)s niż rok wcześniej (%(span)s)", time=time, span=span)
        return _("krócej o %(time)s niż w poprzednim miesiącu (%(span)s)", time=time, span=span)
    if compare is Compare.YEAR:
        return _("dłużej o %(time)s niż rok wcześniej (%(span)s)", time=time, span=span)
    return _("dłużej o %(time)s niż w poprzednim miesiącu (%(span)s)", time=time, span=span)


def _absolute(change: Difference, unit: Unit) -> str:
    """The limits of a demonstrated change without their sign, the smaller first."""
    low, high = sorted((abs(change.low), abs(change.high)))
    return labels.limits(low, high, unit)


def _count_change(figure: Figure, compare: Compare) -> Spoken:
    """Counts have no interval: the two numbers stand side by side and nothing is claimed."""
    then = labels.value(figure.then)
    if compare is Compare.YEAR:
        return Spoken("neutral", "dot", _("Liczba spraw"), _("rok wcześniej: %(then)s", then=then))
    return Spoken("neutral", "dot", _("Liczba spraw"), _("miesiąc wcześniej: %(then)s", then=then))


def reduction_words(found: Reduction) -> Spoken:
    """Return "Krócej o 4 dni (od 2 do 6)", "Dłużej o ...", "Brak wykazanej zmiany" or "Za mało spraw"."""
    change = found.difference
    if not found.is_enough:
        return Spoken(
            "neutral", "dot", _("Za mało spraw"), _("Porównanie wymaga po 5 załatwionych spraw z każdego okresu.")
        )
    if change is None or not found.is_demonstrated:
        return Spoken("neutral", "equal", _("Brak wykazanej zmiany"), _unclear_reduction(found))
    low, high = sorted((abs(change.low), abs(change.high)))
    told = {
        "time": labels.amount(abs(change.value), found.unit),
        "low": labels.trimmed(low),
        "high": labels.trimmed(high),
    }
    agreed = _("Przedział 95 % nie obejmuje zera, a test log-rank całych krzywych to potwierdza.")
    if change.value < 0:
        return Spoken("fine", DOWN, _("Krócej o %(time)s (od %(low)s do %(high)s)", **told), agreed)
    return Spoken("soon", UP, _("Dłużej o %(time)s (od %(low)s do %(high)s)", **told), agreed)


def _unclear_reduction(found: Reduction) -> str:
    change = found.difference
    if change is None:
        return _("Za wcześnie na porównanie: w jednym z okresów zbyt wiele spraw jest jeszcze w toku.")
    span = labels.from_to(change.low, change.high, found.unit)
    if change.is_demonstrated:
        return _("Mediany się różnią, ale test log-rank całych krzywych nie potwierdza zmiany.")
    if found.unit is Unit.HOURS:
        return _("Przedział różnicy median w godzinach obejmuje zero: %(span)s.", span=span)
    return _("Przedział różnicy median w dniach obejmuje zero: %(span)s.", span=span)


def settled_reduction(found: Reduction) -> str:
    """The difference of medians of the settled alone, named so: published elsewhere, and no ground for a claim."""
    change = found.settled_difference
    if change is None:
        return ""
    difference, span = labels.signed(change.value, found.unit), labels.from_to(change.low, change.high, found.unit)
    if found.unit is Unit.HOURS:
        return _(
            "Różnica median samych spraw załatwionych, w godzinach: %(difference)s (%(span)s). Pomija sprawy w toku, "
            "dlatego nie służy do oceny.",
            difference=difference,
            span=span,
        )
    return _(
        "Różnica median samych spraw załatwionych, w dniach: %(difference)s (%(span)s). Pomija sprawy w toku, dlatego "
        "nie służy do oceny.",
        difference=difference,
        span=span,
    )


def sealed(seal: SealMark | None) -> str:
    """The last seal of the record, to compare with what is kept outside; empty where there is none."""
    if seal is None:
        return ""
    return _(
        "Ostatnia pieczęć zapisu zmian: nr %(number)s z dnia %(moment)s, obejmuje wpisy od 1 do %(size)s, "
        "korzeń %(root)s.",
        number=labels.written(seal.number),
        moment=moment(seal.sealed_at),
        size=labels.written(seal.size),
        root=seal.root,
    )
