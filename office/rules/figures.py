"""Reference figures: what is counted, and rates against them."""

from __future__ import annotations

import enum
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

PER: Final = 10_000
"""Inhabitants or cases a rate refers to. Source: the annual report on skargi and wnioski as offices publish it."""

FIRST_YEAR: Final = 2011
"""Ours: earlier years are outside the calendar of terms, so nothing can be compared with them."""

GREATEST: Final = 10_000_000
"""Ours: more than any municipality has inhabitants or cases in a year; a slip of a digit is seen."""


class Figure(enum.StrEnum):
    """What a reference figure counts."""

    INHABITANTS = "inhabitants"
    CASES = "cases"


def per_ten_thousand(count: int, base: int) -> Decimal:
    """So many per 10,000, to one decimal, halves up. Raises ValueError for a base that is not positive."""
    if base <= 0:
        raise ValueError("a rate needs a positive base")
    return (Decimal(count * PER) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
