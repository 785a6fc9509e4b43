"""Storing a response exactly once."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from kernel.clock import WARSAW, Clock
from kernel.permissions import Actor
from ledger.canonical import canonical, commitment
from surveys import queries
from surveys.events import ResponseSubmitted
from surveys.models import Answer, AnswerText, Response
from surveys.queries import OpenVersion
from surveys.rules.kinds import Given
from surveys.rules.submission import (
    ONE_TAP_MODE,
    OPEN_STATES,
    PARTIAL,
    AnsweredOtherwise,
    NotOpen,
    ResponseTyped,
    checked_answers,
    hour_of,
    payload,
)

PAYLOAD_PREFIX: Final = b"interesant:survey-payload:v1\0"


_RESPONSES = cast(Table, Response.__table__)
# Built once: kiosks run these thousands of times a day.
_INSERT: Final = {
    name: dialect.insert(_RESPONSES).on_conflict_do_nothing(index_elements=["id"]).returning(_RESPONSES.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_INSERT_ANSWERS: Final = insert(cast(Table, Answer.__table__))
_INSERT_TEXTS: Final = insert(cast(Table, AnswerText.__table__))


@dataclass(frozen=True)
class Rows:
    """A response and its answers as they are inserted; importing writes many at once."""

    response: dict[str, Any]
    answers: list[dict[str, Any]]
    texts: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Prepared:
    """A submission that was checked, with its rows. Nothing of it is stored yet."""

    typed: ResponseTyped
    answers: dict[str, Given]
    rows: Rows

    @property
    def id(self) -> uuid.UUID:
        """The submission id."""
        return self.typed.submission_id


def submit_response(
    session: Session,
    clock: Clock,
    _actor: Actor,
    typed: ResponseTyped,
    received_at: dt.datetime | None = None,
    flags: str = "",
    version: OpenVersion | None = None,
) -> ResponseSubmitted:
    """Store a response exactly once under its submission id. At most four statements, none of them on the record.

    The same submission with the same answers is answered as a duplicate and changes nothing. ``received_at``: the
    moment it was given, now unless it is told. ``version``: the one that is answered, where it was read before; what is
    open to answers stays so for ever, with the same questions.
    Raises NotOpen, NotAnswered, NoSuchQuestion, NoSuchOption; AnsweredOtherwise when the submission id came before with
    other answers, which stay as they are.
    """
    ready = prepared(version or queries.version(session, typed.version_id), typed, received_at or clock.now(), flags)
    is_new = typed.submission_id in store_new(session, [ready])
    if not is_new and not _is_same(session, ready):
        raise AnsweredOtherwise
    now: dt.datetime = ready.rows.response["received_at"]
    return ResponseSubmitted(typed.submission_id, typed.version_id, typed.department_id, now, is_duplicate=not is_new)


def prepared(version: OpenVersion | None, typed: ResponseTyped, received_at: dt.datetime, flags: str = "") -> Prepared:
    """Check a submission and make its rows. Raises what ``submit_response`` raises, but for AnsweredOtherwise."""
    if version is None or version.state not in OPEN_STATES:
        raise NotOpen(version=str(typed.version_id))
    is_partial = typed.mode == ONE_TAP_MODE or PARTIAL in flags.split()
    answers = checked_answers(version.definition, typed.answers, typed.mode, is_partial=is_partial)
    return Prepared(typed, answers, rows_of(typed, answers, received_at, flags=flags))


def store_new(session: Session, ready: Sequence[Prepared]) -> frozenset[uuid.UUID]:
    """Store the submissions whose id is not there yet, whole; their ids. At most three statements, however many.

    No id may stand there twice. Waits for another process that stores one of them just now; they go in by id, so that
    two processes never wait for each other in a ring.
    """
    if not ready:
        return frozenset()
    ordered = sorted(ready, key=lambda one: one.id)
    insertion = _INSERT[session.get_bind().dialect.name]
    stored = frozenset(session.execute(insertion, [one.rows.response for one in ordered]).scalars())
    fresh = [one.rows for one in ordered if one.id in stored]
    if answers := [row for rows in fresh for row in rows.answers]:
        session.execute(_INSERT_ANSWERS, answers)
    if texts := [row for rows in fresh for row in rows.texts]:
        session.execute(_INSERT_TEXTS, texts)
    return stored


def rows_of(
    typed: ResponseTyped,
    answers: dict[str, Given],
    received_at: dt.datetime,
    *,
    source: str | None = None,
    external_number: str | None = None,
    salt: str | None = None,
    text_salts: Mapping[str, str] | None = None,
    flags: str = "",
) -> Rows:
    """The rows of a response with its salted commitment (``salt``: 16 bytes as hex, random unless given).

    Words stand in what is committed to as commitments of their own, under salts of their own: they can be erased.
    """
    salt = salt or secrets.token_hex(16)
    texts = [
        _text_row(typed, key, given.text, (text_salts or {}).get(key)) for key, given in answers.items() if given.text
    ]
    kept = {key: given.code for key, given in answers.items() if given.code}
    kept |= {row["question"]: row["commitment"] for row in texts}
    if any(typed.answers[key] != text for key, text in kept.items()):
        typed = replace(typed, answers={**typed.answers, **kept})
    sent = payload(typed)
    local = received_at.astimezone(WARSAW)
    response = {
        "id": typed.submission_id,
        "version_id": typed.version_id,
        "mode": typed.mode,
        "layout_version": typed.layout_version,
        "language": typed.language,
        "department_id": typed.department_id,
        "service_id": typed.service_id,
        "desk_id": typed.desk_id,
        "source": source,
        "external_number": external_number,
        "received_at": received_at,
        "payload_hash": _hash(sent),
        "local_on": local.date(),
        "local_hour": local.hour,
        "salt": salt,
        "commitment": commitment(salt, {**sent, "hour": hour_of(received_at)}),
        "flags": flags,
        "case_kind": typed.case[0],
        "case_outcome": typed.case[1],
    }
    return Rows(
        response,
        [
            {
                "response_id": typed.submission_id,
                "question": key,
                "value": given.value,
                "code": given.code,
                "took_ms": typed.times_ms.get(key),
            }
            for key, given in answers.items()
            if given.text is None
        ],
        texts,
    )


def payload_hash(typed: ResponseTyped) -> str:
    """SHA-256 (hex) of what was sent."""
    return _hash(payload(typed))


def _hash(sent: dict[str, Any]) -> str:
    return hashlib.sha256(PAYLOAD_PREFIX + canonical(sent).encode()).hexdigest()


def _text_row(typed: ResponseTyped, key: str, text: str, salt: str | None) -> dict[str, Any]:
    salt = salt or secrets.token_hex(16)
    return {
        "response_id": typed.submission_id,
        "question": key,
        "text": text,
        "salt": salt,
        "commitment": commitment(salt, text),
    }


def _is_same(session: Session, ready: Prepared) -> bool:
    """Whether what came under this id before is the same; words are compared under the salts they were kept with."""
    rows = ready.rows
    if rows.texts:
        salts = queries.text_salts(session, ready.id)
        rows = rows_of(ready.typed, ready.answers, rows.response["received_at"], text_salts=salts)
    return queries.payload_hash(session, ready.id) == str(rows.response["payload_hash"])
