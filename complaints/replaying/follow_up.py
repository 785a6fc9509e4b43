"""Links of settled cases that were used, against their entries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.events import ComplaintTag
from complaints.models import FollowUp
from ledger.replays import Difference, OnStep, Projection, rows_in, said, tagged


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    """Links whose day is not that of their entry, or that stand on one side only; one of today may wait."""
    rows = {str(row.complaint_id): row for row in session.scalars(select(FollowUp))}
    for one in said(session, tagged([ComplaintTag.FOLLOW_UP_USED.text])):
        place, row = f"the link of case {one.data['complaint']}", rows.pop(one.data["complaint"], None)
        if row is None:
            yield Difference(place, "an entry says that it was used, but that is gone", one.leaf)
        elif row.leaf != one.leaf or row.used_on.isoformat() != one.data["used_on"]:
            yield Difference(place, "the day of its use is not that of its entry", one.leaf)
        on_step(1)
    for key, row in rows.items():
        if row.leaf is not None:
            yield Difference(f"the link of case {key}", "no entry says that it was used", row.leaf)


REPLAYS: Final = (Projection("used links", partial(rows_in, FollowUp), _differences, (FollowUp,)),)
