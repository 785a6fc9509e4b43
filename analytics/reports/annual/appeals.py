"""T9 and T10: what another body decides: passed on within seven days, decided anew here, and what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from analytics.frames import YearCase
from analytics.reports.annual.tables import AnnualTable, Name, Row, count_of, crossed, share_of
from complaints.rules.kinds import Kind
from complaints.rules.outcomes import RESULTS, Outcome

COLUMNS: Final = ("received", "in_time", "late", "in_time_share", "own_decision", "left", "open")
APPEALS: Final = (Kind.ODWOLANIE, Kind.ZAZALENIE)
ENDS: Final = frozenset({Outcome.PRZEKAZANE, Outcome.NOWA_DECYZJA})
"""What ends the term: the files go on, or the office decides anew."""


def appeals(cases: Sequence[YearCase], today: dt.date) -> AnnualTable:
    """T9: odwołania and zażalenia received in the year, as seen on a day. Source: art. 132, 133, 144 KPA."""
    return _passed_on("t9", cases, today, APPEALS, ("appeals", "late_ones"))


def urgings(cases: Sequence[YearCase], today: dt.date) -> AnnualTable:
    """T10: ponaglenia received in the year, as seen on a day. Source: art. 37 § 3a and 4 KPA."""
    return _passed_on("t10", cases, today, (Kind.PONAGLENIE,), ("urgings", "late_ones"))


def appeal_results(cases: Sequence[YearCase]) -> AnnualTable:
    """T9b: what other bodies decided in the year. Source: art. 134, 138, 144 KPA."""
    return _results("t9b", cases, APPEALS)


def urging_results(cases: Sequence[YearCase]) -> AnnualTable:
    """T10b: what other bodies decided on ponaglenia in the year. Source: art. 37 § 6 KPA."""
    return _results("t10b", cases, (Kind.PONAGLENIE,))


def is_late(case: YearCase, today: dt.date) -> bool:
    """Whether the term ran out before the case was passed on or decided anew: then, or up to this day.

    A new decision by the last day leaves nothing to pass on, and what left otherwise is counted beside.
    """
    if case.settled_on is None:
        return case.left_on is None and case.due_on is not None and case.due_on < today
    return case.outcome in ENDS and (case.due_on is None or case.settled_on > case.due_on)


def _passed_on(
    key: str, cases: Sequence[YearCase], today: dt.date, kinds: Sequence[Kind], notes: tuple[str, ...]
) -> AnnualTable:
    rows = []
    for kind in kinds:
        own = [case for case in cases if case.kind == kind]
        late = [case for case in own if is_late(case, today)]
        in_time = [case for case in own if case.outcome == Outcome.PRZEKAZANE and case not in late]
        here = [case for case in own if case.outcome == Outcome.NOWA_DECYZJA]
        left = [case for case in own if case.settled_on is None and case.left_on is not None]
        still = [case for case in own if case.settled_on is None and case.left_on is None]
        figures = (
            count_of(own), count_of(in_time), count_of(late), share_of(in_time, [*in_time, *late]), count_of(here),
            count_of(left), count_of(still),
        )  # fmt: skip
        rows.append(Row(kind.value, Name("kind", kind.value), figures))
    return AnnualTable(key, tuple(Name("column", column) for column in COLUMNS), tuple(rows), notes)


def _results(key: str, cases: Sequence[YearCase], kinds: Sequence[Kind]) -> AnnualTable:
    decided = [case for case in cases if case.kind in kinds and case.result]
    rows = [Name("result", result.value) for result in RESULTS[kinds[0]]]
    columns = [Name("kind", kind.value) for kind in kinds]
    return crossed(key, decided, rows, columns, lambda case: case.result, lambda case: case.kind)
