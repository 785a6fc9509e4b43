"""Sealing responses into the record, a batch at a time."""

from __future__ import annotations

from typing import Final

from sqlalchemy import update
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from ledger.actions import append
from ledger.merkle import merkle_root
from surveys import queries
from surveys.counting import count_in
from surveys.events import ResponsesSealed, SurveyTag
from surveys.models import Response
from surveys.queries.flags import digest_of, is_told

BATCH: Final = 1_000
"""Responses under one seal at most: few enough that the entry appears at once, many enough that entries stay few."""

SEALS: Final = "survey-seals"
"""The stream of seals."""


def seal_responses(session: Session, clock: Clock, actor: Actor) -> ResponsesSealed | None:
    """Put up to a thousand unsealed responses under one entry that carries their Merkle root; None when none wait.

    They are counted in the same transaction. The leaves are the commitments (bytes), in the order of the response ids.
    Beside it stands the digest of the flags that tablets' responses came with, so that none is changed by hand.
    Two processes may do this at once: each takes other responses.
    """
    waiting = queries.unsealed(session, BATCH)
    if not waiting:
        return None
    root = merkle_root([bytes.fromhex(one.commitment) for one in waiting]).hex()
    flags = digest_of((one.id, one.flags) for one in waiting if one.flags and is_told(one.mode, one.flags))[1]
    data = {"count": len(waiting), "root": root, "flags": flags}
    entry = append(session, clock, actor, SurveyTag.RESPONSES_SEALED, SEALS, data, clock.today())
    ids = [one.id for one in waiting]
    session.execute(
        update(Response)
        .where(Response.id.in_(ids))
        .values(leaf=entry.leaf)
        .execution_options(synchronize_session=False)
    )
    count_in(session, Response.leaf == entry.leaf)
    return ResponsesSealed(len(waiting), root, entry.leaf)
