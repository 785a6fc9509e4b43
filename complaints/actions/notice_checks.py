"""What must be so before a notice of delay or an extension is recorded: it bears the day its letter went out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from complaints.models import Complaint, ComplaintStep
from complaints.queries.notices import notice_day
from complaints.rules.conditions import NotSo
from complaints.rules.moves import Move
from kernel.clock import Clock

if TYPE_CHECKING:
    from collections.abc import Callable

    from complaints.actions.steps import StepTyped


def the_letters_day(move: Move) -> Callable[[Session, Clock, Complaint, Sequence[ComplaintStep], StepTyped], None]:
    """The check that a notice, whose letter was sent from this program, is of the day that letter was sent."""

    def check(
        session: Session, clock: Clock, complaint: Complaint, steps: Sequence[ComplaintStep], typed: StepTyped
    ) -> None:
        wanted = notice_day(session, complaint.id, steps, move)
        if wanted is not None and (typed.happened_on or clock.today()) != wanted:
            raise NotSo(field="happened", code="not_the_letters_day", source="art. 36 § 1, 245 KPA", last=wanted)

    return check
