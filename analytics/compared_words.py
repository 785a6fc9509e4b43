"""Where departments lie, in words: outside what chance explains, or not; no place in a row."""

from __future__ import annotations

from analytics import labels
from analytics.measures.declaration import Better
from analytics.measures.registry import measure
from analytics.methods.funnel import INNER, OUTER, Place
from analytics.reports.compared import ComparedReport, Part
from analytics.texts import _, ngettext
from analytics.words import Spoken

_FAR = (Place.FAR_BELOW, Place.FAR_ABOVE)
_LOW = (Place.BELOW, Place.FAR_BELOW)


def place(part: Part) -> Spoken:
    """What the place of a department in the funnel means."""
    if part.place is None:
        return Spoken("neutral", "dot", _("Bez wyniku"), labels.why_not(part.result))
    if part.place is Place.INSIDE:
        return Spoken("neutral", "equal", _("W granicach przypadku"), "")
    better = measure(part.result.measure).better
    is_low = part.place in _LOW
    # Only a text with facts has its doubled signs read as one.
    is_far = part.place in _FAR
    sentence = _("poza granicami 99,8 %%", limits=OUTER) if is_far else _("poza granicami 95 %%", limits=INNER)
    if better is Better.NONE:
        return Spoken("neutral", "info", _("Niżej niż razem") if is_low else _("Wyżej niż razem"), sentence)
    is_good = is_low == (better is Better.LOWER)
    word = _("Lepiej niż razem") if is_good else _("Do wyjaśnienia")
    return Spoken("fine" if is_good else "soon", "check" if is_good else "search", word, sentence)


def summary(report: ComparedReport) -> str:
    """How many departments lie outside what chance explains."""
    outside = [part for part in report.known if part.place is not Place.INSIDE]
    if not report.is_comparable:
        return _("Wynik ma mniej niż dwa wydziały, więc nie ma czego porównać.")
    if not outside:
        return _("Wszystkie wydziały mieszczą się w granicach przypadku: różnice między nimi niczego nie dowodzą.")
    return ngettext(
        "%(num)d wydział leży poza granicami 95 %%. Pozostałe różnice mogą być dziełem przypadku.",
        "%(num)d wydziałów leży poza granicami 95 %%. Pozostałe różnice mogą być dziełem przypadku.",
        len(outside),
    )


def spread_words(report: ComparedReport) -> str:
    """That the departments differ more than chance explains, which makes plain limits too strict; else empty."""
    if report.spread is None or not report.spread.is_overdispersed:
        return ""
    return _(
        "Wydziały różnią się między sobą bardziej, niż tłumaczy przypadek (φ = %(phi)s). Przyczyną mogą być różne "
        "rodzaje spraw, więc sam wynik poza granicami nie jest jeszcze oceną wydziału.",
        phi=labels.written(report.spread.phi, 2),
    )
