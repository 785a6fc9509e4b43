"""Files that appear in a folder whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made if need be: all of them aside first, then each moved into place.

    Aside is within a folder that is there: it may be the only place one may write to, or a disk of its own.
    Other files of the folder stay. Raises OSError when it cannot be written; then nothing of it has changed.
    """
    aside = folder.absolute() if folder.is_dir() else folder.absolute().parent
    aside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=aside) as draft:
        for name, content in files.items():
            with (Path(draft) / name).open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        folder.mkdir(exist_ok=True)
        for name in files:
            (Path(draft) / name).replace(folder / name)
