"""Keeping what somebody types, for themselves alone. No entry: nothing was said or done yet."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from complaints.models import Complaint, UnsentWords
from complaints.rules.unsent import LONGEST_UNSENT, NOTHING, UNSENT, is_form
from kernel.clock import Clock
from kernel.errors import NotFound, RuleBroken
from kernel.permissions import Actor


class AlreadySent(RuleBroken):
    """The form was sent, or its draft thrown away, after this page of it was shown."""

    code = "unsent_already_sent"


class TooLong(RuleBroken):
    """More was typed than is kept. ``facts``: limit, characters."""

    code = "unsent_too_long"


def keep_words(
    session: Session,
    clock: Clock,
    actor: Actor,
    complaint: Complaint,
    form: str,
    fields: Sequence[tuple[str, str]],
    shown_at: dt.datetime | None = None,
) -> None:
    """Keep what the actor typed into a form of a case in place of what was kept before.

    ``shown_at``: when the page was shown that asks by itself, perhaps late, from another window or from one the browser
    went back to; None: its writer asks. Who may see the case is the caller's to ask. Raises NotFound for a form whose
    words are not kept, for an erased case and for somebody who is no person; TooLong; AlreadySent.
    """
    if not is_form(form) or actor.person_id is None or complaint.erased_at is not None:
        raise NotFound
    if sum(len(name) + len(value) for name, value in fields) > LONGEST_UNSENT:
        raise TooLong(limit=LONGEST_UNSENT)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    kept = {"fields": json.dumps(list(fields), ensure_ascii=False), "kept_at": clock.now()}
    key = {"person_id": actor.person_id, "complaint_id": complaint.id, "form": form}
    is_new = None if shown_at is None else (UnsentWords.fields != NOTHING) | (UnsentWords.kept_at <= shown_at)
    row = dialect.insert(UnsentWords).values(**key, **kept)
    statement = row.on_conflict_do_update(index_elements=list(key), set_=kept, where=is_new)
    if session.execute(statement.returning(UnsentWords.form)).one_or_none() is None:
        raise AlreadySent


def forget_words(
    session: Session, clock: Clock, person_id: uuid.UUID | None, complaint_id: uuid.UUID, form: str
) -> None:
    """Forget what a person typed into a form: it was sent, or is not wanted any more.

    When that was stays for as long as words do: what a page shown before asks to keep later would come back as a draft
    of what was sent.
    """
    if person_id is None:
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    key = {"person_id": person_id, "complaint_id": complaint_id, "form": form}
    gone = {"fields": NOTHING, "kept_at": clock.now()}
    row = dialect.insert(UnsentWords).values(**key, **gone)
    session.execute(row.on_conflict_do_update(index_elements=list(key), set_=gone))


def sweep_unsent(session: Session, clock: Clock) -> int:
    """Forget words nobody came back to for so long; how many forms."""
    statement = delete(UnsentWords).where(UnsentWords.kept_at < clock.now() - UNSENT)
    return cast(CursorResult[Any], session.execute(statement)).rowcount
