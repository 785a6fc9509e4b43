"""Comments as the tests need them."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, Role
from surveys.actions import Decision, ThemeTyped, add_theme, decide_comment, submit_response
from surveys.models import AnswerText, Theme
from surveys.rules.comments import SHOWN
from surveys.rules.submission import ResponseTyped
from tests.cast import FoundedOffice


def commented(
    session: Session,
    clock: FixedClock,
    version_id: uuid.UUID,
    text: str,
    department_id: uuid.UUID | None = None,
    *,
    mode: str = "qr",
    is_shown: bool = False,
    keys: dict[str, str] | None = None,
) -> AnswerText:
    """A response with words in it, to the small questionnaire of ``versions`` unless ``keys`` answer another."""
    answers = keys or {"q1": "no", "q2": "a", "q3": text}
    typed = ResponseTyped(uuid.uuid4(), version_id, mode, "pl", answers, department_id=department_id)
    submit_response(session, clock, RESIDENT, typed)
    session.flush()
    words = session.scalars(select(AnswerText).where(AnswerText.response_id == typed.submission_id)).one()
    if is_shown:
        decide_comment(session, clock, RESIDENT, words, Decision(SHOWN), row_version=0)
    return words


def theme_of(session: Session, clock: FixedClock, office: FoundedOffice, name: str = "Kolejka") -> Theme:
    """A theme on the list."""
    typed = ThemeTyped(name, f"{name} (en)", "", clock.today())
    theme = add_theme(session, clock, office.actor(Role.QUALITY_OFFICER), typed)
    session.flush()
    return theme
