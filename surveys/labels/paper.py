"""Words about forms on paper."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken

REFUSALS: Final[dict[str, Any]] = {
    "bad_day": _l("W tym dniu to stanowisko nie działało albo ten dzień jeszcze nie nadszedł. Proszę podać inny."),
    "not_open": _l("Urząd nie ma teraz otwartej ankiety. Otwiera ją osoba odpowiedzialna za jakość."),
    "not_answered": _l("Pierwsze pytanie jest konieczne."),
    "answered_otherwise": _l(
        "Ten sam formularz jest już zapisany z innymi odpowiedziami. Tamte zostają. Proszę otworzyć nowy formularz."
    ),
    "no_such_key": _l("Takiej odpowiedzi nie ma."),
}
"""Why something typed from paper is refused."""


def sentence(broken: RuleBroken) -> str:
    """The sentence for a refusal."""
    return str(REFUSALS.get(broken.code) or _l("Tego nie można teraz zapisać."))
