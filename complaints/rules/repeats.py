"""Whether an earlier case of the same person lets the office answer a repeat by a note (art. 239 § 1 KPA)."""

from __future__ import annotations

import enum

from complaints.rules.conditions import NotSo
from complaints.rules.kinds import Kind
from complaints.rules.outcomes import Outcome


class Repeat(enum.StrEnum):
    """What an earlier case means for a new one."""

    NOTE_POSSIBLE = "note_possible"
    """The earlier skarga was groundless: without new circumstances a note in the file is enough."""
    NOTE_IMPOSSIBLE = "note_impossible"
    """It was not groundless: the new one is considered like any other."""
    STILL_OPEN = "still_open"
    """It has not ended yet: perhaps the same letter twice."""
    NO_RULE = "no_rule"
    """Art. 239 is about skargi alone."""


def repeat(kind: Kind | str, earlier_outcome: str | None, *, is_earlier_open: bool) -> Repeat:
    """What an earlier case of the same kind and the same person means. Source: art. 239 § 1 KPA."""
    if is_earlier_open:
        return Repeat.STILL_OPEN
    if Kind(kind) is not Kind.SKARGA:
        return Repeat.NO_RULE
    return Repeat.NOTE_POSSIBLE if earlier_outcome == Outcome.BEZZASADNA else Repeat.NOTE_IMPOSSIBLE


def check_groundless(earlier_outcome: str | None) -> None:
    """Raises NotSo where the earlier skarga was not shown groundless: no note in the file answers its repeat."""
    if earlier_outcome != Outcome.BEZZASADNA:
        raise NotSo(field="earlier", code="not_groundless", source="art. 239 § 1 KPA")
