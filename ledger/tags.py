"""What can happen, as far as the record is concerned: tags with a grammar and their exact keys.

Each room declares its tags as a child of ``Tag``; a tag reads ``room:subject:verb``.
"""

from __future__ import annotations

import enum
import re

GRAMMAR = re.compile(r"[a-z]+:[a-z_]+:[a-z_]+")


class Added:
    """Keys a tag got once entries without them had been written. A chain cannot be migrated: those stay whole."""

    def __init__(self, *keys: str) -> None:
        self.keys = frozenset(keys)


class Tag(enum.Enum):
    """A kind of entry. Members are written ``NAME = "room:subject:verb", "key", "key", ...``.

    What a released version wrote stays readable: a key is never taken away, and one that is added stands in ``Added``
    behind the others, one for each version. ``keys`` are those an entry of today holds, ``shapes`` all that ever were.
    """

    def __init__(self, text: str, *keys: str | Added) -> None:
        if not GRAMMAR.fullmatch(text):
            raise ValueError(f"a tag reads room:subject:verb, not {text!r}")
        self.text = text
        self.shapes = shapes_of(*keys)
        self.keys = self.shapes[-1]


def shapes_of(*keys: str | Added) -> tuple[frozenset[str], ...]:
    """The sets of keys entries of a tag have had, version after version; the last is today's."""
    stages = [frozenset(key for key in keys if isinstance(key, str))]
    for added in keys:
        if isinstance(added, Added):
            stages.append(stages[-1] | added.keys)
    return tuple(stages)


def known_tags() -> dict[str, Tag]:
    """All tags of the rooms loaded so far, by their text."""
    return {tag.text: tag for family in Tag.__subclasses__() for tag in family}
