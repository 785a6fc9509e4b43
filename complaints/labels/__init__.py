"""What the codes of this room are called, for people."""

from complaints.labels.letters import LETTER_CHANNELS, LETTERS, SENT_BY
from complaints.labels.moves import DAYS, MEANINGS, MOVES, TEXTS
from complaints.labels.names import (
    ABOUT,
    BASES,
    CHANNELS,
    COUNCILLORS,
    HAPPENINGS,
    KINDS,
    LINKS,
    MATTERS,
    OUTCOMES,
    RESULTS,
    RULES,
    SEVERITIES,
    SIGNALS,
    STATES,
    named,
    verdict_signal,
)
from complaints.labels.refusals import sentence_for

__all__ = [
    "ABOUT",
    "BASES",
    "CHANNELS",
    "COUNCILLORS",
    "DAYS",
    "HAPPENINGS",
    "KINDS",
    "LETTERS",
    "LETTER_CHANNELS",
    "LINKS",
    "MATTERS",
    "MEANINGS",
    "MOVES",
    "OUTCOMES",
    "RESULTS",
    "RULES",
    "SENT_BY",
    "SEVERITIES",
    "SIGNALS",
    "STATES",
    "TEXTS",
    "named",
    "sentence_for",
    "verdict_signal",
]
