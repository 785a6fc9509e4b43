"""Reading questionnaires with their versions and publications, and which version is asked where on a day."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, Uuid, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import Session

from kernel.errors import NotFound
from surveys.models import Publication, Questionnaire, QuestionnaireVersion, Response
from surveys.queries import OpenVersion, Place, definition_of
from surveys.rules.submission import OPEN_STATES, PUBLISHED
from surveys.rules.versions import RANK, PlaceKind


@dataclass(frozen=True)
class Listed:
    """A version in the list: its questionnaire, its publications and how many answered it."""

    questionnaire: Questionnaire
    version: QuestionnaireVersion
    publications: tuple[Publication, ...]
    responses: int


def version_for(session: Session, place: Place | None, on: dt.date, default: str) -> OpenVersion | None:
    """The version that is asked at a place on a day. One statement.

    Of publications in force the narrowest place counts, then the one that began last; where there is none, the newest
    version of the default questionnaire that was opened everywhere.
    """
    here = {} if place is None else {name: getattr(place, f"{name}_id") for name in _WITHIN}
    row = session.execute(_asked(has_place=place is not None), {"day": on, "default": default, **here}).one_or_none()
    return None if row is None else OpenVersion(row.id, row.state, definition_of(row.definition))


_WITHIN: Final = ("department", "service", "desk")


@cache
def _asked(*, has_place: bool) -> Select[uuid.UUID, str, str]:
    """The statement of ``version_for``, built once: every form begins with it."""
    day: ColumnElement[dt.date] = bindparam("day", type_=Date)
    here = [Publication.place_kind == PlaceKind.OFFICE.value]
    if has_place:
        here += [getattr(Publication, f"{name}_id") == bindparam(name, type_=Uuid) for name in _WITHIN]
    in_force = and_(or_(*here), Publication.from_on <= day, or_(Publication.to_on.is_(None), Publication.to_on >= day))
    everywhere = and_(Publication.id.is_(None), Questionnaire.key == bindparam("default"))
    rank = case(*((Publication.place_kind == kind.value, number) for kind, number in RANK.items()), else_=-1)
    return (
        select(QuestionnaireVersion.id, QuestionnaireVersion.state, QuestionnaireVersion.definition)
        .join(Questionnaire)
        .outerjoin(Publication, Publication.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.state == PUBLISHED, or_(in_force, everywhere))
        .order_by(
            rank.desc(),
            func.coalesce(Publication.from_on, dt.date.min).desc(),
            QuestionnaireVersion.published_at.desc(),
            QuestionnaireVersion.version.desc(),
            Publication.id,
        )
        .limit(1)
    )


def listed(session: Session) -> list[Listed]:
    """Every version, by questionnaire, newest first. Three statements, however many there are."""
    by_version = select(Response.version_id, func.count()).group_by(Response.version_id)
    counts: dict[uuid.UUID, int] = {row[0]: row[1] for row in session.execute(by_version)}
    published: dict[uuid.UUID, list[Publication]] = {}
    for row in session.scalars(select(Publication).order_by(Publication.from_on, Publication.id)):
        published.setdefault(row.version_id, []).append(row)
    query = (
        select(Questionnaire, QuestionnaireVersion)
        .join(QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id)
        .order_by(Questionnaire.title, Questionnaire.key, QuestionnaireVersion.version.desc())
    )
    return [
        Listed(questionnaire, version, tuple(published.get(version.id, ())), counts.get(version.id, 0))
        for questionnaire, version in session.execute(query)
    ]


def one(session: Session, version_id: uuid.UUID) -> Listed:
    """A version with what hangs on it. Raises NotFound."""
    version = session.get(QuestionnaireVersion, version_id)
    if version is None:
        raise NotFound
    questionnaire = session.get_one(Questionnaire, version.questionnaire_id)
    publications = session.scalars(
        select(Publication).where(Publication.version_id == version_id).order_by(Publication.from_on, Publication.id)
    ).all()
    count = session.scalar(select(func.count()).select_from(Response).where(Response.version_id == version_id)) or 0
    return Listed(questionnaire, version, tuple(publications), count)


def publication(session: Session, version_id: uuid.UUID, publication_id: uuid.UUID) -> Publication:
    """A publication of a version. Raises NotFound."""
    row = session.get(Publication, publication_id)
    if row is None or row.version_id != version_id:
        raise NotFound
    return row


def place_kinds(session: Session, questionnaire_id: uuid.UUID) -> set[str]:
    """What kinds of places versions of a questionnaire are or were published at; ``office`` for one open everywhere."""
    query = (
        select(Publication.place_kind)
        .select_from(QuestionnaireVersion)
        .outerjoin(Publication, Publication.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id, QuestionnaireVersion.state.in_(OPEN_STATES))
    )
    return {kind or PlaceKind.OFFICE.value for kind in session.scalars(query)}


def next_number(session: Session, questionnaire_id: uuid.UUID, used: Sequence[int] = ()) -> int:
    """The number of the next version, above all there are and all ``used`` by drafts that are gone."""
    query = select(func.max(QuestionnaireVersion.version)).where(
        QuestionnaireVersion.questionnaire_id == questionnaire_id
    )
    return max(session.scalar(query) or 0, *used, 0) + 1


def content_of(version: QuestionnaireVersion) -> dict[str, Any]:
    """The wording of a version, also of a draft that is not whole."""
    content: dict[str, Any] = json.loads(version.definition)
    return content
