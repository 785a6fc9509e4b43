"""What selects of this room offer, and what was chosen in them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from office.models import Department, Topic
from office.queries.choices import TopicName
from web.languages import current_language

UNKNOWN: Final = "unknown"


def department_choices(departments: Sequence[Department]) -> list[tuple[str, Any]]:
    """Choices of a department: none yet, not known, or one of the list."""
    return listed_departments([(department.id, department.name) for department in departments])


def listed_departments(names: Iterable[tuple[uuid.UUID, str]]) -> list[tuple[str, Any]]:
    """The same of departments of which only ids and names are known."""
    listed = [(str(department_id), name) for department_id, name in names]
    return [("", _l("Proszę wybrać")), (UNKNOWN, _l("Nie wiem")), *listed]


def topic_choices(topics: Sequence[Topic]) -> list[tuple[str, Any]]:
    """Choices of a topic: none yet, or one of the list in the reader's language."""
    listed = [(str(topic.id), topic_name(topic)) for topic in topics]
    return [("", _l("nieustalony")), *listed]


def topic_name(topic: Topic | TopicName) -> str:
    """The name of a topic in the reader's language, Polish where it has none."""
    return str(getattr(topic, f"name_{current_language()}", "") or topic.name_pl)


def chosen_department(value: str | None) -> uuid.UUID | None:
    """The department behind a choice; None for none or unknown."""
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None
