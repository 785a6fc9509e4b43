"""Did terms become shorter, or did other cases come? The same comparison with the baseline's mix of cases."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from analytics.measures.declaration import Unit
from analytics.measures.period import Period
from analytics.measures.reduction import Lived, lived
from analytics.measures.registry import measure
from analytics.methods.interval import Difference
from analytics.methods.standardised import (
    Mix,
    StandardMedians,
    mix_of,
    share_difference,
    standardised_medians,
    standardised_share,
)
from analytics.methods.weighted import Weighted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from analytics.methods.open_bootstrap import Spell

Stratum = tuple[str, ...]
"""The values of the columns a mix is told apart by; empty where a case has none."""

LEVELS: Final = (("department", "kind", "topic"), ("department", "kind"), ("kind",))
"""By what cases are told apart, the finest first."""

ENOUGH_COVERED: Final = 0.8
"""Ours: a mix that leaves out more than a fifth of the baseline's cases says little of it; a coarser one is taken."""


@dataclass(frozen=True)
class CaseMix:
    """Two spans under the baseline's mix. by: the columns that tell strata apart; sizes: (n now, n base) by stratum.

    Strata with fewer cases than the comparison's minimum in one of the spans have no counterpart: they are named in
    mix and left out of both sides. on_time, base_on_time: shares settled by the last day among cases it has passed of.
    """

    unit: Unit
    by: tuple[str, ...]
    mix: Mix[Stratum]
    sizes: dict[Stratum, tuple[int, int]]
    medians: StandardMedians
    on_time: Weighted | None
    base_on_time: Weighted | None

    @property
    def on_time_difference(self) -> Difference | None:
        """The difference of the two shares with its interval."""
        if self.on_time is None or self.base_on_time is None:
            return None
        return share_difference(self.on_time, self.base_on_time)

    @property
    def is_covered(self) -> bool:
        """Whether the common strata hold enough of the baseline's cases to speak for it."""
        return self.mix.covered >= ENOUGH_COVERED


def case_mix(known: pd.DataFrame, now: Period, base: Period, as_of: dt.datetime, unit: Unit = Unit.DAYS) -> CaseMix:
    """Return the comparison of two spans with the mix of cases held as in the baseline.

    The finest mix that covers ENOUGH_COVERED of the baseline is taken, else the one that covers most; one by topic only
    where the baseline has topics. Which one it is depends on the numbers of cases alone, never on how long they took.
    """
    ours, theirs = lived(known, now, as_of, unit), lived(known, base, as_of, unit)
    told = [by for by in LEVELS if theirs.cases[by[-1]].notna().any()] or [LEVELS[-1]]
    found = [(by, _sizes(ours, theirs, by)) for by in told]
    mixes = [(by, sizes, _mix(sizes)) for by, sizes in found]
    by, sizes, mix = next(
        (one for one in mixes if one[2].covered >= ENOUGH_COVERED), max(mixes, key=lambda one: one[2].covered)
    )
    medians = standardised_medians(_spells(ours, by, mix.common), _spells(theirs, by, mix.common))
    judged = [_judged(side, by, mix.common) for side in (ours, theirs)]
    weights = {key: n for key, (_on_time, n) in judged[1].items() if n and judged[0].get(key, (0, 0))[1]}
    shares = [standardised_share(side, weights) for side in judged]
    return CaseMix(unit, by, mix, sizes, medians, shares[0], shares[1])


def _strata(side: Lived, by: tuple[str, ...]) -> list[Stratum]:
    """The stratum of each case, in the order of the cases."""
    columns = [side.cases[column].fillna("").astype(str) for column in by]
    return list(zip(*columns, strict=True))


def _sizes(ours: Lived, theirs: Lived, by: tuple[str, ...]) -> dict[Stratum, tuple[int, int]]:
    """How many cases each stratum has now and had in the baseline, in the order of their values."""
    now, base = Counter(_strata(ours, by)), Counter(_strata(theirs, by))
    return {key: (now[key], base[key]) for key in sorted({*now, *base})}


def _mix(sizes: dict[Stratum, tuple[int, int]]) -> Mix[Stratum]:
    now, base = ({key: pair[side] for key, pair in sizes.items()} for side in (0, 1))
    return mix_of(now, base, measure("reduction").minimum_n)


def _spells(side: Lived, by: tuple[str, ...], common: tuple[Stratum, ...]) -> dict[Stratum, Spell]:
    place = _places(side, by)
    return {key: (side.times[place[key]], side.is_settled[place[key]]) for key in common}


def _judged(side: Lived, by: tuple[str, ...], common: tuple[Stratum, ...]) -> dict[Stratum, tuple[int, int]]:
    """How many cases of each common stratum were settled in time, of how many whose last day has passed."""
    is_judged = (side.cases["is_due"] & ~side.cases["left_in_time"]).to_numpy(dtype=bool)
    is_on_time = side.cases["is_on_time"].to_numpy(dtype=bool)
    place = _places(side, by)
    return {key: (int((is_judged & is_on_time)[place[key]].sum()), int(is_judged[place[key]].sum())) for key in common}


def _places(side: Lived, by: tuple[str, ...]) -> dict[Stratum, npt.NDArray[np.intp]]:
    """Which lines belong to each stratum."""
    import numpy as np

    lines: dict[Stratum, list[int]] = {}
    for line, key in enumerate(_strata(side, by)):
        lines.setdefault(key, []).append(line)
    return {key: np.asarray(found, dtype=np.intp) for key, found in lines.items()}
