"""The standard of a service: what the office promises about how long it takes. Pure."""

from __future__ import annotations

import enum
from typing import Final

from office.rules.structure import BadStructure

MOST: Final = 999
"""The longest standard, in its unit. Ours: no promise in years, and a mistyped number is seen."""


class Unit(enum.StrEnum):
    """In what a standard counts."""

    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    HOURS = "hours"
    MINUTES = "minutes"


def check_standard(number: int | None, unit: str) -> None:
    """See that a standard is a number with its unit, or neither ("": no unit).

    Raises BadStructure: number_without_unit, unit_without_number, number_out_of_range (1 to MOST).
    """
    if number is None:
        if unit:
            raise BadStructure(field="standard_number", code="unit_without_number")
        return
    if not 1 <= number <= MOST:
        raise BadStructure(field="standard_number", code="number_out_of_range", most=MOST)
    if unit not in set(Unit):
        raise BadStructure(field="standard_unit", code="number_without_unit")
