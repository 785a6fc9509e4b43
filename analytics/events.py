"""What happens in the workshop: a month is published, a step change of a control chart is decided."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.tags import Tag


class ResultsTag(Tag):
    """The entries of this room. ``digest`` is the SHA-256 of the frozen figures, ``leaf`` the last entry they saw."""

    MONTH_PUBLISHED = (
        "results:month:publish",
        "month",
        "edition",
        "leaf",
        "as_of",
        "digest",
        "calendar_version",
        "rules",
        "definitions",
    )
    STEP_RECORDED = ("results:step:record", "measure", "population", "department", "month")
    STEP_WITHDRAWN = ("results:step:withdraw",)


@dataclass(frozen=True)
class MonthPublished:
    """The figures of a month, as they were known at a leaf, will stay as they are."""

    month: str
    edition: int
    leaf: int
    digest: str
