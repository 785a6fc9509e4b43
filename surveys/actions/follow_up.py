"""Answers after a settled case: into the pen, and out of it in a shuffled batch."""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import Clock, warsaw
from kernel.ids import new_id
from kernel.permissions import SYSTEM
from ledger.canonical import canonical
from surveys import queries
from surveys.actions.submitting import submit_response
from surveys.models import Pen
from surveys.rules.follow_up import FOLLOW_UP_MODE, NO_LANGUAGE, Waiting, parted, pen_key, pen_name
from surveys.rules.submission import OPEN_STATES, NotOpen, ResponseTyped, checked_answers

NONCE_BYTES: Final = 12
"""Source: NIST SP 800-38D, 8.2: a nonce of 96 bits for AES-GCM; a pen is written far less than 2^32 times."""

PADDING: Final = 4096
"""A sealed pen is a multiple of so many bytes: its length does not tell what the last one answered."""


@dataclass(frozen=True)
class LetIn:
    """How many answers became responses, how many go on waiting."""

    let_in: int
    waiting: int


def put_into_pen(
    session: Session,
    clock: Clock,
    secret: str,
    *,
    version_id: uuid.UUID,
    department_id: uuid.UUID | None,
    case: tuple[str, str],
    answers: Mapping[str, str],
) -> None:
    """Put a filled questionnaire to the others that wait: department, kind and outcome of the case, nothing else of it.

    Raises NotOpen, NotAnswered, NoSuchQuestion, NoSuchOption, BadText.
    """
    found = queries.version(session, version_id)
    if found is None or found.state not in OPEN_STATES:
        raise NotOpen(version=str(version_id))
    checked_answers(found.definition, answers, FOLLOW_UP_MODE)
    month = clock.today().strftime("%Y-%m")
    given = {key: code for key, code in answers.items() if code}
    pen = _opened(session, secret)
    _close(pen, secret, [*_read(pen, secret), Waiting(version_id, department_id, *case, month, given)])


def let_in(session: Session, clock: Clock, secret: str) -> LetIn:
    """Make responses of every group that is large enough: all at once, in an order of chance, of the present month.

    A pen that was sealed under another secret stays as it is.
    """
    pen = _opened(session, secret)
    ready, left = parted(_read(pen, secret), clock.today().strftime("%Y-%m"))
    if not ready:
        return LetIn(0, len(left))
    secrets.SystemRandom().shuffle(ready)
    first = clock.today().replace(day=1)
    for one in ready:
        _respond(session, clock, one, warsaw(first.year, first.month, first.day))
    _close(pen, secret, left)
    return LetIn(len(ready), len(left))


def _respond(session: Session, clock: Clock, one: Waiting, received_at: dt.datetime) -> None:
    typed = ResponseTyped(
        submission_id=new_id(),
        version_id=one.version_id,
        mode=FOLLOW_UP_MODE,
        language=NO_LANGUAGE,
        answers=one.answers,
        department_id=one.department_id,
        case=(one.kind, one.outcome),
    )
    submit_response(session, clock, SYSTEM, typed, received_at=received_at)


def _opened(session: Session, secret: str) -> Pen:
    """The pen of this secret, locked to the end of the transaction."""
    key_id = pen_name(secret)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"key_id": key_id, "kept": ""}
    session.execute(dialect.insert(cast(Table, Pen.__table__)).values(row).on_conflict_do_nothing())
    query = select(Pen).where(Pen.key_id == key_id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one()


def _read(pen: Pen, secret: str) -> list[Waiting]:
    if not pen.kept:
        return []
    sealed = base64.b64decode(pen.kept)
    try:
        text = AESGCM(pen_key(secret)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], pen.key_id.encode())
    except InvalidTag:
        raise ValueError("the pen was changed by something else than this program") from None
    return [_waiting(row) for row in json.loads(text)]


def _close(pen: Pen, secret: str, waiting: Sequence[Waiting]) -> None:
    """Write all of them anew, sorted by what they say: the order in which they came is nowhere."""
    rows = sorted(canonical(json.loads(json.dumps(asdict(one), default=str))) for one in waiting)
    text = f"[{','.join(rows)}]".encode()
    text = text.ljust(-(-len(text) // PADDING) * PADDING)
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = nonce + AESGCM(pen_key(secret)).encrypt(nonce, text, pen.key_id.encode())
    pen.kept = base64.b64encode(sealed).decode()


def _waiting(row: dict[str, Any]) -> Waiting:
    department = row.pop("department_id")
    return Waiting(
        version_id=uuid.UUID(row.pop("version_id")), department_id=uuid.UUID(department) if department else None, **row
    )
