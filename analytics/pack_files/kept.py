"""Packs kept in the data folder: where they lie, their files, and all of them as one archive."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from analytics.pack_files.manifest import MANIFEST
from web.settings import Settings

FOLDER: Final = "packs"
NO_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""What an archive says of when its files were made: nothing. The earliest day the format knows."""


def folder_of(settings: Settings, name: str) -> Path:
    """Where the pack of a name lies, or will."""
    return Path(settings.data_folder) / FOLDER / name


def names(folder: Path) -> list[str]:
    """The files of a pack, the manifest last; none where no pack lies there."""
    try:
        named = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [*sorted(named), MANIFEST]


def archive(folder: Path) -> bytes:
    """All files of a pack as ZIP: the same pack gives the same bytes."""
    target = io.BytesIO()
    with ZipFile(target, "w") as packed:
        for name in names(folder):
            entry = ZipInfo(f"{folder.name}/{name}", NO_DAY)
            entry.compress_type, entry.external_attr, entry.create_system = ZIP_DEFLATED, 0o644 << 16, 3
            packed.writestr(entry, (folder / name).read_bytes())
    return target.getvalue()
