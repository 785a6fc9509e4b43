"""How two periods compare in words: a difference is claimed only where its interval leaves zero out."""

from __future__ import annotations

from analytics import labels
from analytics.measures.declaration import Better, IntervalKind, Measure, Unit
from analytics.measures.registry import measure
from analytics.measures.slices import Slice
from analytics.overview import Told
from analytics.reports.against import AgainstReport, Pair
from analytics.reports.of_slice import slice_of
from analytics.texts import _
from analytics.words import DOWN, UP, Spoken


def verdict(pair: Pair) -> Spoken:
    """Better, worse, different, no demonstrated difference, or why nothing can be said."""
    declared, change = measure(pair.now.measure), pair.change
    if None in (pair.now.value, pair.then.value):
        return Spoken("neutral", "dot", _("Bez porównania"), _("w jednym z okresów nie ma wyniku"))
    if change is None and declared.unit is Unit.CASES:
        return Spoken("neutral", "dot", _("Bez oceny"), "")
    if change is None:
        return Spoken("neutral", "dot", _("Bez porównania"), _no_interval(declared))
    if not change.is_demonstrated:
        return Spoken("neutral", "equal", _("Brak wykazanej różnicy"), "")
    sign = UP if change.value > 0 else DOWN
    if pair.better is Better.NONE:
        return Spoken("neutral", sign, _("Inaczej"), _("sama zmiana nie jest ani lepsza, ani gorsza"))
    is_better = (change.value > 0) == (pair.better is Better.HIGHER)
    return Spoken("fine" if is_better else "soon", sign, _("Poprawa") if is_better else _("Pogorszenie"), "")


def told(report: AgainstReport) -> list[Told]:
    """What stands out, before the tables: better, worse, different; one line where no judged figure does; else none."""
    found: dict[tuple[str, str], list[str]] = {}
    judged = [(pair, verdict(pair)) for pair in (*report.cases, *report.answers) if pair.change is not None]
    for pair, spoken in judged:
        if pair.change and pair.change.is_demonstrated:
            title = str(measure(pair.now.measure).title)
            found.setdefault((spoken.meaning, spoken.word), []).append(title)
    if judged and not found:
        return [Told("neutral", "equal", _("Brak wykazanej różnicy"), (_("żaden z ocenianych wskaźników"),))]
    signs = {"fine": "check", "soon": "warning", "neutral": "info"}
    order = sorted(found, key=lambda key: list(signs).index(key[0]))
    return [Told(key[0], signs[key[0]], key[1], tuple(found[key])) for key in order]


def _no_interval(declared: Measure) -> str:
    if declared.interval is IntervalKind.NONE:
        return _("dla tego wskaźnika nie liczymy przedziału różnicy")
    return _("za mało danych na przedział różnicy")


def difference(pair: Pair) -> str:
    """The difference with its sign and unit: +4,5 pkt proc., −2 dni, +12; a dash where there is none."""
    unit = measure(pair.now.measure).unit
    if pair.change is not None:
        value = pair.change.value
    elif unit is Unit.CASES and pair.now.value is not None and pair.then.value is not None:
        value = pair.now.value - pair.then.value
    else:
        return "–"
    sign = "+" if value > 0 else labels.MINUS if value < 0 else ""
    if unit is Unit.SHARE:
        return _("%(difference)s pkt proc.", difference=sign + labels.written(100 * abs(value), 1))
    return sign + labels.amount(abs(value), unit)


def between(pair: Pair) -> str:
    """The interval of the difference; a dash where there is none."""
    if pair.change is None:
        return "–"
    return labels.from_to(pair.change.low, pair.change.high, measure(pair.now.measure).unit)


def no_answers(report: AgainstReport) -> str:
    """Why no figures over answers stand on the page; empty where they do."""
    if slice_of(report.now) and slice_of(report.then):
        return ""
    return _(
        "Wyniki ankiet podajemy tylko za miesiąc, kwartał albo rok kalendarzowy: suma za dowolny okres odsłoniłaby "
        "miesiące ukryte z powodu małej liczby odpowiedzi."
    )


def names(report: AgainstReport) -> tuple[str, str]:
    """Both periods as their columns name them: a quarter as a quarter."""
    found = []
    for period in (report.now, report.then):
        one: Slice | None = slice_of(period)
        found.append(labels.slice_name(one) if one else labels.period_name(period))
    return found[0], found[1]
