"""What a shorter or longer time is called: at the P90, under the baseline's mix, around a date of change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics import labels
from analytics.measures.case_mix import CaseMix, Stratum
from analytics.measures.declaration import Unit
from analytics.measures.interruption import Interrupted, Lack
from analytics.measures.period import Month
from analytics.measures.reduction import OPEN_AT_P90, Reduction, Span
from analytics.methods.interval import Difference
from analytics.texts import _
from analytics.words import DOWN, UP, Spoken
from complaints.labels import KINDS
from web.typography import JOINER, NO_BREAK

SHOWN_AFTER = {Unit.HOURS: (24, 72, 168), Unit.DAYS: (14, 30, 60), Unit.WORKING_DAYS: (10, 21, 42)}
"""After how much time the settled share is told."""


def shift(change: Difference | None, unit: Unit) -> Spoken:
    """Return "krócej o 4 dni (od 2 do 6)", "dłużej o ...", "nie wykazano zmiany (od -1 do 3)" or "za mało spraw"."""
    if change is None:
        return Spoken("neutral", "dot", _("za mało danych"), "")
    if not change.is_demonstrated:
        limits = {"low": labels.signed(change.low, unit), "high": labels.signed(change.high, unit)}
        return Spoken("neutral", "equal", _("nie wykazano zmiany (od %(low)s do %(high)s)", **limits), "")
    low, high = sorted((abs(change.low), abs(change.high)))
    told = {"time": labels.amount(abs(change.value), unit), "low": labels.trimmed(low), "high": labels.trimmed(high)}
    if change.value < 0:
        return Spoken("fine", DOWN, _("krócej o %(time)s (od %(low)s do %(high)s)", **told), "")
    return Spoken("soon", UP, _("dłużej o %(time)s (od %(low)s do %(high)s)", **told), "")


def middle(found: Reduction) -> Spoken:
    """Return how the median changed, open cases counted; a claim only where the test of the curves agrees."""
    change = found.difference if found.is_enough else None
    if change is not None and change.is_demonstrated and not found.is_confirmed:
        return Spoken("neutral", "equal", _("nie wykazano zmiany (test log-rank jej nie potwierdza)"), "")
    return shift(change, found.unit)


def late_tenth(found: Reduction) -> Spoken:
    """Return how the P90 changed, open cases counted."""
    if not (found.now.has_p90 and found.base.has_p90):
        return Spoken(
            "neutral", "dot", _("za mało danych"), _("P90 porównuje się od 36 załatwionych spraw w każdym z okresów.")
        )
    return shift(found.p90_difference, found.unit)


def p90_with_open(span: Span, unit: Unit) -> str:
    """The Kaplan-Meier P90 with its interval; open ends as dots."""
    found = span.curve.quantile(OPEN_AT_P90)
    if found.value is None:
        return _("jeszcze nieznana") if span.n else "–"
    ends = ["…" if end is None else labels.trimmed(end) for end in (found.low, found.high)]
    return f"{labels.amount(found.value, unit)} ({ends[0]}{JOINER}–{JOINER}{ends[1]})"


def mix_words(mix: CaseMix) -> str:
    """By what cases are told apart and how much of the baseline the common groups hold."""
    share = labels.amount(mix.mix.covered, Unit.SHARE)
    if mix.by == ("department", "kind", "topic"):
        told = _("Grupy według wydziału, rodzaju i przedmiotu obejmują %(share)s spraw okresu porównania.", share=share)
    elif mix.by == ("department", "kind"):
        told = _("Grupy według wydziału i rodzaju obejmują %(share)s spraw okresu porównania.", share=share)
    else:
        told = _("Grupy według rodzaju obejmują %(share)s spraw okresu porównania.", share=share)
    if mix.is_covered:
        return told
    return told + " " + _("To mniej niż 80 %: wynik mówi o tych grupach, a nie o całości.")


@dataclass(frozen=True)
class Alone:
    """A group of cases without counterpart, with its numbers now and in the baseline."""

    name: str
    now: int
    base: int


def alone(mix: CaseMix, names: Mapping[str, str]) -> list[Alone]:
    """The groups that could not be compared, the largest of the baseline first."""
    found = [
        Alone(group_name(key, mix.by, names), now, base)
        for key, (now, base) in mix.sizes.items()
        if key not in mix.mix.common
    ]
    return sorted(found, key=lambda one: (-one.base, -one.now, labels.alphabetical(one.name)))


def group_name(key: Stratum, by: tuple[str, ...], names: Mapping[str, str]) -> str:
    """Wydział Dróg · skarga · hałas."""
    nothing = {"department": labels.no_department(), "topic": _("przedmiot nieustalony")}
    told = [
        str(KINDS[value]).lower() if column == "kind" else names.get(value, value) if value else nothing[column]
        for column, value in zip(by, key, strict=True)
    ]
    return " · ".join(told)


def on_time_words(mix: CaseMix) -> str:
    """The shares settled in time under the same mix, and whether they differ."""
    change = mix.on_time_difference
    if mix.on_time is None or mix.base_on_time is None or change is None:
        return ""
    now, base = (labels.amount(one.value, Unit.SHARE) for one in (mix.on_time, mix.base_on_time))
    span = labels.from_to(change.low, change.high, Unit.SHARE)
    if change.is_demonstrated:
        return _(
            "W terminie przy tym samym układzie: %(now)s wobec %(base)s, różnica %(span)s pkt proc.",
            now=now,
            base=base,
            span=span,
        )
    return _(
        "W terminie przy tym samym układzie: %(now)s wobec %(base)s, nie wykazano zmiany (%(span)s pkt proc.).",
        now=now,
        base=base,
        span=span,
    )


def level_words(change: Interrupted) -> Spoken:
    """What changed at once."""
    return shift(change.found.level if change.found else None, change.unit)


def slope_words(change: Interrupted) -> Spoken:
    """What changed month by month from then on."""
    return shift(change.found.slope if change.found else None, change.unit)


def refusals(change: Interrupted) -> list[str]:
    """Why the series was not estimated: a sentence for each reason, with its months."""
    told = []
    running, few, unknown = (change.lacking(lack) for lack in (Lack.NOT_OVER, Lack.TOO_FEW, Lack.UNKNOWN))
    if running:
        told.append(_("Te miesiące jeszcze się nie skończyły: %(months)s.", months=_listed(running)))
    if few:
        told.append(_("W tych miesiącach wpłynęło mniej niż 5 spraw: %(months)s.", months=_listed(few)))
    if unknown:
        told.append(
            _("Połowa spraw jest jeszcze w toku, więc mediana nie jest znana: %(months)s.", months=_listed(unknown))
        )
    return told


def _listed(months: tuple[Month, ...]) -> str:
    """styczeń 2026, luty 2026; runs of more than three as from to."""
    if len(months) > 3 and months[-1] == months[0].plus(len(months) - 1):
        return f"{labels.month_inside(months[0])}{NO_BREAK}– {labels.month_inside(months[-1])}"
    return ", ".join(labels.month_inside(month) for month in months)


def settled_by(span: Span, time: int) -> str:
    """The share settled within a time, those that left as their own way of ending (Aalen-Johansen)."""
    if not span.n or (time > float(span.times.max()) and span.still_open):
        return "–"
    return labels.amount(span.settled_share.by(time), Unit.SHARE)
