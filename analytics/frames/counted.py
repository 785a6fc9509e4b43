"""Keys of the counted tables as pages need them: months as numbers, versions of a questionnaire, a reader's reach."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, String, select, true, type_coerce

from analytics.frames.scope import NOWHERE
from analytics.measures.period import Month
from kernel.permissions import EVERYWHERE, Scope
from surveys.models import Questionnaire, QuestionnaireVersion


def number_of(month: Month) -> int:
    """A month as the counted tables write it: 202611."""
    return month.year * 100 + month.number


def between(column: Any, months: Sequence[Month]) -> ColumnElement[bool]:
    """The condition that a counted row belongs to months that follow each other."""
    found: ColumnElement[bool] = column.between(number_of(months[0]), number_of(months[-1]))
    return found


def versions_of(key: str) -> Any:
    """The ids of all versions of a questionnaire, to be selected from."""
    return (
        select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.key == key)
    )


def reached(column: Any, scope: Scope) -> ColumnElement[bool]:
    """The condition that a counted row belongs to a department of a scope; rows without one count under NOWHERE."""
    return true() if scope is EVERYWHERE else column.in_(sorted(scope))


def stored(column: Any) -> Any:
    """A key as the database hands it over: of thousands of counted rows few keys differ, `key_of` reads each once."""
    return type_coerce(column, String)


@lru_cache(maxsize=4096)
def key_of(stored_key: str | uuid.UUID | None) -> str | None:
    """A stored key as frames hold it: text, None where nothing was told."""
    key = uuid.UUID(stored_key) if isinstance(stored_key, str) else stored_key
    return None if key is None or key == NOWHERE else str(key)


def told(key: uuid.UUID) -> str:
    """A counted key as pages hold it: text, empty where nothing was told."""
    return "" if key == NOWHERE else str(key)
