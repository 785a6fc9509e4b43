"""Forms that outlive a sign-in: kept, found again by their owner, swept away. No entry: nothing of it was saved."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import delete, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from kernel.clock import Clock
from office.models import KeptForm, SignIn
from office.rules.kept import KEPT_FORMS, MOST_KEPT
from office.sealing import KeyChanged, opened, sealed
from office.sign_in import token_hash

Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """A form as its owner gets it back."""

    path: str
    fields: list[tuple[str, str]]
    has_files: bool


def owner_of(session: Session, token: str) -> uuid.UUID | None:
    """Whose sign-in a token was, open or over; None for one we never gave, or forgot."""
    return session.execute(select(SignIn.person_id).where(SignIn.token_hash == token_hash(token))).scalar_one_or_none()


def keep_form(
    session: Session,
    clock: Clock,
    person_id: uuid.UUID,
    browser: str,
    path: str,
    fields: Fields,
    *,
    secret_key: str,
    has_files: bool = False,
) -> None:
    """Keep a form for its owner; of too many the oldest goes."""
    content = sealed(secret_key, json.dumps(list(fields)))
    session.add(
        KeptForm(
            person_id=person_id,
            browser=token_hash(browser),
            path=path,
            sealed=content,
            has_files=has_files,
            kept_at=clock.now(),
        )
    )
    session.flush()
    own = select(KeptForm.id).where(KeptForm.person_id == person_id)
    newest = own.order_by(KeptForm.kept_at.desc(), KeptForm.id.desc())
    too_many = list(session.scalars(newest.offset(MOST_KEPT)))
    if too_many:
        session.execute(delete(KeptForm).where(KeptForm.id.in_(too_many)))


def lead_back(session: Session, clock: Clock, person_id: uuid.UUID, browser: str) -> bool:
    """Whether forms wait for a person in a browser who was not led to them yet; from now on they were."""
    now = clock.now()
    waiting = update(KeptForm).where(
        KeptForm.person_id == person_id,
        KeptForm.browser == token_hash(browser),
        KeptForm.led_at.is_(None),
        KeptForm.kept_at > now - KEPT_FORMS,
    )
    return bool(session.execute(waiting.values(led_at=now).returning(KeptForm.id)).all())


def kept_forms(session: Session, clock: Clock, person_id: uuid.UUID, browser: str, *, secret_key: str) -> list[Kept]:
    """The forms of a person in a browser, those kept last first; none that another key encrypted."""
    query = select(KeptForm).where(
        KeptForm.person_id == person_id,
        KeptForm.browser == token_hash(browser),
        KeptForm.kept_at > clock.now() - KEPT_FORMS,
    )
    found = []
    for row in session.scalars(query.order_by(KeptForm.kept_at.desc(), KeptForm.id.desc())):
        try:
            fields = json.loads(opened(secret_key, row.sealed))
        except KeyChanged:
            continue
        found.append(Kept(row.path, [(name, value) for name, value in fields], row.has_files))
    return found


def sweep_kept_forms(session: Session, clock: Clock) -> int:
    """Forget forms nobody came back for in time; how many."""
    statement = delete(KeptForm).where(KeptForm.kept_at <= clock.now() - KEPT_FORMS)
    return cast(CursorResult[Any], session.execute(statement)).rowcount
