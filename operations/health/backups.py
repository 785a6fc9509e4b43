"""Where the daily backups are kept."""

from __future__ import annotations

from pathlib import Path

from web.settings import Settings


def folder(settings: Settings) -> Path:
    """The folder of the daily backups."""
    return Path(settings.backup_folder or Path(settings.data_folder) / "backups")
