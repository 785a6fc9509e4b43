"""How a petition stands, in words for everybody."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from complaints.labels.names import OUTCOMES

PUBLIC_STATES: Final = {
    "at_council": _l("rozpatruje ją rada"),
    "transferred": _l("przekazana właściwemu podmiotowi"),
    "unconsidered": _l("pozostawiona bez rozpoznania"),
    "withdrawn": _l("wycofana"),
    "joined": _l("rozpatrywana łącznie z inną petycją"),
}
CONSIDERED: Final = _l("w trakcie rozpatrywania")


def public_state(state: str, outcome: str) -> str:
    """What residents read: the outcome, where it went, or that it is being considered."""
    if outcome:
        return str(OUTCOMES[outcome])
    return str(PUBLIC_STATES.get(state, CONSIDERED))
