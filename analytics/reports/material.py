"""What a report is made from: frames as known at a moment, and the leaf of the record they belong to."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from analytics import frames
from analytics.measures.arrays import part_of
from analytics.measures.cases import known_at
from analytics.measures.period import Month, Period
from analytics.measures.result import Result, WhyNot, withheld
from analytics.measures.satisfaction import QUESTION_OF, by_department, of_month, survey
from analytics.methods.release import ROOT
from analytics.reports.as_of import AsOf, minute_of
from analytics.reports.choice import NO_TOPIC, Choice, last_complete_month
from analytics.reports.references import References, references
from analytics.reports.release import NOT_TOLD, Audience, Released, released
from analytics.reports.structure import Lens, Structure
from kernel.clock import Clock, local_day
from kernel.errors import NotFound
from kernel.permissions import EVERYWHERE, Scope
from ledger.queries import head
from office.queries import all_departments, names_on, todays_departments

if TYPE_CHECKING:
    import pandas as pd


NOBODY: Final[Scope] = frozenset()
"""The scope of a report that asks for no answers."""


@dataclass(frozen=True, eq=False)
class Material:
    """Frames and facts for one report. known holds the chosen cases, answers those of the whole scope.

    Cases stand under the department of the chosen structure, answers under the one they had; departments names those
    of the structure, every_part all of the scope. What is hidden is decided among every_part, so that the figures of
    the two structures, laid side by side, give nothing away: a department is shown only if all its parts are.
    unsettled: months whose answers were not all sealed at an earlier moment. Their survey figures are withheld: laid
    beside those of today, or of a moment more, they would tell what a few people answered in between.
    """

    choice: Choice
    as_of: dt.datetime
    leaf: int
    months: tuple[Month, ...]
    departments: dict[str, str]
    every_part: tuple[str, ...]
    lens: Lens
    known: pd.DataFrame
    answers: pd.DataFrame
    responses: pd.DataFrame
    unsettled: frozenset[str] = frozenset()
    is_past: bool = False
    released: Mapping[int, Released] = field(default_factory=dict)
    references: References = field(default_factory=dict)
    audience: Audience = Audience.STAFF

    @property
    def today(self) -> dt.date:
        """The legal day of the report."""
        return local_day(self.as_of)

    @property
    def trend_period(self) -> Period:
        """The months a page shows: all but the first, which is only compared with."""
        return Period.of(self.months[1], self.months[-1])

    def set_down(self) -> Material:
        """Return the same without rows: what a finished report keeps."""
        return replace(
            self, known=self.known.iloc[:0], answers=self.answers.iloc[:0], responses=self.responses.iloc[:0]
        )

    def satisfaction(self, key: str, month: Month) -> Result:
        """Return a survey measure of one month for the chosen department, or for the whole scope.

        A department's figure is withheld here exactly when it is withheld in the table of all departments.
        """
        if self.choice.department is None:
            whole = survey(key, of_month(self.answers, month), Period.of(month))
            return self.told(self.kept_back(whole, QUESTION_OF[key], ROOT, month), month)
        return self.by_department(key, month)[self.choice.part]

    def by_department(self, key: str, month: Month) -> dict[str, Result]:
        """Return a survey measure of one month for every department of the structure, and "" for none."""
        counts, period, question = of_month(self.answers, month), Period.of(month), QUESTION_OF[key]
        apart = {
            part: self.kept_back(result, question, ("department", part or NOT_TOLD), month)
            for part, result in by_department(key, counts, period, list(self.every_part)).items()
        }
        found = {}
        for name in (*self.departments, ""):
            parts = self.lens.parts(name)
            if len(parts) == 1:
                found[name] = self.told(apart[name], month)
                continue
            whole = survey(key, part_of(counts, "department", *parts), period, (("department", name),))
            found[name] = self.told(without(whole, any(apart[part].is_suppressed for part in parts)), month)
        return found

    def kept_back(self, result: Result, question: str, part: Hashable, month: Month) -> Result:
        """Return a survey figure, withheld where the release of its year hides the cell it stands in."""
        year = self.released.get(month.year)
        why = year.why_not_of(question, part, month.number - 1) if year and result.n else None
        return result if why is None else withheld(result, why)

    def part_hidden(self, question: str, part: str, month: Month) -> bool:
        """Whether the release hides the answers of a department ("" for none) to a question."""
        return self.is_hidden(question, ("department", part or NOT_TOLD), month)

    def is_mark_hidden(self, part: Hashable, month: Month) -> bool:
        """Whether the release hides how many answers of a part bear a mark for which they are left out."""
        year = self.released.get(month.year)
        return year is not None and year.why_not_marked(part, month.number - 1) is not None

    def is_hidden(self, question: str, part: Hashable, month: Month) -> bool:
        """Whether the release hides the answers to a question of a part of the grid."""
        year = self.released.get(month.year)
        return year is not None and year.why_not_of(question, part, month.number - 1) is not None

    def told(self, result: Result, month: Month) -> Result:
        """Return a survey figure of a month, withheld where the month is not over or its answers are unsettled.

        Everybody outside hears only that a figure is withheld: that it is below the minimum would be half a number.
        """
        if self.is_running(month):
            return withheld(result, WhyNot.NOT_OVER)
        if self.audience is Audience.PUBLIC and result.is_suppressed:
            return withheld(result, WhyNot.PROTECTS_OTHERS)
        return without(result, self.is_unsettled(month))

    def is_running(self, month: Month) -> bool:
        """Whether a month is not over: its survey figures wait, or whoever looks twice sees a single answer."""
        return month.last >= self.today

    def is_unsettled(self, month: Month) -> bool:
        """Whether the answers of a month were not all there: it is not over, or some were not sealed at the earlier
        moment the report speaks of.
        """
        return self.is_running(month) or str(month) in self.unsettled

    def chosen_answers(self, month: Month) -> pd.DataFrame:
        """Return the counts of a month for the chosen department, or for the whole scope."""
        return self._of_department(of_month(self.answers, month))

    def _of_department(self, counts: pd.DataFrame) -> pd.DataFrame:
        if self.choice.department is None:
            return counts
        return part_of(counts, "department", *self.lens.parts(self.choice.part))


def gather(
    session: Session,
    clock: Clock,
    scope: Scope,
    choice: Choice,
    months: Sequence[Month],
    *,
    with_answers: bool = True,
    since: dt.date | None = None,
    as_of: AsOf | None = None,
    audience: Audience = Audience.STAFF,
) -> Material:
    """Read what a report over these months (in order, without gaps) needs, as known now or at an earlier moment.

    Now is cut to the minute, so that a page and its pictures agree. Then, cases are replayed from their entries up to
    the leaf, and answers are those of the responses sealed by it. Departments are those the office has today, their
    names and successors those of the day. Raises NotFound for a chosen department there is none of.
    """
    lens = lens_of(session, clock, scope, choice, as_of)
    reach = lens.reach(scope)
    is_then = choice.structure is Structure.DAY_OF_CASE
    every = departments_in(session, reach, months[-1].last if is_then else None)
    departments = {key: name for key, name in every.items() if uuid.UUID(key) not in lens.now}
    if choice.department is not None and choice.part and choice.part not in departments:
        raise NotFound
    asked = reach if with_answers else NOBODY
    sealed = as_of.leaf if as_of else None
    return Material(
        choice,
        as_of.moment if as_of else minute_of(clock),
        as_of.leaf if as_of else last_leaf(session),
        tuple(months),
        departments,
        tuple(every),
        lens,
        known_cases(session, clock, scope, choice, lens, since or months[0].first, as_of),
        frames.answers(session, months, asked, upto_leaf=sealed),
        frames.responses(session, months, asked, upto_leaf=sealed),
        frames.unsettled_months(session, months, as_of.leaf) if as_of and with_answers else frozenset(),
        as_of is not None,
        _releases(session, clock, asked, months, as_of, audience) if with_answers else {},
        references(session, reach, as_of.leaf if as_of else None),
        audience,
    )


def _releases(
    session: Session, clock: Clock, reach: Scope, months: Sequence[Month], as_of: AsOf | None, audience: Audience
) -> dict[int, Released]:
    """What may be told of every year of a report.

    Of an earlier moment people of the office see no cell that is hidden now: they could lay it beside the rest. What is
    published follows from the record up to its moment alone.
    """
    last = last_complete_month(as_of.today if as_of else clock.today())
    found = {}
    for year in sorted({month.year for month in months if month <= last}):
        then = released(session, reach, frames.INSTRUMENT, year, last, audience, as_of.leaf if as_of else None)
        if as_of and audience is Audience.STAFF:
            newest = last_complete_month(clock.today())
            then = then.and_also(released(session, reach, frames.INSTRUMENT, year, newest, audience))
        found[year] = then
    return found


def known_cases(
    session: Session, clock: Clock, scope: Scope, choice: Choice, lens: Lens, since: dt.date, as_of: AsOf | None = None
) -> pd.DataFrame:
    """Return the chosen cases as known now or at an earlier moment, under the department they are counted under.

    Where nothing was recorded since, the register is what the replay would say: that every case equals its replay,
    ``flask ledger verify`` proves.
    """
    wanted = lens.reach(choice.narrowed(scope))
    if as_of is None or as_of.leaf == last_leaf(session):
        cases = frames.cases(session, choice.population, wanted, since=since)
    else:
        cases = frames.cases_then(session, as_of.leaf, choice.population, wanted, since=since)
    if choice.channel:
        cases = cases[cases["channel"] == choice.channel]
    if choice.topic:
        topic = cases["topic"]
        cases = cases[topic.isna() if choice.topic == NO_TOPIC else topic == choice.topic]
    return lens.relabelled(known_at(cases, as_of.moment if as_of else minute_of(clock)))


def last_leaf(session: Session) -> int:
    """Return the number of the newest entry of the record; 0 without any."""
    end = head(session)
    return end.leaf if end else 0


def lens_of(session: Session, clock: Clock, scope: Scope, choice: Choice, as_of: AsOf | None = None) -> Lens:
    """Return how departments are counted in a report."""
    if choice.structure is Structure.DAY_OF_CASE:
        return Lens()
    return Lens.of(choice.structure, todays_departments(session, as_of.today if as_of else clock.today()), scope)


def departments_in(session: Session, scope: Scope, on: dt.date | None = None) -> dict[str, str]:
    """Return names of all departments of a scope by their ids as text: those of today, or of a day."""
    named = all_departments(session) | (names_on(session, on) if on else {})
    return {str(key): name for key, name in named.items() if scope is EVERYWHERE or key in scope}


def digest(results: Iterable[Result], also: Sequence[object] = ()) -> str:
    """Return eight characters that change when any of the figures does, or any of the numbers drawn besides."""
    facts = [
        [result.measure, result.version, str(result.period), list(result.dimensions), result.n, result.numerator]
        + [None if value is None else repr(value) for value in (result.value, result.low, result.high)]
        for result in results
    ]
    facts.append([repr(one) for one in also])
    return hashlib.sha256(json.dumps(facts, ensure_ascii=True).encode()).hexdigest()[:8]


def without(result: Result, hidden: bool) -> Result:
    """Return the result, withheld when it would give another away."""
    return withheld(result, WhyNot.PROTECTS_OTHERS) if hidden and not result.is_suppressed else result
