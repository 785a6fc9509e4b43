"""Words about visits."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken

REFUSALS: Final[dict[str, Any]] = {
    "bad_day": _l("W tym dniu jedno ze stanowisk nie działało."),
    "no_reason": _l("Liczba podana wcześniej ma się zmienić, więc potrzebny jest powód."),
    "stale": _l("Ktoś zapisał w międzyczasie inne liczby. Proszę porównać je i zapisać jeszcze raz."),
}
"""Why a report of visits is refused."""


def sentence(broken: RuleBroken) -> str:
    """The sentence for a refusal."""
    return str(REFUSALS.get(broken.code) or _l("Tego nie można teraz zapisać."))
