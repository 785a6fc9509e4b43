"""p-charts and Laney's p': control charts of shares whose base changes from month to month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from analytics.methods.signals import Limits, signals
from analytics.methods.xmr import MINIMUM_POINTS, Stretch, cuts, mean_range

SIGMAS: Final = 3
"""Standard deviations from the centre to a limit. Source: W. A. Shewhart, 1931."""

D2: Final = 1.128
"""The mean range of two values in standard deviations, 2 / sqrt(pi), to three places as the charts print it."""


def laney(
    counts: Sequence[int],
    bases: Sequence[int],
    *,
    rebase_at: Sequence[int] = (),
    overdispersed: bool = True,
    screen: bool = False,
    minimum: int = MINIMUM_POINTS,
) -> tuple[Stretch, ...]:
    """Return the stretches of a p' chart: one, or a new one from each place of rebase_at on.

    Unit: share, 0 to 1; the centre is the pooled share, the limits get narrower as the base of a point grows and may
    reach below 0 or above 1. overdispersed False: the plain p-chart, which expects months to differ by chance of the
    draw alone. True: its limits times the variation between months, the mean moving range of the standardised shares
    divided by D2. screen: large moving ranges are left out of it once, as in ``xmr``. A stretch of fewer points than
    minimum has no limits and no signals; one where all or none succeeded has limits without width.

    Raises: ValueError when a base is not positive or a count not between 0 and its base.
    Source: D. B. Laney, Improved Control Charts for Attributes, Quality Engineering 14(4), 2002,
    doi:10.1081/QEN-120003555. Tested against published values for the English four-hour rate.
    Deviation: D2 to three places.
    """
    if len(counts) != len(bases) or any(not 0 <= count <= n or n < 1 for count, n in zip(counts, bases, strict=True)):
        raise ValueError("every point needs a base above 0 and a count between 0 and that base")
    return tuple(
        _stretch(counts[start:stop], bases[start:stop], start, overdispersed, screen, minimum)
        for start, stop in cuts(len(counts), rebase_at)
    )


def between_months(shares: Sequence[float], sigmas: Sequence[float], centre: float, screen: bool) -> tuple[float, int]:
    """Return how many times more months vary than chance of the draw, and how many large ranges were left out."""
    scores = [(share - centre) / sigma for share, sigma in zip(shares, sigmas, strict=True)]
    width, screened = mean_range(scores, screen=screen)
    return width / D2, screened


def _stretch(
    counts: Sequence[int], bases: Sequence[int], start: int, overdispersed: bool, screen: bool, minimum: int
) -> Stretch:
    centre, stop = sum(counts) / sum(bases), start + len(counts)
    if len(counts) < minimum:
        return Stretch(start, stop, centre, (), (None,) * len(counts))
    shares = [count / n for count, n in zip(counts, bases, strict=True)]
    sigmas = [math.sqrt(centre * (1 - centre) / n) for n in bases]
    factor, screened = 1.0, 0
    if overdispersed and 0 < centre < 1:
        factor, screened = between_months(shares, sigmas, centre, screen)
    limits = tuple(
        Limits(centre, centre - reach, centre + reach) for reach in (SIGMAS * factor * one for one in sigmas)
    )
    return Stretch(start, stop, centre, limits, signals(shares, limits), screened)
