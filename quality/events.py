"""What happens to reviews, as far as the record is concerned."""

from __future__ import annotations

from ledger.tags import Tag


class QualityTag(Tag):
    """The entries of this room. Words are salted commitments, figures text with a decimal point (none of answers)."""

    REVIEW_OPENED = (
        "quality:review:open",
        "measure",
        "version",
        "population",
        "department",
        "month",
        "rule",
        "side",
        "meaning",
        "method",
        "value",
        "centre",
        "low",
        "high",
        "leaf",
    )
    REVIEW_CONTINUED = (
        "quality:review:continue",
        "version",
        "month",
        "rule",
        "side",
        "meaning",
        "method",
        "value",
        "centre",
        "low",
        "high",
        "leaf",
    )
    REVIEW_TAKEN = ("quality:review:take", "owner", "due_on")
    REVIEW_RELEASED = ("quality:review:release",)
    REVIEW_CONCLUDED = ("quality:review:conclude", "kind", "words")
    REVIEW_REOPENED = ("quality:review:reopen", "words")
