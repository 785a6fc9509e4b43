"""The words of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from analytics import labels
from analytics.control_words import MEANINGS, RULES, SIDES, SIGNS, VARIATIONS, amount
from analytics.measures.period import Month
from analytics.measures.registry import measure
from analytics.methods.signals import Rule, Side
from analytics.methods.verdicts import Variation
from analytics.texts import _
from kernel.errors import RuleBroken
from office.labels import sentence_for
from quality.models import Review
from quality.rules import Conclusion, State

STATES: Final = {
    State.NEW: _l("Nowy"),
    State.TAKEN: _l("W trakcie"),
    State.LATE: _l("Po terminie"),
    State.CONCLUDED: _l("Wyjaśniony"),
}
STATE_MEANINGS: Final = {State.NEW: "soon", State.TAKEN: "neutral", State.LATE: "late", State.CONCLUDED: "fine"}
CONCLUSIONS: Final = {
    Conclusion.CAUSE: _l("Znaleziono przyczynę"),
    Conclusion.NO_CAUSE: _l("Nie znaleziono przyczyny"),
    Conclusion.ARTEFACT: _l("Błąd lub zmiana liczenia, praca się nie zmieniła"),
    Conclusion.STEP: _l("Trwała zmiana sposobu pracy"),
}
FILTERS: Final = {
    "open": _l("do wyjaśnienia"),
    "late": _l("po terminie"),
    "concluded": _l("wyjaśnione"),
    "all": _l("wszystkie"),
}
STEPS: Final = {
    "quality:review:open": _l("Otwarto: sygnał z karty kontrolnej"),
    "quality:review:continue": _l("Sygnał trwa"),
    "quality:review:take": _l("Wyznaczono właściciela i termin"),
    "quality:review:release": _l("Właściciel odszedł z urzędu"),
    "quality:review:conclude": _l("Zakończono"),
    "quality:review:reopen": _l("Otwarto ponownie"),
}
SENTENCES: Final = {
    "due_in_the_past": _l("Ten dzień już minął. Proszę podać dzisiejszy albo późniejszy."),
    "due_too_far": _l("To więcej niż rok. Proszę podać bliższy dzień."),
    "cannot_own": _l("Ta osoba nie może wyjaśniać sygnałów tego wydziału. Proszę wskazać inną z listy."),
    "concluded": _l("Ten sygnał jest już wyjaśniony. Można go otworzyć ponownie, podając powód."),
    "not_concluded": _l("Ten sygnał jest otwarty."),
    "no_words": _l("Proszę napisać w kilku słowach, co ustalono."),
}


def refusal(broken: RuleBroken) -> str:
    """What a refused step says to people."""
    found = SENTENCES.get(broken.code)
    return str(found) if found else sentence_for(broken)


def title(review: Review) -> str:
    """Załatwione na czas, październik 2026."""
    return _("%(measure)s, %(month)s", measure=str(measure(review.measure).title), month=month_of(review))


def month_of(review: Review) -> str:
    """październik 2026."""
    return labels.month_inside(Month.parse(review.month))


def until(month: str) -> str:
    """trwa do: grudzień 2026; empty for a signal of one month."""
    return _("trwa do: %(month)s", month=labels.month_inside(Month.parse(month))) if month else ""


def went_on(seen: Mapping[str, str], review: Review) -> str:
    """grudzień 2026: poza granicami (niżej), 62,0 %; the figure only where the entry keeps it."""
    month, rule = labels.month_inside(Month.parse(seen["month"])), rule_words(seen["rule"], seen["side"])
    value = f", {value_of(seen['value'], review)}" if seen["value"] else ""
    return f"{month}: {rule}{value}"


def place_of(name: str) -> str:
    """The department, or the whole office."""
    return name or _("cały urząd")


def signal_of(review: Review) -> tuple[str, str, str]:
    """Meaning, words and sign of a signal."""
    said = Variation(review.meaning)
    return MEANINGS[said], str(VARIATIONS[said]), SIGNS[said]


def rule_of(review: Review) -> str:
    """poza granicami (niżej)."""
    return rule_words(review.rule, review.side)


def rule_words(rule: str, side: str) -> str:
    """The rule that fired, and to which side."""
    return f"{RULES[Rule(rule)]} ({SIDES[Side(side)]})"


def figure(review: Review, which: str) -> str:
    """A kept figure as the pages write it; a dash where there was none."""
    text = str(getattr(review, which))
    if not text:
        return "–"
    return value_of(text, review) if which == "value" else amount(float(text), review.measure)


def value_of(text: str, review: Review) -> str:
    """The kept figure of a month with its unit, as the chart's sentence says it: 2, 19 dni, 62,0 %."""
    return labels.amount(float(text), measure(review.measure).unit)


def population_of(review: Review) -> str:
    """The cases it speaks of."""
    return str(labels.POPULATIONS[review.population])
