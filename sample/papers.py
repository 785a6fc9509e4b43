"""Playing what the counters write down: visits of a day, forms filled in on paper and the second pair of eyes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from office.models import Desk
from sample.events import PaperChecked, PaperTyped, VisitsCounted
from sample.founding import Cast
from sample.people import CLERK, QUALITY
from surveys.actions import BatchTyped, begin_batch, check_form, enter_form, resolve_form
from surveys.actions.visits import report_visits
from surveys.instruments import load
from surveys.models import PaperBatch, PaperForm
from surveys.queries.paper import first_entry
from surveys.rules.paper import key_of, keyed


class Papers:
    """Does what the story says of visits and paper."""

    def __init__(self, session: Session, clock: FixedClock, cast: Cast) -> None:
        self._session, self._clock, self._cast = session, clock, cast
        self._piles: dict[int, PaperBatch] = {}
        self._keyed = {question.key: question for question in keyed(load())}

    def count(self, event: VisitsCounted) -> None:
        """Report the visits of a day, desk by desk."""
        by = self._cast.actors[CLERK]
        for place, number, visits in event.counts:
            desk = self._session.get_one(Desk, self._cast.desks[place, number].desk)
            report_visits(self._session, self._clock, by, desk, self._clock.today(), visits, row_version=0)

    def type_paper(self, event: PaperTyped) -> None:
        """Type the forms of a desk and a day."""
        session, clock, by = self._session, self._clock, self._cast.actors[CLERK]
        where = BatchTyped(self._cast.desks[event.place, event.desk].desk, event.visited_on)
        pile = self._piles[event.batch] = begin_batch(session, clock, by, where, self._cast.version_id)
        for key, answers in event.forms:
            enter_form(session, clock, by, pile, key, self._keys(answers))

    def check_paper(self, event: PaperChecked) -> None:
        """Type the drawn forms again; where the entries differ the paper shows that the first was right."""
        session, clock, by = self._session, self._clock, self._cast.actors[QUALITY]
        pile = self._piles[event.batch]
        for form in self._drawn(pile):
            first = first_entry(session, form).answers
            second = {**first, "q1": "1" if first["q1"] == "5" else "5"} if event.slip else first
            if check_form(session, clock, by, pile, form, self._keys(second)).differs:
                resolve_form(session, clock, by, pile, form, {"q1": first["q1"]})

    def _drawn(self, pile: PaperBatch) -> Sequence[PaperForm]:
        """The forms of a batch that are entered twice."""
        mine = (PaperForm.batch_id == pile.id, PaperForm.is_sampled)
        return self._session.scalars(select(PaperForm).where(*mine).order_by(PaperForm.number)).all()

    def _keys(self, answers: Mapping[str, str]) -> dict[str, str]:
        """The key for each question; 0 where it was skipped."""
        return {key: key_of(question, answers.get(key, "")) for key, question in self._keyed.items()}
