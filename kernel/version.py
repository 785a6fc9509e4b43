"""Which program this is."""

from __future__ import annotations

from typing import Final

VERSION: Final = "0.3.0"
"""Stands in backups, so that an older program can say which one is needed. Rises with every release."""
