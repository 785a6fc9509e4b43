"""Visits served per desk and day, what they are the denominator of. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from kernel.errors import RuleBroken

MOST: Final = 2_000
"""Visits at one desk on one day at most. Ours: one in fifteen seconds for eight hours is a slip of the hand."""

HAND, IMPORT = "hand", "import"


class BadCount(RuleBroken):
    """A number of visits that cannot be. ``field``: visits."""

    code = "bad_count"


class BadDay(RuleBroken):
    """A day that has not come, or on which there was no such desk. ``field``: the day."""

    code = "bad_day"


class NoReason(RuleBroken):
    """A correction needs its reason. ``field``: reason."""

    code = "no_reason"


def read_count(text: str) -> int | None:
    """The number of visits as typed; None where nothing is: not reported. Raises BadCount."""
    plain = text.strip()
    if not plain:
        return None
    if not (plain.isascii() and plain.isdigit() and len(plain) <= len(str(MOST)) and int(plain) <= MOST):
        raise BadCount(field="visits", most=MOST)
    return int(plain)


def response_rate(responses: int, visits: int | None) -> Fraction | None:
    """Valid responses out of visits served, 0 to 1 and more where visits were counted short; None where not reported
    or nobody came."""
    return Fraction(responses, visits) if visits else None
