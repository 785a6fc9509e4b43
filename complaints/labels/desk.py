"""What the desk says: who else is on a case, and of which form words wait."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.moves import MOVES
from complaints.rules.presence import Doing
from complaints.rules.unsent import letter_of, step_of

PRESENCE: Final = {
    Doing.ANSWER: _l("%(name)s pisze odpowiedź w tej sprawie"),
    Doing.LETTER: _l("%(name)s pisze pismo w tej sprawie"),
    Doing.STEP: _l("%(name)s wypełnia formularz w tej sprawie"),
    Doing.OPEN: _l("%(name)s ma otwartą tę sprawę"),
}
"""By what somebody does."""


def presence_words(name: str, doing: Doing) -> str:
    """That somebody else is there."""
    return str(PRESENCE[doing]) % {"name": name}


def unsent_words(form: str) -> str:
    """What a form is called of which words wait."""
    if letter_of(form):
        return str(_("Pismo"))
    return str(MOVES.get(step_of(form) or form, form))


def veiled(address: str) -> str:
    """An e-mail address of which enough is told to know it again: ``k•••@example.pl``."""
    name, _at, domain = address.rpartition("@")
    return f"{name[:1]}•••@{domain}"
