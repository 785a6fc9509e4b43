"""The score interval of a share."""

import math

from analytics.methods.interval import Z95, Interval


def wilson(successes: int, n: int, z: float = Z95) -> Interval | None:
    """Return the Wilson interval of the share successes / n.

    Unit: share, 0 to 1; never leaves that range. None when n is 0: nobody answered, so nothing is known. With no
    success the lower limit is exactly 0, with successes only the upper one exactly 1.

    Raises: ValueError when successes is not between 0 and n.
    Source: E. B. Wilson, 1927, doi:10.1080/01621459.1927.10502953; without continuity correction, as recommended by
    Brown, Cai and DasGupta, 2001, doi:10.1214/ss/1009213286. Tested against
    scipy.stats.binomtest(k, n).proportion_ci(method="wilson").
    Deviation: none.
    """
    if not 0 <= successes <= n:
        raise ValueError(f"successes must be between 0 and n, not {successes} of {n}")
    if n == 0:
        return None
    share = successes / n
    denominator = 1 + z * z / n
    centre = (share + z * z / (2 * n)) / denominator
    reach = z / denominator * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - reach)
    high = 1.0 if successes == n else min(1.0, centre + reach)
    return Interval(low, high)
