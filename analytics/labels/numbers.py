"""How numbers, amounts and their limits are written."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from babel.numbers import format_decimal

from analytics.measures.declaration import Unit
from analytics.methods.rounding import half_up, percent
from analytics.methods.suppression import is_hidden, is_small_base
from analytics.texts import _, ngettext
from web.languages import current_language
from web.typography import JOINER, NO_BREAK

DIGITS: Final = {Unit.POINTS: 2, Unit.INDEX: 1, Unit.NET: 1, Unit.RHO: 2, Unit.RATE: 1}
"""Decimals of values that stand without a word for their unit."""
MINUS: Final = "\u2212"


def written(value: float | Decimal, digits: int = 0) -> str:
    """1 234,5: rounded half up, with so many decimals."""
    rounded = half_up(float(value), digits)
    zeros = "." + "0" * digits if digits else ""
    return format_decimal(rounded, f"#,##0{zeros}", locale=current_language())


def trimmed(value: float) -> str:
    """21 or 20,5: one decimal only where there is one."""
    return written(value, 0 if half_up(value, 1) == half_up(value, 0) else 1)


def percent_sign() -> str:
    """The sign with the space the language wants before it."""
    return "%" if current_language() == "en" else f"{NO_BREAK}%"


def percent_of(numerator: int, n: int, digits: int = 1) -> str:
    """86,3 %: from the counts, rounded half up."""
    share = percent(numerator, n, digits)
    zeros = "." + "0" * digits if digits else ""
    return "–" if share is None else format_decimal(share, f"#,##0{zeros}", locale=current_language()) + percent_sign()


def days(value: float) -> str:
    """21 dni, 20,5 dnia."""
    if half_up(value, 1) == half_up(value, 0):
        whole = int(half_up(value, 0))
        return ngettext("%(num)d dzień", "%(num)d dni", whole)
    return _("%(number)s dnia", number=written(value, 1))


def working_days(value: float) -> str:
    """15 dni roboczych, 14,5 dnia roboczego."""
    if half_up(value, 1) == half_up(value, 0):
        whole = int(half_up(value, 0))
        return ngettext("%(num)d dzień roboczy", "%(num)d dni roboczych", whole)
    return _("%(number)s dnia roboczego", number=written(value, 1))


def hours(value: float) -> str:
    """32,4 godz."""
    return _("%(number)s godz.", number=written(value, 1))


def amount(value: float, unit: Unit) -> str:
    """A value with its unit: 21 dni, 86,3 %, 1 234, 4,21."""
    if unit is Unit.SHARE:
        return written(100 * value, 1) + percent_sign()
    words = {Unit.DAYS: days, Unit.WORKING_DAYS: working_days, Unit.HOURS: hours}
    if unit in words:
        return words[unit](value)
    return written(value, DIGITS.get(unit, 0)).replace("-", MINUS)


def with_base(words: str, n: int) -> str:
    """Words about n cases, with the mark of a small base where they are few."""
    return _("%(value)s (mała podstawa)", value=words) if is_small_base(n, minimum=1) else words


def limits(low: float, high: float, unit: Unit) -> str:
    """Two limits as a range that does not break, without the unit."""
    if unit is Unit.SHARE:
        return f"{written(100 * low, 1)}{JOINER}–{JOINER}{written(100 * high, 1)}"
    if unit in (Unit.NET, Unit.RHO) or low < 0:
        return from_to(low, high, unit)
    digits = 1 if unit is Unit.HOURS else None
    ends = [trimmed(end) if digits is None else written(end, digits) for end in (low, high)]
    return f"{ends[0]}{JOINER}–{JOINER}{ends[1]}"


def from_to(low: float, high: float, unit: Unit) -> str:
    """Two limits of which one may be negative: od −1,2 do 3,4."""
    return _("od %(low)s do %(high)s", low=signed(low, unit), high=signed(high, unit))


def signed(value: float, unit: Unit) -> str:
    """A difference without its unit, with a true minus: −1,2."""
    number = written(100 * value, 1) if unit is Unit.SHARE else trimmed(value)
    if unit in DIGITS:
        number = written(value, DIGITS[unit])
    return number.replace("-", MINUS)


def amount_or_dash(value: float | None, unit: Unit) -> str:
    """A value with its unit, a dash where there is none."""
    return "–" if value is None else amount(value, unit)


def p_value(p: float) -> str:
    """= 0,015 or < 0,001."""
    return f"<{NO_BREAK}{written(0.001, 3)}" if p < 0.001 else f"={NO_BREAK}{written(p, 3)}"


def count_or_hidden(count: int | None) -> str:
    """A count of responses, or that it is hidden; fewer than five are not told."""
    return _("ukryte") if count is None or is_hidden(count) else written(count)
