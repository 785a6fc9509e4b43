"""The office's list of themes of comments: add, rename, retire."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict, dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Actor
from office.actions.records import Duplicate, Kept, add_record, change_record, end_record
from surveys.events import SurveyTag
from surveys.models import Theme

THEMES: Final = Kept(Theme, "theme", SurveyTag.THEME_ADDED, SurveyTag.THEME_CHANGED, SurveyTag.THEME_ENDED)


@dataclass(frozen=True)
class ThemeTyped:
    """A theme as typed; the other languages may be empty."""

    name_pl: str
    name_en: str
    name_uk: str
    valid_from_on: dt.date


def add_theme(session: Session, clock: Clock, actor: Actor, typed: ThemeTyped) -> Theme:
    """Add a theme. Raises Duplicate for a name that is in use."""
    _check(session, typed)
    return add_record(session, clock, actor, THEMES, asdict(typed))


def change_theme(
    session: Session, clock: Clock, actor: Actor, theme: Theme, typed: ThemeTyped, *, row_version: int, reason: str
) -> bool:
    """Rename a theme, for comments that have it too; whether anything changed. Raises Stale, Duplicate, NoReason."""
    _check(session, typed, besides=theme.id)
    return change_record(session, clock, actor, THEMES, theme, asdict(typed), row_version=row_version, reason=reason)


def end_theme(
    session: Session, clock: Clock, actor: Actor, theme: Theme, last_on: dt.date, *, row_version: int, reason: str
) -> None:
    """Retire a theme: comments keep it, others do not get it. Raises Stale, AlreadyEnded, BadPeriod, NoReason."""
    end_record(session, clock, actor, THEMES, theme, last_on, row_version=row_version, reason=reason)


def _check(session: Session, typed: ThemeTyped, besides: uuid.UUID | None = None) -> None:
    query = select(Theme.id).where(Theme.name_pl == typed.name_pl, Theme.valid_to_on.is_(None))
    if any(found != besides for found in session.scalars(query)):
        raise Duplicate(field="name_pl")
