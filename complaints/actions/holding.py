"""Holding filings that come in a flood, and giving each its number in the register: nothing is ever refused."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from attachments.actions import take
from attachments.queries import Waiting
from complaints.actions.enclose import FilesGone, enclosed_later
from complaints.actions.filings import FilingTyped
from complaints.actions.intake import AlreadyFiled, check_filing, receive
from complaints.actions.numbering import next_number
from complaints.events import ComplaintReceived, ComplaintTag
from complaints.models import Complaint, HeldFile, HeldFiling
from complaints.queries.holding import files_of, held_as, may_release
from complaints.rules.holding import LIST
from complaints.rules.kinds import Channel, Kind
from kernel.clock import Clock
from kernel.errors import Forbidden
from kernel.ids import code_hash, new_id
from kernel.permissions import RESIDENT, Actor
from ledger.actions import append
from ledger.canonical import commitment

WORDS: Final = (
    "subject", "text", "name", "address", "email", "phone", "remedy_sought", "on_behalf_of", "may_publish",
)  # fmt: skip
"""What a filing of the web form says beside its kind, department and day."""


def hold(
    session: Session, clock: Clock, actor: Actor, typed: FilingTyped, form_id: uuid.UUID, *, shown: int
) -> HeldFiling:
    """Put a filing onto the holding list with its day of receipt, its files and a number of the list.

    The same checks as for the register. The same form sent twice changes nothing the second time. Raises what
    ``receive`` raises, FilesGone when files that waited with the form have expired, and AlreadyFiled for other words.
    """
    before = held_as(session, typed.submission_id)
    if before is not None:
        return _same(before, typed)
    check_filing(typed, clock)
    files = take(session, form_id)
    if len(files) < shown:
        raise FilesGone(field="files")
    try:
        with session.begin_nested():
            return _held(session, clock, actor, typed, files)
    except IntegrityError:
        before = held_as(session, typed.submission_id)
        if before is None:
            raise
        return _same(before, typed)


def _same(before: HeldFiling, typed: FilingTyped) -> HeldFiling:
    if before.content and before.content != content_of(typed):
        raise AlreadyFiled(number=before.list_number)
    return before


def _held(session: Session, clock: Clock, actor: Actor, typed: FilingTyped, files: Sequence[Waiting]) -> HeldFiling:
    today, content, salt, key = clock.today(), content_of(typed), secrets.token_hex(16), new_id()
    held = HeldFiling(
        id=key,
        year=today.year,
        number=next_number(session, LIST, today.year),
        submission_id=typed.submission_id,
        kind=typed.kind.value,
        language=typed.language,
        department_id=typed.department_id,
        received_on=today,
        received_at=clock.now(),
        code_hash=code_hash(typed.code or "", key),
        content=content,
        salt=salt,
        commitment=commitment(salt, [content, *(part for one in files for part in (one.file.digest, one.upload.name))]),
        file_count=len(files),
    )
    session.add(held)
    session.flush()
    session.add_all(
        HeldFile(held_id=key, file_id=one.file.id, name=one.upload.name, position=at) for at, one in enumerate(files, 1)
    )
    data = {
        "kind": held.kind,
        "register": LIST,
        "year": held.year,
        "number": held.number,
        "department": str(held.department_id) if held.department_id else None,
        "received_on": today.isoformat(),
        "filing": held.commitment,
        "files": held.file_count,
        "origin": commitment(key.hex, origin_of(held)),
    }
    append(session, clock, actor, ComplaintTag.FILING_HELD, held_stream(held), data, today)
    return held


def release(session: Session, clock: Clock, actor: Actor, held: HeldFiling, code: str) -> ComplaintReceived:
    """Put a held filing into the register of its kind with the day it was received; its term runs from that day.

    ``code``: its access code, the same as on the receipt. Files go along, and its words stand in the case alone.
    Releasing twice changes nothing the second time. Raises Forbidden.
    """
    if not may_release(actor, held.department_id):
        raise Forbidden
    session.refresh(held, with_for_update=True)
    received = receive(session, clock, actor, typed_of(held, code)) if held.content else _released(session, held)
    if not held.content:
        return received
    complaint = session.get_one(Complaint, received.complaint_id)
    enclosed_later(session, clock, RESIDENT, complaint, files_of(session, held.id))
    session.execute(delete(HeldFile).where(HeldFile.held_id == held.id))
    held.complaint_id, held.content, held.salt = complaint.id, "", ""
    data = {"complaint": str(complaint.id)}
    append(session, clock, actor, ComplaintTag.FILING_RELEASED, held_stream(held), data, clock.today())
    return received


def _released(session: Session, held: HeldFiling) -> ComplaintReceived:
    case = session.scalars(select(Complaint).where(Complaint.id == held.complaint_id)).one()
    due_on = case.due_on or case.received_on
    return ComplaintReceived(case.id, case.kind, case.register_number, due_on, is_repeated=True)


def held_stream(held: HeldFiling) -> str:
    """Its stream in the record."""
    return f"held:{held.id}"


def content_of(typed: FilingTyped) -> str:
    """All that was typed, as it is kept and committed to."""
    known = asdict(typed)
    words: dict[str, Any] = {name: known[name] for name in WORDS}
    words["happened_on"] = typed.happened_on.isoformat() if typed.happened_on else None
    return json.dumps(words, ensure_ascii=False, sort_keys=True)


def origin_of(held: HeldFiling) -> list[str]:
    """What the record commits to besides the words: language, hash of the access code, form it was sent with.

    Under the id of the filing as salt: the words' own salt goes with them, and a hash of a code is nothing to guess.
    """
    return [held.language, held.code_hash, str(held.submission_id)]


def typed_of(held: HeldFiling, code: str) -> FilingTyped:
    """The filing as it was typed, to be put into the register as received on its day."""
    words = json.loads(held.content)
    happened = words.pop("happened_on")
    return FilingTyped(
        kind=Kind(held.kind),
        channel=Channel.WEB,
        department_id=held.department_id,
        received_on=held.received_on,
        happened_on=dt.date.fromisoformat(happened) if happened else None,
        language=held.language,
        submission_id=held.submission_id,
        code=code,
        **words,
    )
