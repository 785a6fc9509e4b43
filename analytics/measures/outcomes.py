"""What was found, here and by the bodies appeals were passed to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analytics.measures import cohorts
from analytics.measures.arrays import arrays
from analytics.measures.cases import within
from analytics.measures.cohorts import Members
from analytics.measures.period import Period
from analytics.measures.shares import Share, Success

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

JUSTIFIED: Final = ("zasadna", "czesciowo_zasadna")
REPEATED: Final = "powtorna"
UPHELD: Final = ("utrzymane",)
OVERTURNED: Final = ("uchylone_zmienione", "uchylone_umorzone", "uchylone_przekazane")
"""Source: art. 138 § 1 and 2 KPA. What ends without a word on the merits (umorzone, niedopuszczalne) is in no share."""
URGED: Final = ("ponaglenie_uzasadnione", "ponaglenie_razace")
NOT_URGED: Final = ("ponaglenie_nieuzasadnione",)
"""Source: art. 37 § 6 KPA."""


def _decided(results: tuple[str, ...]) -> Members:
    def members(known: pd.DataFrame, period: Period) -> Mask:
        told = arrays(known)
        return within(told.days("result_day"), period.first, period.last) & told.is_one_of("result", results)

    return members


def _has_result(results: tuple[str, ...]) -> Success:
    return lambda known: arrays(known).is_one_of("result", results)


def is_justified(known: pd.DataFrame) -> Mask:
    """Found justified, fully or in part."""
    return arrays(known).is_one_of("outcome", JUSTIFIED)


def settled_skargi(known: pd.DataFrame, period: Period) -> Mask:
    """Skargi settled in the period: nothing else can be repeated in the sense of art. 239 KPA."""
    return cohorts.settled(known, period) & arrays(known).is_one_of("kind", ("skarga",))


def is_repeated(known: pd.DataFrame) -> Mask:
    """A repeat answered by a note in the file (art. 239 § 1 KPA)."""
    return arrays(known).is_one_of("outcome", (REPEATED,))


SHARES: Final[dict[str, Share]] = {
    "justified": Share(cohorts.judged_outcome, is_justified),
    "repeated": Share(settled_skargi, is_repeated),
    "appeals_upheld": Share(_decided(UPHELD + OVERTURNED), _has_result(UPHELD)),
    "appeals_overturned": Share(_decided(UPHELD + OVERTURNED), _has_result(OVERTURNED)),
    "urgings_justified": Share(_decided(URGED + NOT_URGED), _has_result(URGED)),
}
MEMBERS: Final[dict[str, Members]] = {key: share.members for key, share in SHARES.items()}
