"""Publishing questionnaires, storing responses exactly once, sealing them into the record."""

from __future__ import annotations

from surveys.actions.drafting import begin_draft, change_draft, copy_to_draft, discard_draft
from surveys.actions.erasing import erase_words
from surveys.actions.paper import BatchTyped, begin_batch, enter_form
from surveys.actions.paper_checks import check_form, resolve_form
from surveys.actions.publishing import VersionFrozen, publish
from surveys.actions.releasing import (
    PublicationTyped,
    approve_version,
    end_publication,
    release_version,
    reopen_version,
    retire_version,
)
from surveys.actions.sealing import BATCH, seal_responses
from surveys.actions.submitting import Rows, rows_of, submit_response

__all__ = [
    "BATCH",
    "BatchTyped",
    "PublicationTyped",
    "Rows",
    "VersionFrozen",
    "approve_version",
    "begin_batch",
    "begin_draft",
    "change_draft",
    "check_form",
    "copy_to_draft",
    "discard_draft",
    "end_publication",
    "enter_form",
    "erase_words",
    "publish",
    "release_version",
    "reopen_version",
    "resolve_form",
    "retire_version",
    "rows_of",
    "seal_responses",
    "submit_response",
]
