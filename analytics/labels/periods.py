"""How months, runs of months, quarters and years are named."""

from __future__ import annotations

from typing import Final

from babel.dates import format_date
from flask_babel import lazy_gettext as _l

from analytics.measures.period import Month, Period
from analytics.measures.slices import Slice
from analytics.texts import _
from web import filters
from web.languages import current_language
from web.typography import NO_BREAK

DAYS: Final = (
    _l("poniedziałek"), _l("wtorek"), _l("środa"), _l("czwartek"), _l("piątek"), _l("sobota"), _l("niedziela"),
)  # fmt: skip


def month_name(month: Month) -> str:
    """Listopad 2026: also at the beginning of a sentence."""
    name = filters.month(month.first)
    return name[0].upper() + name[1:]


def month_inside(month: Month) -> str:
    """listopad 2026: inside a sentence."""
    return filters.month(month.first)


def month_short(month: Month) -> str:
    """lis: under an axis."""
    return format_date(month.first, "LLL", locale=current_language())


def period_name(period: Period) -> str:
    """listopad 2026, or styczeń 2026 – marzec 2026, or rok 2025."""
    first, last = Month.of(period.first), Month.of(period.last)
    if first == last:
        return month_inside(first)
    if (first.number, last.number) == (1, 12) and first.year == last.year:
        return _("rok %(year)s", year=str(first.year))
    return f"{month_inside(first)}{NO_BREAK}– {month_inside(last)}"


def slice_name(one: Slice) -> str:
    """listopad 2026, IV kwartał 2026, rok 2026."""
    if 12 <= one.time < 16:
        return _("%(quarter)s kwartał %(year)s", quarter=("I", "II", "III", "IV")[one.time - 12], year=str(one.year))
    return period_name(one.period)


def period_short(period: Period) -> str:
    """paź 2026, maj–paź 2026, lis 2025–sty 2026, 2025: beside a line of a chart."""
    first, last = Month.of(period.first), Month.of(period.last)
    end = f"{month_short(last)} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{month_short(first)} {first.year}–{end}"
    return str(last.year) if (first.number, last.number) == (1, 12) else f"{month_short(first)}–{end}"
