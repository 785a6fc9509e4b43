"""What can happen, as far as the record is concerned: tags with a grammar and their exact keys.

Each room declares its tags as a child of ``Tag``; a tag reads ``room:subject:verb``.
"""

from __future__ import annotations

import enum
import re

GRAMMAR = re.compile(r"[a-z]+:[a-z_]+:[a-z_]+")


class Tag(enum.Enum):
    """A kind of entry. Members are written ``NAME = "room:subject:verb", "key", "key", ...``."""

    def __init__(self, text: str, *keys: str) -> None:
        if not GRAMMAR.fullmatch(text):
            raise ValueError(f"a tag reads room:subject:verb, not {text!r}")
        self.text = text
        self.keys = frozenset(keys)


def known_tags() -> dict[str, Tag]:
    """All tags of the rooms loaded so far, by their text."""
    return {tag.text: tag for family in Tag.__subclasses__() for tag in family}
