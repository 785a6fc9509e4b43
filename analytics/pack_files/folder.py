"""Putting a pack into its folder: readers see the old one or the new one, never a part of either."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from analytics.pack_files.manifest import MANIFEST


class NotAFolder(Exception):
    """The folder cannot be written, or holds something that is no pack; the words say which."""


def check(folder: Path) -> None:
    """Raise NotAFolder unless a pack may be put there: nothing is, or an empty folder, or an older pack."""
    if folder.exists() and not folder.is_dir():
        raise NotAFolder(f"{folder} is a file")
    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / MANIFEST).is_file():
            raise NotAFolder(f"{folder} holds other files: name a folder of its own for the pack")
        folder.parent.mkdir(parents=True, exist_ok=True)
        _draft(folder).mkdir()
        _draft(folder).rmdir()
    except FileExistsError:
        shutil.rmtree(_draft(folder), ignore_errors=True)  # of an attempt that was killed
    except OSError as error:
        raise NotAFolder(f"{folder} cannot be written: {error.strerror}") from None


def put(folder: Path, files: Mapping[str, bytes], *, is_ours: bool = False) -> None:
    """Write the files beside the folder, safely on disk, and give them its name. Raises NotAFolder.

    ``is_ours``: whatever lies there may be replaced.
    """
    if is_ours:
        folder.parent.mkdir(parents=True, exist_ok=True)
    else:
        check(folder)
    draft, old = _draft(folder), folder.with_name(f".{folder.name}.old")
    try:
        for left in (draft, old):
            shutil.rmtree(left, ignore_errors=True)
        for name, content in files.items():
            _write(draft / name, content)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
    except OSError as error:
        shutil.rmtree(draft, ignore_errors=True)
        raise NotAFolder(f"{folder} cannot be written: {error.strerror}") from None
    shutil.rmtree(old, ignore_errors=True)


def _draft(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.new")


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
