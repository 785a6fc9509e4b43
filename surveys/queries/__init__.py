"""Reading questionnaires and responses."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, cast

from sqlalchemy import Table, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.ids import read_place_code
from kernel.permissions import Actor
from office.models import Department, Desk, Service
from surveys.models import AnswerText, Publication, Questionnaire, QuestionnaireVersion, Response
from surveys.rules.definition import Definition
from surveys.rules.follow_up import AFTER_A_CASE
from surveys.rules.submission import OPEN_STATES, PUBLISHED, QR_MODE
from surveys.rules.versions import PlaceKind


@dataclass(frozen=True)
class OpenVersion:
    """A version to be filled in."""

    id: uuid.UUID
    state: str
    definition: Definition
    is_for_cases: bool = False
    """Asked after settled cases and of nobody else; decided when it is first published, as are its questions."""


@dataclass(frozen=True)
class Place:
    """Where the QR code stands that led here: at a desk, or on a poster of a service (no desk)."""

    desk_id: uuid.UUID | None
    department_id: uuid.UUID
    service_id: uuid.UUID | None
    desk: str
    department: str
    service: str | None

    @property
    def name(self) -> str:
        """What the poster names: the desk, else the service."""
        return self.desk or self.service or ""


# Tables rather than mapped classes, and statements built once: a submission asks this in a fraction of a millisecond.
_VERSIONS: Final = cast(Table, QuestionnaireVersion.__table__).c
_PUBLICATIONS: Final = cast(Table, Publication.__table__).c
_IS_FOR_CASES: Final = exists().where(
    _PUBLICATIONS.version_id == _VERSIONS.id, _PUBLICATIONS.place_kind == PlaceKind.AFTER_A_CASE.value
)
_VERSION: Final = select(_VERSIONS.id, _VERSIONS.state, _VERSIONS.definition, _IS_FOR_CASES).where(
    _VERSIONS.id == bindparam("version_id")
)
_RESPONSES: Final = cast(Table, Response.__table__).c
_HASHES: Final = select(_RESPONSES.id, _RESPONSES.payload_hash).where(
    _RESPONSES.id.in_(bindparam("ids", expanding=True))
)


@lru_cache(maxsize=32)
def definition_of(text: str) -> Definition:
    """The definition a version stores; versions are frozen, so it is read once."""
    return Definition.read(json.loads(text))


def current_version(session: Session, key: str) -> OpenVersion | None:
    """The newest published version of a questionnaire. One statement."""
    query = (
        select(QuestionnaireVersion.id, QuestionnaireVersion.state, QuestionnaireVersion.definition)
        .join(Questionnaire)
        .where(Questionnaire.key == key, QuestionnaireVersion.state == PUBLISHED)
        .order_by(QuestionnaireVersion.version.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else OpenVersion(row.id, row.state, definition_of(row.definition))


def is_open_to_answers(session: Session, _clock: Clock, _actor: Actor) -> bool:
    """Whether any questionnaire is published: a line of the administrator's checklist."""
    query = select(QuestionnaireVersion.id).where(QuestionnaireVersion.state == PUBLISHED).limit(1)
    return session.execute(query).first() is not None


def version(session: Session, version_id: uuid.UUID) -> OpenVersion | None:
    """A version by its id, in whatever state. One statement."""
    row = session.execute(_VERSION, {"version_id": version_id}).one_or_none()
    if row is None:
        return None
    definition = definition_of(row.definition)
    return OpenVersion(row.id, row.state, definition, bool(row[3]) or definition.key == AFTER_A_CASE)


class OpenVersions:
    """Versions that are open to answers. They stay so, with the same questions: a program reads each of them once."""

    def __init__(self) -> None:
        self._known: dict[uuid.UUID, OpenVersion] = {}

    def find(self, session: Callable[[], Session], version_id: uuid.UUID) -> OpenVersion | None:
        """A version that is open; one that is not is looked for again each time. At most one statement."""
        if version_id not in self._known:
            found = version(session(), version_id)
            if found is None or found.state not in OPEN_STATES:
                return None
            self._known[version_id] = found
        return self._known[version_id]


def place_of(session: Session, token: str, on: dt.date) -> Place | None:
    """Department, desk and service behind the token of a QR code, on a day; None when it has ended.

    A token may be typed from a poster. One statement for a desk, two for a service.
    """
    tokens = {token, read_place_code(token)}
    at_desk = (
        select(Desk.id, Desk.department_id, Desk.service_id, Desk.name, Department.name, Service.name)
        .join(Department, Department.id == Desk.department_id)
        .outerjoin(Service, Service.id == Desk.service_id)
        .where(Desk.token.in_(tokens), or_(Desk.valid_to_on.is_(None), Desk.valid_to_on >= on))
    )
    row = session.execute(at_desk).first()
    if row is not None:
        return Place(*row)
    of_service = (
        select(Service.department_id, Service.id, Department.name, Service.name)
        .join(Department, Department.id == Service.department_id)
        .where(Service.token.in_(tokens), or_(Service.valid_to_on.is_(None), Service.valid_to_on >= on))
    )
    found = session.execute(of_service).first()
    return None if found is None else Place(None, found[0], found[1], "", found[2], found[3])


def count_from(session: Session, place: Place, since: dt.datetime) -> int:
    """How many responses came through the QR code of a place since a moment."""
    query = select(func.count()).where(
        Response.received_at >= since,
        Response.department_id == place.department_id,
        Response.mode == QR_MODE,
        Response.desk_id == place.desk_id,
        Response.service_id == place.service_id,
    )
    return session.scalar(query) or 0


def payload_hash(session: Session, submission_id: uuid.UUID) -> str | None:
    """What came under a submission id before, None when nothing did."""
    return session.scalar(select(Response.payload_hash).where(Response.id == submission_id))


def payload_hashes(session: Session, submission_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The same for several ids, without those nothing came under. One statement, none where there is no id."""
    if not submission_ids:
        return {}
    return {row[0]: row[1] for row in session.execute(_HASHES, {"ids": list(submission_ids)})}


def text_salts(session: Session, submission_id: uuid.UUID) -> dict[str, str]:
    """The salts of a response's words by question; erased ones have none."""
    query = select(AnswerText.question, AnswerText.salt).where(AnswerText.response_id == submission_id)
    return {question: salt for question, salt in session.execute(query) if salt}


@dataclass(frozen=True)
class Unsealed:
    """A response no entry seals yet, as far as its seal tells of it."""

    id: uuid.UUID
    commitment: str
    mode: str
    flags: str


def unsealed(session: Session, limit: int) -> Sequence[Unsealed]:
    """Responses no entry seals yet, in the order of their (random) ids.

    On PostgreSQL they stay locked to the end of the transaction and those locked by another process are passed over.
    """
    query = (
        select(Response.id, Response.commitment, Response.mode, Response.flags)
        .where(Response.leaf.is_(None))
        .order_by(Response.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [Unsealed(*row) for row in session.execute(query)]


def commitments_of(session: Session, leaf: int) -> list[str]:
    """The commitments under one seal, in the order of its Merkle tree."""
    return list(session.scalars(select(Response.commitment).where(Response.leaf == leaf).order_by(Response.id)))


def count_unsealed(session: Session) -> int:
    """How many responses wait for a seal."""
    return session.scalar(select(func.count()).select_from(Response).where(Response.leaf.is_(None))) or 0
