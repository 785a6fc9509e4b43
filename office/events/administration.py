"""Tags of what an administrator keeps: each change says what was and what is."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from ledger.tags import Tag


@dataclass(frozen=True)
class WarningSet:
    """How early somebody is warned of the end of a term was set or corrected."""

    warning_id: uuid.UUID


class AdministrationTag(Tag):
    """Entries about the office's own lists. ``values``, ``before`` and ``after`` hold fields by name."""

    OFFICE_CHANGED = "office:office:change", "before", "after"
    CREST_SET = "office:crest:set", "file"

    OUTSIDE_BODY_ADDED = "office:outside_body:add", "id", "values"
    OUTSIDE_BODY_CHANGED = "office:outside_body:change", "id", "before", "after"
    OUTSIDE_BODY_ENDED = "office:outside_body:end", "id", "last_day"

    TOPIC_ADDED = "office:topic:add", "id", "values"
    TOPIC_CHANGED = "office:topic:change", "id", "before", "after"
    TOPIC_ENDED = "office:topic:end", "id", "last_day"

    OUTCOME_WORDING_ADDED = "office:outcome_wording:add", "id", "values"
    OUTCOME_WORDING_CHANGED = "office:outcome_wording:change", "id", "before", "after"
    OUTCOME_WORDING_ENDED = "office:outcome_wording:end", "id", "last_day"

    FILING_CLASS_ADDED = "office:filing_class:add", "id", "values"
    FILING_CLASS_CHANGED = "office:filing_class:change", "id", "before", "after"
    FILING_CLASS_CONFIRMED = "office:filing_class:confirm", "id", "symbol", "category", "by"
    FILING_CLASS_ENDED = "office:filing_class:end", "id", "last_day"

    SIGNATORY_ADDED = "office:signatory:add", "id", "values"
    SIGNATORY_CHANGED = "office:signatory:change", "id", "before", "after"
    SIGNATORY_ENDED = "office:signatory:end", "id", "last_day"

    LETTERS_CHANGED = "office:letters:change", "before", "after"

    HOURS_ADDED = "office:hours:add", "id", "values"
    HOURS_CHANGED = "office:hours:change", "id", "before", "after"
    HOURS_WITHDRAWN = "office:hours:withdraw", "id", "values"

    WARNING_ADDED = "office:warning:add", "id", "before", "after"
    WARNING_CHANGED = "office:warning:change", "id", "before", "after"
    WARNING_WITHDRAWN = "office:warning:withdraw", "id", "values"

    DAY_OFF_ADDED = "office:day_off:add", "id", "values"
    DAY_OFF_CHANGED = "office:day_off:change", "id", "before", "after"
    DAY_OFF_WITHDRAWN = "office:day_off:withdraw", "id", "values"

    FIGURE_ADDED = "office:figure:add", "id", "values"
    FIGURE_CHANGED = "office:figure:change", "id", "before", "after"
