"""Rules of words that are kept while somebody types: of which forms, how many, how long."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Final

from complaints.rules.moves import Move

UNSENT: Final = dt.timedelta(days=30)
"""How long words wait for their author. Ours: a month, the longest a usual case runs; later they are nobody's plan."""

LONGEST_UNSENT: Final = 120_000
"""Characters of a form that are kept. Ours: the longest letter and its other fields, several times over."""

NOTHING: Final = "[]"
"""What stands in place of words once they were sent or thrown away: no fields, as any version reads them."""

LETTER: Final = "letter-"
STEP: Final = "step-"
PLAIN: Final = frozenset({"draft", "resolve", "settle", "note"})

_LETTER = re.compile(r"letter-([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def form_of_letter(letter_id: uuid.UUID) -> str:
    """The name of the form of a letter's words."""
    return f"{LETTER}{letter_id}"


def form_of_step(move: Move) -> str:
    """The name of the form of a step."""
    return f"{STEP}{move.value}"


def letter_of(form: str) -> uuid.UUID | None:
    """The letter whose words a form holds, None for every other form."""
    found = _LETTER.fullmatch(form)
    return uuid.UUID(found[1]) if found else None


def step_of(form: str) -> str | None:
    """The move whose form it is, None for every other form."""
    name = form.removeprefix(STEP)
    return name if form.startswith(STEP) and name in set(Move) else None


def is_form(form: str) -> bool:
    """Whether words of such a form are kept."""
    return form in PLAIN or step_of(form) is not None or letter_of(form) is not None
