"""Words about earlier moments, published months and what changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from flask_babel import lazy_gettext as _l

from analytics import labels
from analytics.measures.registry import measure
from analytics.reports.changes import CaseChange, FigureChange
from analytics.texts import _
from complaints.labels import KINDS, OUTCOMES
from complaints.labels.register import LEFT
from kernel.errors import RuleBroken
from web.filters import day, moment

FACTS: Final = {
    "kind": _l("Rodzaj"),
    "department": _l("Wydział"),
    "received_day": _l("Dzień wpływu"),
    "due_day": _l("Ostatni dzień"),
    "settled_day": _l("Dzień załatwienia"),
    "outcome": _l("Wynik"),
    "left_day": _l("Dzień, w którym odeszła"),
    "left_how": _l("Jak odeszła"),
    "noticed_day": _l("Zawiadomienie o zwłoce"),
    "due_at": _l("Termin (z godziną)"),
    "settled_at": _l("Załatwienie (z godziną)"),
}
"""By the columns the figures look at."""

NO_MOMENT: Final = _l("To nie jest chwila. Proszę podać dzień i godzinę, na przykład 31.10.2026, 23:59.")

_CODES: Final[Mapping[str, Mapping[str, object]]] = {"kind": KINDS, "outcome": OUTCOMES, "left_how": LEFT}


def refusal(refused: RuleBroken) -> str:
    """Why the figures of a moment cannot be told."""
    if refused.code == "no_moment":
        return str(NO_MOMENT)
    last, first = refused.facts.get("last"), refused.facts.get("first")
    if isinstance(last, dt.datetime):
        return _(
            "Ostatni wpis jest z chwili: %(last)s. Co będzie wiadomo później, tego jeszcze nie ma. Proszę podać "
            "wcześniejszą chwilę albo zostawić pole puste.",
            last=_to_the_second(last),
        )
    if isinstance(first, dt.datetime):
        return _(
            "Pierwszy wpis jest z chwili: %(first)s. Wcześniej nic nie zapisano. Proszę podać późniejszą chwilę.",
            first=_to_the_second(first),
        )
    return _("Nic jeszcze nie zapisano, więc nie ma stanu na żadną chwilę.")


def publishing_refusal(broken: RuleBroken) -> str:
    """Why a month was not published."""
    sentences = {
        "month_not_over": _("Ten miesiąc jeszcze trwa. Można go opublikować, gdy się skończy."),
        "no_reason": _("Ten miesiąc jest już opublikowany. Proszę napisać, dlaczego potrzebne jest następne wydanie."),
        "stale": _(
            "Ktoś opublikował ten miesiąc w międzyczasie. Proszę sprawdzić, czy potrzebne jest następne wydanie."
        ),
    }
    return sentences[broken.code]


def fact(name: str, value: object, names: Mapping[str, str]) -> str:
    """A fact of a case as people say it; ``names``: of departments by their ids as text."""
    if value is None:
        return _("brak")
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    code = str(value)
    return str(_CODES.get(name, names).get(code, code))


def how(case: CaseChange) -> str:
    """How a case came to count otherwise, where its facts alone do not say it."""
    if case.is_new:
        return _("Wtedy nie było jej w rejestrze.")
    if case.is_gone:
        return _("Liczy się teraz gdzie indziej.")
    return "" if case.facts else _("Bez nowych wpisów: od tamtej chwili minął jej ostatni dzień.")


def figure_title(figure: FigureChange) -> str:
    """The title of a figure, with the question it is about."""
    title = str(measure(figure.measure).title)
    parts = dict(part.split("=", 1) for part in figure.dimensions.split(";") if "=" in part)
    question = labels.QUESTIONS.get(parts.get("question", ""))
    return f"{title}: {question}" if question else title


def figure_department(figure: FigureChange) -> str:
    """The code of the department a figure is of; empty for the whole."""
    parts = dict(part.split("=", 1) for part in figure.dimensions.split(";") if "=" in part)
    code = parts.get("department", "")
    return labels.no_department() if code == "none" else code


def numbers(figure: FigureChange, row: tuple[str, ...] | None) -> str:
    """A figure as it was or is, with its base."""
    if row is None:
        return _("brak")
    n, value, _low, _high, withheld = row
    if withheld == "true":
        return _("ukryte")
    said = labels.amount(float(value), measure(figure.measure).unit) if value else "–"
    return f"{said} (n = {labels.written(int(n))})" if n else said


def _to_the_second(value: dt.datetime) -> str:
    return f"{moment(value)}:{value.second:02}"
