"""How one is written to: one's own choice."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel.clock import Clock
from office.models import Person
from office.rules.notices import LANGUAGES, Reminders


def choose_notices(session: Session, _clock: Clock, person: Person, reminders: Reminders, language: str) -> None:
    """Keep how somebody wants to be reminded and in which language. A convenience of one person: it leaves no entry.

    Raises ValueError for a language no mail is written in.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no mail is written in {language!r}")
    session.refresh(person, with_for_update=True)
    person.reminders, person.language = reminders.value, language
