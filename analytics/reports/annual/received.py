"""T1-T3 and T6: what came in, by month, department, competent body and subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from analytics.frames import YearCase
from analytics.reports.annual.tables import TOTAL, AnnualTable, Name, Row, across, crossed
from complaints.rules.kinds import LEGAL_KINDS, Channel
from complaints.rules.register_row import competent_body

KINDS: Final = tuple(Name("kind", kind.value) for kind in LEGAL_KINDS)
MONTHS: Final = tuple(Name("month", str(number)) for number in range(1, 13))
OFFICE: Final = Name("body", "office")
NONE: Final = "none"
"""The row of what has no department, or no subject."""


def by_month(cases: Sequence[YearCase]) -> AnnualTable:
    """T1: kind by channel by month. A kind or channel nothing came by has no row."""

    def row(key: str, name: Name, chosen: list[YearCase], *, is_part: bool) -> Row:
        return Row(key, name, across(chosen, MONTHS, _month), is_part=is_part)

    rows: list[Row] = []
    for kind in KINDS:
        own = [case for case in cases if case.kind == kind.code]
        if not own:
            continue
        rows.append(row(kind.code, kind, own, is_part=False))
        for channel in Channel:
            by_channel = [case for case in own if case.channel == channel]
            if by_channel:
                name = Name("channel", channel.value)
                rows.append(row(f"{kind.code}.{channel}", name, by_channel, is_part=True))
    sums = Row(TOTAL, Name("column", TOTAL), across(cases, MONTHS, _month), is_total=True)
    return AnnualTable("t1", (*MONTHS, Name("column", TOTAL)), (*rows, sums))


def by_department(cases: Sequence[YearCase], names: Mapping[str, str]) -> AnnualTable:
    """T2: department by kind, as each case stands under it."""
    return crossed("t2", cases, _named(cases, names, _department, "no_department"), KINDS, _department, _kind)


def by_body(cases: Sequence[YearCase]) -> AnnualTable:
    """T3: competent body by kind; this office first."""
    found = {_body(case) for case in cases} - {OFFICE}
    others = sorted(found, key=lambda name: (name.space, name.words.casefold(), name.code))
    return crossed("t3", cases, (OFFICE, *others), KINDS, lambda case: _body(case).code, _kind)


def by_topic(cases: Sequence[YearCase], names: Mapping[str, str]) -> AnnualTable:
    """T6: subject by kind."""
    return crossed("t6", cases, _named(cases, names, _topic, "no_topic"), KINDS, _topic, _kind)


def _named(
    cases: Sequence[YearCase], names: Mapping[str, str], key_of: Callable[[YearCase], str], none: str
) -> list[Name]:
    """What stands in the office's own list, by name, then what has no name."""
    keys = {key_of(case) for case in cases}
    rows = sorted(
        (Name("text", key, names.get(key, "")) for key in keys - {NONE}), key=lambda name: name.words.casefold()
    )
    return [*rows, *([Name(none, NONE)] if NONE in keys else [])]


def _kind(case: YearCase) -> str:
    return case.kind


def _month(case: YearCase) -> str:
    return str(case.received_on.month)


def _department(case: YearCase) -> str:
    return case.department or NONE


def _topic(case: YearCase) -> str:
    return case.topic or NONE


def _body(case: YearCase) -> Name:
    name, kind = competent_body(case.kind, case.about, case.matter, case.steps)
    if name:
        return Name("text", name, name)
    return Name("body_kind", kind) if kind else OFFICE
