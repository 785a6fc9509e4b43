"""What editions of months have told and hidden of the answers: what the next publication has to heed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy.orm import Session

from analytics.frames import facts
from analytics.frames.answers import INSTRUMENT
from analytics.frames.published import Rows, rows_of_year
from analytics.frames.scope import NOWHERE
from analytics.measures.satisfaction import QUESTION_OF
from analytics.methods.release import MONTHS, ROOT, YEAR, Cell, months_in
from analytics.methods.suppression import PUBLISHED_N

POPULATION: Final = "complaints"
"""Figures over answers are the same for all populations; those of this one are read."""


@dataclass(frozen=True)
class Earlier:
    """Of one question: cells told, with the bases they were told with, and cells hidden."""

    told: Mapping[Cell, frozenset[int]] = field(default_factory=dict)
    hidden: frozenset[Cell] = frozenset()

    def __hash__(self) -> int:
        """The same for the same cells."""
        return hash((frozenset(self.told.items()), self.hidden))

    def against(
        self, counts: Mapping[Cell, int], minimum: int = PUBLISHED_N
    ) -> tuple[frozenset[Cell], frozenset[Cell], frozenset[Cell]]:
        """Return the cells that are known, those that stay hidden, and those told before that are withheld now.

        Withheld is what differs from its former self by fewer answers than may be told: laid side by side, the two
        would tell what those few people answered. So would the quarter and the year that hold such a month, and the
        whole where every other department is told.
        """
        apart = {cell: [n for one in told if (n := counts.get(cell, 0) - one)] for cell, told in self.told.items()}
        late = {cell: min(found, key=abs) for cell, found in apart.items() if found}
        withheld = {cell: n for cell, n in late.items() if abs(n) < minimum}
        known = frozenset(self.told)
        withheld |= _holding(withheld, minimum)
        return known, self.hidden - known, frozenset(withheld) | _wholes(withheld, minimum)


def _wholes(late: Mapping[Cell, int], minimum: int) -> frozenset[Cell]:
    """Return the times the whole would tell by how many answers the withheld departments differ: less those told."""
    sums: dict[int, int] = defaultdict(int)
    for (part, time), n in late.items():
        sums[time] += n if part != ROOT else 0
    return frozenset((ROOT, time) for time, n in sums.items() if 0 < abs(n) < minimum)


def _holding(late: Mapping[Cell, int], minimum: int) -> dict[Cell, int]:
    """Return the quarters and years that would tell by how many answers the withheld months differ, and by how many.

    ``late``: these differences. A quarter less its months that are told, and a year less its quarters that are, leave
    those of the withheld ones together: too few of them are too few to tell.
    """
    found: dict[Cell, int] = {}
    for time in (*range(MONTHS, YEAR), YEAR):
        inside = range(MONTHS, YEAR) if time == YEAR else months_in(time)
        sums: dict[Hashable, int] = defaultdict(int)
        for (part, when), n in (found if time == YEAR else late).items():
            sums[part] += n if when in inside else 0
        found |= {(part, time): n for part, n in sums.items() if 0 < abs(n) < minimum}
    return found


NOTHING: Final = Earlier()


def earlier(session: Session, key: str, year: int, upto_leaf: int | None = None) -> dict[str, Earlier]:
    """Return by question what the editions of a year's months told and hid, those published by an entry of the record.

    Editions tell of the office's own instrument only. Two statements.
    """
    if key != INSTRUMENT:
        return {}
    departments = {code: department for department, code in facts.department_codes(session).items()}
    told: dict[str, dict[Cell, set[int]]] = defaultdict(lambda: defaultdict(set))
    hidden: dict[str, set[Cell]] = defaultdict(set)
    for rows in rows_of_year(session, year, upto_leaf):
        for question, cell, n in _cells(rows, departments):
            if n is None:
                hidden[question].add(cell)
            else:
                told[question][cell].add(n)
    return {
        question: Earlier(
            {cell: frozenset(bases) for cell, bases in told[question].items()}, frozenset(hidden[question])
        )
        for question in told.keys() | hidden.keys()
    }


def _cells(rows: Rows, departments: Mapping[str, str]) -> Iterator[tuple[str, Cell, int | None]]:
    """The cells of an edition by question; None where they are hidden."""
    for month, measure, _version, dimensions, n, *_numbers, is_hidden, _small, _structure in rows:
        told = dict(one.partition("=")[::2] for one in dimensions.split(";"))
        question = told.get("question") or QUESTION_OF.get(measure)
        if question is None or told.get("population") != POPULATION or not (n or is_hidden == "true"):
            continue
        code = told.get("department")
        part = ROOT if code is None else ("department", str(NOWHERE) if code == "none" else departments.get(code, code))
        yield question, (part, int(month[5:]) - 1), None if is_hidden == "true" else int(n)
