"""Words of the head's pages."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.refusals import sentence_for
from complaints.rules.department import Lack
from kernel.errors import RuleBroken, Stale

LACKS: Final = {
    Lack.HANDLER: _l("nikt jej nie prowadzi"),
    Lack.ANSWER: _l("brak projektu odpowiedzi"),
    Lack.PASSING_ON: _l("nieprzekazana z aktami"),
    Lack.EXPLANATION: _l("czeka na odpowiedź na wezwanie"),
    Lack.RESOLUTION: _l("brak rozstrzygnięcia rady"),
    Lack.APPROVAL: _l("brak akceptacji"),
    Lack.DISPATCH: _l("odpowiedź nie wyszła"),
}
"""What an open case lacks."""

BARS: Final = {
    "own_words": _l("odpowiedź napisała Pani albo Pan – zaakceptować ją musi ktoś inny (art. 268a KPA)"),
    "concerned": _l("sprawa dotyczy Pani albo Pana – akceptuje ktoś inny (art. 232 § 2 KPA)"),
    "unit": _l("sprawa dotyczy tego wydziału – trzeba ją przekazać innemu (art. 232 § 1 KPA)"),
}
"""Why a head cannot approve an answer."""


def not_given(why: RuleBroken, handler: str) -> str:
    """Why one of several cases was not given to somebody. ``handler``: who has it now; empty: nobody."""
    if isinstance(why, Stale) and handler:
        return str(
            _(
                "W tym czasie ktoś zmienił tę sprawę. Prowadzi ją teraz %(name)s. Proszę ją otworzyć i zdecydować "
                "jeszcze raz.",
                name=handler,
            )
        )
    if isinstance(why, Stale):
        return str(
            _(
                "W tym czasie ktoś zmienił tę sprawę. Nikt jej teraz nie prowadzi. Proszę ją otworzyć i zdecydować "
                "jeszcze raz."
            )
        )
    if why.field == "department" and why.code == "missing":
        return str(_("Sprawa nie ma jeszcze wydziału. Proszę przydzielić ją na jej stronie."))
    return sentence_for(why)
