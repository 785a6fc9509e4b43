"""Publishing questionnaires, storing responses exactly once, sealing them into the record."""

from __future__ import annotations

from surveys.actions.publishing import VersionFrozen, publish
from surveys.actions.sealing import BATCH, seal_responses
from surveys.actions.submitting import Rows, rows_of, submit_response

__all__ = ["BATCH", "Rows", "VersionFrozen", "publish", "rows_of", "seal_responses", "submit_response"]
