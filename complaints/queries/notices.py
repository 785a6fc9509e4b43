"""The letters of a case that tell of a delay, and the day the next notice has to bear."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.models import ComplaintLetter, ComplaintStep
from complaints.rules.letters import LetterState
from complaints.rules.moves import Move
from complaints.rules.notices import NOTICES, letter_day


def notice_day(session: Session, complaint_id: uuid.UUID, steps: Sequence[ComplaintStep], move: Move) -> dt.date | None:
    """The day a letter went out that no notice was recorded for yet; None where there is none. One statement."""
    query = select(ComplaintLetter).where(ComplaintLetter.complaint_id == complaint_id)
    recorded = sum(step.move == move for step in steps)
    return letter_day(recorded, sent_days(session.scalars(query).all(), move))


def sent_days(letters: Sequence[ComplaintLetter], move: Move) -> list[dt.date]:
    """The days on which the letters of a notice went out, as they were sent."""
    sent = [one for one in letters if one.state == LetterState.SENT and one.template_id in NOTICES[move]]
    ordered = sorted(sent, key=lambda one: (one.sent_at is not None, one.sent_at))
    return [one.sent_on for one in ordered if one.sent_on is not None]
