"""Those for less those against, of the same answers."""

import math
from typing import NamedTuple

from analytics.methods.interval import Z95


class Net(NamedTuple):
    """A net share with its 95 % interval, each -1 to 1."""

    value: float
    low: float
    high: float


def net(above: int, below: int, n: int, z: float = Z95) -> Net | None:
    """Return (above - below) / n with its 95 % adjusted Wald interval; None when n is 0.

    Unit: share, -1 to 1; the limits never leave that range. The two shares come from the same answers, so they are not
    independent: the variance is that of a multinomial, (p + q - (p - q)^2) / n, with one answer added to each side and
    two to n, so that the interval does not vanish where everybody says the same.

    Raises: ValueError when above and below are not between 0 and n together.
    Source: D. G. Bonett and R. M. Price, 2012, doi:10.3102/1076998611411915, equation 3, whose discordant pairs are our
    two sides. Tested against the formula in fractions and by drawing multinomial samples.
    Deviation: limits are cut to -1 and 1.
    """
    if min(above, below) < 0 or above + below > n:
        raise ValueError(f"{above} above and {below} below do not fit into {n}")
    if n == 0:
        return None
    p, q = (above + 1) / (n + 2), (below + 1) / (n + 2)
    reach = z * math.sqrt((p + q - (p - q) ** 2) / (n + 2))
    return Net((above - below) / n, max(-1.0, p - q - reach), min(1.0, p - q + reach))
