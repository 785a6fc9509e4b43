"""The questions of a questionnaire in each of their wordings."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.frames.survey_grid import Wording
from surveys.rules.definition import Question

Section = tuple[int, str]
"""A question in one wording: the first version that asks it so, and its key."""


@dataclass(frozen=True)
class Asked:
    """A question in one wording: the versions that ask it so. ``has_hours``: it is the first of its questionnaire."""

    question: Question
    versions: tuple[int, ...]
    ids: frozenset[uuid.UUID]
    has_hours: bool

    @property
    def section(self) -> Section:
        """What names it: the first version that asks it so, and the key."""
        return self.versions[0], self.question.key


def asked_questions(wordings: Sequence[Wording]) -> list[Asked]:
    """Return the questions of all versions, each wording once: versions that ask in the same words stay together."""
    found: dict[str, tuple[Question, list[Wording], bool]] = {}
    for wording in wordings:
        for place, question in enumerate(wording.definition.questions):
            same = repr((question.key, question.kind.name, sorted(question.text.items()), question.options))
            found.setdefault(same, (question, [], place == 0))[1].append(wording)
    return [
        Asked(question, tuple(one.version for one in many), frozenset(one.id for one in many), first)
        for question, many, first in found.values()
    ]
