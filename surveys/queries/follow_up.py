"""Reading what is asked after a settled case."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from surveys.models import Pen, Publication, Questionnaire, QuestionnaireVersion
from surveys.queries import OpenVersion, definition_of
from surveys.rules.follow_up import AFTER_A_CASE, pen_name
from surveys.rules.submission import PUBLISHED
from surveys.rules.versions import PlaceKind


def asked_after_a_case(session: Session, on: dt.date, default: str = AFTER_A_CASE) -> OpenVersion | None:
    """The version asked after a settled case on a day: what is published for that, last begun first, else the newest
    version of the default questionnaire that was opened everywhere. None: nothing is asked. One statement."""
    in_force = and_(
        Publication.place_kind == PlaceKind.AFTER_A_CASE.value,
        Publication.from_on <= on,
        or_(Publication.to_on.is_(None), Publication.to_on >= on),
    )
    everywhere = and_(Publication.id.is_(None), Questionnaire.key == default)
    query = (
        select(QuestionnaireVersion.id, QuestionnaireVersion.state, QuestionnaireVersion.definition)
        .join(Questionnaire)
        .outerjoin(Publication, Publication.version_id == QuestionnaireVersion.id)
        .where(QuestionnaireVersion.state == PUBLISHED, or_(in_force, everywhere))
        .order_by(
            Publication.id.is_(None),
            func.coalesce(Publication.from_on, dt.date.min).desc(),
            QuestionnaireVersion.version.desc(),
            Publication.id,
        )
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    return None if row is None else OpenVersion(row.id, row.state, definition_of(row.definition))


def asks_after_a_case(session: Session, clock: Clock) -> bool:
    """Whether anything is asked after a settled case today."""
    return asked_after_a_case(session, clock.today()) is not None


def locked_pens(session: Session, secret: str) -> list[str]:
    """The names of pens that hold answers under another secret than this one. How many answers, only that one tells."""
    query = select(Pen.key_id).where(Pen.key_id != pen_name(secret), Pen.kept != "").order_by(Pen.key_id)
    return list(session.scalars(query))
