"""Rounding as people expect it from an office: a half goes up."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction


def half_up(value: float, digits: int = 1) -> Decimal:
    """Return the value rounded to the digits, a half away from zero.

    The float is taken as it prints (2.675 is 2.675, not 2.67499999...), so that a reader with a pencil agrees.
    """
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def percent(numerator: int, denominator: int, digits: int = 1) -> Decimal | None:
    """Return 100 numerator / denominator, rounded half up from the exact fraction; None when the denominator is 0."""
    if denominator == 0:
        return None
    scale = 10**digits
    exact = Fraction(numerator * 100 * scale, denominator)
    sign = -1 if exact < 0 else 1
    return Decimal(sign * ((2 * abs(exact) + 1) // 2)).scaleb(-digits)
