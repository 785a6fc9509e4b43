"""A share as two questions to a case: does it belong to the base, and did it succeed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.measures.cohorts import Members

if TYPE_CHECKING:
    import pandas as pd

    from analytics.measures.arrays import Mask

Success = Callable[["pd.DataFrame"], "Mask"]


@dataclass(frozen=True, slots=True)
class Share:
    """``members``: the base; ``success``: which of any cases count in the numerator.

    ``waiting``: cases of the period that cannot be judged yet; while there are any, the figure has counts and no share.
    """

    members: Members
    success: Success
    waiting: Members | None = None
