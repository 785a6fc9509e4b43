"""What the figures of a month say together, for whoever has a minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analytics import labels
from analytics.measures.result import Result, WhyNot
from analytics.reports.board import Board
from analytics.reports.month import MonthReport
from analytics.texts import _
from analytics.words import change_of

_ORDER: Final = {"fine": "check", "soon": "warning", "neutral": "equal"}
"""The meanings a change may have, in the order they are told, each with its sign."""


@dataclass(frozen=True)
class Told:
    """Figures of one meaning: its word, its sign and the titles of the figures."""

    meaning: str
    sign: str
    word: str
    titles: tuple[str, ...]


def overview(report: Board) -> list[Told]:
    """Which figures improved, which got worse, which show no change; those without a comparison are left out."""
    found: dict[str, tuple[str, list[str]]] = {}
    for key, figure in report.figures.items():
        spoken = change_of(figure, report.compare)
        if figure.change is not None:
            found.setdefault(spoken.meaning, (spoken.word, []))[1].append(labels.figure_title(key, figure.now))
    return [
        Told(meaning, sign, found[meaning][0], tuple(found[meaning][1]))
        for meaning, sign in _ORDER.items()
        if meaning in found
    ]


def is_empty(report: MonthReport | Board) -> bool:
    """Whether there is nothing at all to show: no case and no answer in any of the months."""
    trends = [figure.trend for figure in report.figures.values()]
    return is_nothing(result for results in (*trends, report.flow) for result in results)


def is_nothing(results: Iterable[Result]) -> bool:
    """Whether none of these figures tells or withholds anything."""
    return not any(_is_something(result) for result in results)


def _is_something(result: Result) -> bool:
    if result.why_not is WhyNot.NOT_OVER:
        return False
    return result.is_suppressed or bool(result.n) or any(result.beside.values())


def running_words(report: MonthReport | Board) -> str:
    """What a month that is not over cannot tell yet; empty for one that is."""
    if not report.is_running:
        return ""
    return _(
        "Ten miesiąc jeszcze trwa. Liczby spraw są z dzisiaj, udział załatwionych na czas pokażemy, gdy minie ostatni "
        "termin miesiąca, a wyniki ankiet po jego końcu."
    )
