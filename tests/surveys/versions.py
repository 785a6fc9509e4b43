"""A small questionnaire of the office's own, and its way to residents."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import FixedClock
from kernel.permissions import Role
from surveys.actions import approve_version, begin_draft, change_draft, release_version
from surveys.actions.releasing import PublicationTyped
from surveys.models import QuestionnaireVersion
from surveys.rules.drafting import Content, QuestionTyped, with_question
from surveys.rules.versions import PlaceKind
from tests.cast import FoundedOffice

TITLE = {"pl": "Kolejka", "en": "The queue", "uk": "Черга"}


def text(word: str) -> dict[str, str]:
    """A text that differs by language."""
    return {"pl": f"{word} po polsku", "en": f"{word} in English", "uk": f"{word} українською"}


def asking(content: Content) -> Content:
    """Q1 settled or not (needed); q2 only after "no" or "in progress": why, several; q3 only after reason a: words."""
    three = [text(word) for word in ("Tak", "W toku", "Nie")]
    content = with_question(content, None, QuestionTyped("outcome", text("Wynik"), required=True, options=three))
    why = QuestionTyped("several", text("Powód"), options=three, show_question="q1", show_codes=("in_progress", "no"))
    content = with_question(content, None, why)
    return with_question(
        content, None, QuestionTyped("short_text", text("Słowa"), show_question="q2", show_codes=("a",))
    )


def drafted(session: Session, clock: FixedClock, office: FoundedOffice) -> QuestionnaireVersion:
    """A draft that can be approved, written by the quality officer."""
    actor = office.actor(Role.QUALITY_OFFICER)
    version = begin_draft(session, clock, actor, key="kolejka", title=TITLE)
    session.flush()
    change_draft(session, clock, actor, version, asking, what="question", row_version=version.row_version)
    session.flush()
    return version


def approved(session: Session, clock: FixedClock, office: FoundedOffice) -> QuestionnaireVersion:
    """The same, approved by the administrator."""
    version = drafted(session, clock, office)
    approve_version(session, clock, office.actor(Role.ADMINISTRATOR), version, row_version=version.row_version)
    session.flush()
    return version


def released(session: Session, clock: FixedClock, office: FoundedOffice) -> QuestionnaireVersion:
    """The same, published at the desk from today on."""
    version = approved(session, clock, office)
    typed = PublicationTyped(PlaceKind.DESK, office.desk.id, clock.today())
    release_version(session, clock, office.actor(Role.QUALITY_OFFICER), version, typed, row_version=version.row_version)
    session.flush()
    return version
