"""The one-time code of the set-up page."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from kernel.ids import ALPHABET, CODE_LENGTH

CODE_LASTS: Final = dt.timedelta(hours=24)
"""Ours: long enough for a day's work, short enough that a forgotten printout opens nothing; a new one is a command."""


def new_code() -> str:
    """Twelve random characters of the alphabet that survives handwriting: 60 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
