"""The interval of a difference of two independent shares."""

import math

from analytics.methods.interval import Difference
from analytics.methods.wilson import wilson


def newcombe(successes: int, n: int, base_successes: int, base_n: int) -> Difference | None:
    """Return share minus base share with its 95 % hybrid score interval.

    Unit: share, -1 to 1; positive when the first share is higher. None when either side has no cases.

    Raises: ValueError when a number of successes is not between 0 and its n.
    Source: R. G. Newcombe, 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I;
    his table II (56/70 against 48/80) is the test.
    Deviation: none.
    """
    now, base = wilson(successes, n), wilson(base_successes, base_n)
    if now is None or base is None:
        return None
    share, base_share = successes / n, base_successes / base_n
    difference = share - base_share
    below = math.hypot(share - now.low, base.high - base_share)
    above = math.hypot(now.high - share, base_share - base.low)
    return Difference(difference, difference - below, difference + above)
