"""Rules of two people on one case: what they do there, and when they are gone."""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final


class Doing(enum.StrEnum):
    """What somebody does with a case, the most telling first."""

    ANSWER = "answer"
    LETTER = "letter"
    STEP = "step"
    OPEN = "open"


GONE_AFTER: Final = dt.timedelta(seconds=75)
"""Ours: three missed signs of life of 25 seconds each, as static/js/here.js gives them."""

HEARD_EVERY: Final = dt.timedelta(seconds=20)
"""Ours: how often one is written down at most, however many pages are opened."""


def most_telling(doings: frozenset[Doing]) -> Doing:
    """What is told of somebody with several pages open."""
    return next(doing for doing in Doing if doing in doings)
