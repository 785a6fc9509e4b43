"""The manifest of a pack: every file by its digest. Whoever has the folder can check it with any tool."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

MANIFEST: Final = "manifest.json"


def manifest(facts: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """The manifest as JSON with sorted keys: the facts, and SHA-256 and size of each file."""
    named = {name: {"sha256": digest_of(content), "bytes": len(content)} for name, content in files.items()}
    text = json.dumps({**facts, "files": named}, ensure_ascii=False, indent=2, sort_keys=True)
    return f"{text}\n".encode()


def digest_of(content: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(content).hexdigest()


def troubles(folder: Path) -> list[str]:
    """What is wrong with a pack in a folder, a sentence each: a file missing, changed, or not named. Empty: nothing.

    Raises OSError where there is no manifest, ValueError where it is none of ours.
    """
    named = _named((folder / MANIFEST).read_text(encoding="utf-8"))
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {MANIFEST}
    found = [f"{name} is missing" for name in sorted(named.keys() - there)]
    found += [f"{name} is not in the manifest" for name in sorted(there - named.keys())]
    for name in sorted(named.keys() & there):
        if digest_of((folder / name).read_bytes()) != named[name]:
            found.append(f"{name} is not the file the manifest names")
    return found


def _named(text: str) -> dict[str, str]:
    """The digests of a manifest by file. Raises ValueError for anything else."""
    try:
        return {str(name): str(one["sha256"]) for name, one in json.loads(text)["files"].items()}
    except (KeyError, TypeError, AttributeError, ValueError):
        raise ValueError(f"{MANIFEST} is no manifest of a pack") from None
