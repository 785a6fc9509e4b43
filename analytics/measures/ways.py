"""Each way of leaving without being settled here, counted by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cohorts import Members
from analytics.measures.period import Period

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

WAYS: Final[dict[str, tuple[str, ...]]] = {
    "transferred": ("transfer", "point"),
    "unconsidered": ("leave",),
    "withdrawn": ("withdraw",),
    "diverted": ("divert",),
    "joined": ("join",),
}
"""The moves by which a case leaves, by measure. Source: art. 231, 233-235, 243 KPA; § 8 of the complaints regulation;
art. 6, 7 and 11 of the petitions act."""


def _gone(ways: tuple[str, ...]) -> Members:
    def members(known: pd.DataFrame, period: Period) -> Mask:
        return cohorts.left(known, period) & arrays(known).is_one_of("left_how", ways)

    return members


MEMBERS: Final[dict[str, Members]] = {key: _gone(ways) for key, ways in WAYS.items()}
