"""T12 and T13: the year beside the one before, against inhabitants and cases; and satisfaction with handling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from analytics.reports.annual.tables import AnnualTable, Figure, Name, Row, Unit, nothing
from complaints.rules.kinds import LEGAL_KINDS, Kind

PER_INHABITANTS: Final = 10_000
PER_CASES: Final = 1_000
"""What rates refer to. Source: annual reports on skargi and wnioski as offices publish them."""

COLUMNS: Final = (
    "before", "now", "change", "inhabitants_before", "inhabitants_now", "cases_before", "cases_now",
)  # fmt: skip


@dataclass(frozen=True)
class Bases:
    """Reference figures of a year; None where nobody entered them, or for a reader of a part of the office."""

    inhabitants: int | None = None
    cases: int | None = None


def year_on_year(
    now: Mapping[str, int],
    before: Mapping[str, int],
    bases: Bases,
    bases_before: Bases,
    ids: Mapping[str, tuple[str, ...]],
) -> AnnualTable:
    """T12: received in the year and in the one before, per 10,000 inhabitants and per 1,000 cases handled.

    ``ids``: the cases of the year behind the counts, by kind.
    """
    groups = (
        ("complaints", Name("population", "complaints"), (Kind.SKARGA, Kind.WNIOSEK)),
        *((kind.value, Name("kind", kind.value), (kind,)) for kind in LEGAL_KINDS),
    )
    rows = []
    for key, name, kinds in groups:
        count, count_before = (sum(counts.get(kind, 0) for kind in kinds) for counts in (now, before))
        behind = tuple(one for kind in kinds for one in ids.get(kind, ()))
        figures = (
            Figure(count_before),
            Figure(count, ids=behind),
            Figure(count - count_before),
            rate(count_before, bases_before.inhabitants, PER_INHABITANTS),
            rate(count, bases.inhabitants, PER_INHABITANTS),
            rate(count_before, bases_before.cases, PER_CASES),
            rate(count, bases.cases, PER_CASES),
        )
        rows.append(Row(key, name, figures, is_part=key in (Kind.SKARGA, Kind.WNIOSEK)))
    return AnnualTable("t12", tuple(Name("column", column) for column in COLUMNS), tuple(rows), ("rates",))


def rate(count: int, base: int | None, per: int) -> Figure:
    """So many per ``per``, to one decimal, halves up; nothing to say without a base."""
    if not base:
        return nothing(Unit.RATE)
    value = (Decimal(count * per) / Decimal(base)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return Figure(value, Unit.RATE, base)


def satisfaction() -> AnnualTable:
    """T13: nothing, and why: nobody is asked yet after a case has ended."""
    return AnnualTable("t13", (), (), ("not_collected",))
