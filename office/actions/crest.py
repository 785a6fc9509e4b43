"""The office's crest."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from kernel.clock import Clock
from kernel.errors import Stale
from kernel.ids import ONLY_ONE
from kernel.permissions import Actor
from ledger.actions import append
from office.events import AdministrationTag
from office.models import OfficeCrest


def set_crest(session: Session, clock: Clock, actor: Actor, file: StoredFile | None, *, row_version: int) -> None:
    """Show a stored picture as the crest, or (None) the plain one that comes with the program.

    ``row_version`` is 0 where there is none yet. Setting what is set changes nothing. Raises Stale.
    """
    row = session.scalars(select(OfficeCrest).with_for_update()).one_or_none()
    if (row.row_version if row else 0) != row_version:
        raise Stale(now={"row_version": row.row_version if row else 0})
    if (row.file_id if row else None) == (file.id if file else None):
        return
    if row is None and file is not None:
        session.add(OfficeCrest(id=ONLY_ONE, file_id=file.id, row_version=1))
    elif row is not None and file is not None:
        row.file_id, row.row_version = file.id, row.row_version + 1
    elif row is not None:
        session.delete(row)
    data = {"file": file.digest if file else None}
    append(session, clock, actor, AdministrationTag.CREST_SET, "office", data, clock.today())
