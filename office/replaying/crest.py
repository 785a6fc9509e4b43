"""The crest against the record: the file its last entry names by its hash."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from ledger.replays import Difference, OnStep, Projection, entries_with, said, shown, tagged
from office.events import AdministrationTag
from office.models import OfficeCrest

_SET: Final = AdministrationTag.CREST_SET.text


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    told, leaf = None, 0
    for one in said(session, tagged([_SET])):
        told, leaf = one.data["file"], one.leaf
        on_step(1)
    query = (
        select(StoredFile.digest).select_from(OfficeCrest).outerjoin(StoredFile, StoredFile.id == OfficeCrest.file_id)
    )
    here = session.scalars(query).all()
    if here != ([told] if told else []):
        yield Difference("the crest", f"it is {shown(here)} here and {shown(told)} by its entries", leaf)


REPLAYS: Final = (Projection("crest", partial(entries_with, (_SET,)), _differences, (OfficeCrest,)),)
"""What the verification compares of this part."""
