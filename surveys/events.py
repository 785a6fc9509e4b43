"""What happens to questionnaires and responses, and what of it the record holds."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from ledger.tags import Added, Tag


class SurveyTag(Tag):
    """Entries of this room. A seal stands for up to a thousand responses; it names no answer and no exact time."""

    QUESTIONNAIRE_PUBLISHED = "surveys:questionnaire:publish", "key", "version", "definition"
    DRAFT_BEGUN = "surveys:draft:begin", "key", "version", "definition", "copied"
    DRAFT_CHANGED = "surveys:draft:change", "key", "version", "definition", "what"
    DRAFT_DISCARDED = "surveys:draft:discard", "key", "version"
    VERSION_APPROVED = "surveys:version:approve", "key", "version", "definition"
    VERSION_REOPENED = "surveys:version:reopen", "key", "version"
    VERSION_RELEASED = (
        "surveys:version:release",
        "key",
        "version",
        "publication",
        "place_kind",
        "place",
        "from_on",
        "to_on",
    )
    PUBLICATION_ENDED = "surveys:publication:end", "key", "version", "publication", "to_on"
    VERSION_RETIRED = "surveys:version:retire", "key", "version"
    WORDS_ERASED = "surveys:words:erase", "words"
    COMMENT_DECIDED = "surveys:comment:decide", "words", "standing", "why", "masked"
    COMMENT_TAGGED = "surveys:comment:tag", "words", "added", "removed"
    THEME_ADDED = "surveys:theme:add", "id", "values"
    THEME_CHANGED = "surveys:theme:change", "id", "before", "after"
    THEME_ENDED = "surveys:theme:end", "id", "last_day"
    RESPONSES_SEALED = "surveys:responses:seal", "count", "root", Added("flags")
    VISITS_REPORTED = "surveys:visits:report", "desk", "day", "visits", "source"
    VISITS_CORRECTED = "surveys:visits:correct", "desk", "day", "before", "after"
    FLAGS_COMPUTED = "surveys:flags:compute", "rules", "responses", "changed", "upto", "flagged", "digest"
    PAPER_BEGUN = "surveys:paper:begin", "batch", "department", "service", "desk", "visited", "version"
    PAPER_CHECKED = "surveys:paper:check", "batch", "number", "response", "second", "differs"
    PAPER_RESOLVED = "surveys:paper:resolve", "batch", "number", "response", "kept", "replacement"


@dataclass(frozen=True)
class QuestionnairePublished:
    """A version of a questionnaire is open to answers."""

    version_id: uuid.UUID
    key: str
    version: int


@dataclass(frozen=True)
class ResponseSubmitted:
    """A response is stored. ``is_duplicate``: it already was, word for word, and nothing was written now."""

    response_id: uuid.UUID
    version_id: uuid.UUID
    department_id: uuid.UUID | None
    received_at: dt.datetime
    is_duplicate: bool = False


@dataclass(frozen=True)
class ResponsesSealed:
    """A batch of responses now stands in the record under one Merkle root."""

    count: int
    root: str
    leaf: int


@dataclass(frozen=True)
class WordsErased:
    """The words with this commitment are gone."""

    commitment: str


@dataclass(frozen=True)
class PaperEntered:
    """A form of a batch is stored under a number. ``is_sampled``: somebody else will enter it again."""

    batch_id: uuid.UUID
    number: int
    is_sampled: bool
    is_duplicate: bool = False


@dataclass(frozen=True)
class PaperChecked:
    """A form was entered a second time; the questions the two entries answer differently."""

    batch_id: uuid.UUID
    number: int
    differs: tuple[str, ...]


class DeviceTag(Tag):
    """Entries about devices at desks. Codes, tokens and PINs stand in none, nor does what a device says of itself."""

    DEVICE_ADDED = "surveys:device:add", "id", "values"
    DEVICE_CHANGED = "surveys:device:change", "id", "before", "after"
    DEVICE_INVITED = "surveys:device:invite", "id"
    DEVICE_PAIRED = "surveys:device:pair", "id"
    PIN_SET = "surveys:device:pin", "id"
    DEVICE_REVOKED = "surveys:device:revoke", "id", "last_day"
