"""Publishing questionnaires, storing responses exactly once, sealing them into the record."""

from __future__ import annotations

from surveys.actions.comments import Decision, decide_comment, tag_comment
from surveys.actions.drafting import begin_draft, change_draft, copy_to_draft, discard_draft
from surveys.actions.erasing import erase_words, erase_words_again
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
from surveys.actions.themes import ThemeTyped, add_theme, change_theme, end_theme

__all__ = [
    "BATCH",
    "BatchTyped",
    "Decision",
    "PublicationTyped",
    "Rows",
    "ThemeTyped",
    "VersionFrozen",
    "add_theme",
    "approve_version",
    "begin_batch",
    "begin_draft",
    "change_draft",
    "change_theme",
    "check_form",
    "copy_to_draft",
    "decide_comment",
    "discard_draft",
    "end_publication",
    "end_theme",
    "enter_form",
    "erase_words",
    "erase_words_again",
    "publish",
    "release_version",
    "reopen_version",
    "resolve_form",
    "retire_version",
    "rows_of",
    "seal_responses",
    "submit_response",
    "tag_comment",
]
