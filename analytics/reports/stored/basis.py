"""What a stored dashboard rests on besides the entries: few facts, and when any of them differs it holds no more."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from analytics.frames.scope import holds
from analytics.frames.stored import Counts, counts_by, responses_by
from analytics.measures.declaration import KINDS
from analytics.measures.period import Month
from analytics.reports.choice import last_complete_month
from analytics.reports.stored.made_by import made_by
from analytics.reports.stored.touching import Figures
from ledger.canonical import canonical


def told_upto(month: Month, today: dt.date) -> Month:
    """Return the newest month that takes part in deciding which answers of a year are told: as of `material`."""
    return min(last_complete_month(today), Month(month.year, 12))


@dataclass
class Facts:
    """Facts of one moment. Each is read when it is first asked for, so that many months cost little more than one."""

    session: Session
    today: dt.date
    _cases: dict[dt.date, list[Counts]] = field(default_factory=dict)
    _responses: dict[Month, tuple[int, dt.date | None, int]] = field(default_factory=dict)

    def basis(self, figures: Figures) -> str:
        """Return the digest of all that figures rest on: two statements for the first month.

        The rules of the program; how far answers are told; how many there are of those months, which tells of every
        one that came late; the days of the first case and the first answer, with which charts begin; and how many
        cases were received, due, settled and gone by the end of the month, which tells of cases that came past the
        record, as no entry would.
        """
        upto = told_upto(Month.of(figures.last), self.today)
        given, first, reported = self._answers(upto)
        counts = self._by(figures.last)
        begin = min((one.first for one in counts), default=None)
        chosen = [
            one.numbers
            for one in counts
            if one.kind in KINDS[figures.population]
            and holds(figures.reach, str(one.department) if one.department else None)
        ]
        sums = [sum(one) for one in zip(*chosen, strict=True)]
        facts = [made_by(), str(upto), given, reported, str(first), str(begin), sums]
        return hashlib.sha256(canonical(facts).encode()).hexdigest()

    def _by(self, last: dt.date) -> list[Counts]:
        if last not in self._cases:
            self._cases[last] = counts_by(self.session, last)
        return self._cases[last]

    def _answers(self, upto: Month) -> tuple[int, dt.date | None, int]:
        if upto not in self._responses:
            self._responses[upto] = responses_by(self.session, upto.last)
        return self._responses[upto]
