"""What a declaration of a measure holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Population(StrEnum):
    """Which cases a figure speaks of. Imported service cases are never mixed with complaints; feedback is no case."""

    COMPLAINTS = "complaints"
    SKARGA = "skarga"
    WNIOSEK = "wniosek"
    SPRAWA = "sprawa"
    PETYCJA = "petycja"
    ODWOLANIE = "odwolanie"
    ZAZALENIE = "zazalenie"
    PONAGLENIE = "ponaglenie"


KINDS: Final[dict[Population, frozenset[str]]] = {
    Population.COMPLAINTS: frozenset({"skarga", "wniosek"}),
    Population.SKARGA: frozenset({"skarga"}),
    Population.WNIOSEK: frozenset({"wniosek"}),
    Population.SPRAWA: frozenset({"sprawa"}),
    Population.PETYCJA: frozenset({"petycja"}),
    Population.ODWOLANIE: frozenset({"odwolanie"}),
    Population.ZAZALENIE: frozenset({"zazalenie"}),
    Population.PONAGLENIE: frozenset({"ponaglenie"}),
}


LEGAL_CASES: Final = frozenset({"skarga", "wniosek", "petycja", "odwolanie", "zazalenie", "ponaglenie"})
IMPORTED_CASES: Final = KINDS[Population.SPRAWA]
EVERY_CASE: Final = LEGAL_CASES | IMPORTED_CASES
"""Which cases a measure can be about: those of our registers, those of other systems, or any."""


class Cohort(StrEnum):
    """By which date a case or an answer belongs to a period."""

    RECEIVED = "received"
    SETTLED = "settled"
    DUE = "due"
    OPEN_AT_END = "open_at_end"
    STEP = "step"
    DECIDED = "decided"
    ANSWERED = "answered"


class Judgement(StrEnum):
    """By what a case counts as settled in time."""

    NONE = "none"
    LAST_DAY = "last_day"
    """Legal cases: the last day of the term, a date in Warsaw."""
    DUE_AT = "due_at"
    """Imported cases: the due moment they came with."""


class Unit(StrEnum):
    """What the value of a figure counts."""

    CASES = "cases"
    SHARE = "share"
    DAYS = "days"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    POINTS = "points"
    INDEX = "index"
    """Points from 0 to 100."""
    NET = "net"
    """Points from -100 to 100: one share less another."""
    RHO = "rho"
    """A coefficient from -1 to 1."""
    RATE = "rate"


class Better(StrEnum):
    """Which direction is an improvement; none where a change is neither."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class IntervalKind(StrEnum):
    """How the 95 % interval of the figure is made."""

    WILSON = "wilson"
    ORDER_STATISTICS = "order_statistics"
    BOOTSTRAP = "bootstrap"
    SCORE = "score"
    """From the Wilson intervals of the shares it is made of."""
    HAC = "hac"
    """Newey and West's errors, widened by simulation."""
    PAIRED = "paired"
    """Adjusted Wald, of two shares of the same answers."""
    MOVER = "mover"
    """From the Wilson limits of the parts."""
    LOG_LOG = "log_log"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Measure:
    """One declared figure. The words are lazy translations; a change of meaning makes a new version.

    ``formula``: the same in signs, such as ``100 (n4 + n5) / n``. ``judgement``: by what it counts as in time.
    ``kinds``: the kinds of cases it is about; it speaks of a population that holds any of them. Empty: not of cases, or
    of two spans beside one another.
    """

    key: str
    title: Any
    unit: Unit
    better: Better
    population: Any
    numerator: Any
    denominator: Any
    cohort: Cohort
    interval: IntervalKind
    source: str
    version: int = 1
    in_force_from: dt.date = dt.date(2026, 1, 1)
    minimum_n: int = 1
    formula: str = ""
    judgement: Judgement = Judgement.NONE
    kinds: frozenset[str] = frozenset()

    @property
    def is_survey(self) -> bool:
        """Whether the figure comes from answers, not from cases."""
        return self.cohort is Cohort.ANSWERED

    def speaks_of(self, population: Population) -> bool:
        """Whether the figure exists for a population: it holds a kind of case the measure is about."""
        return not self.kinds.isdisjoint(KINDS[population])
