"""A page that differs for its readers in a few values only: drawn once, with holes, and filled for each of them."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import escape

_MARK: Final = secrets.token_hex(16)
_HOLE: Final = re.compile(f"{_MARK}([a-z]+){_MARK[::-1]}")


def hole(name: str) -> str:
    """What stands in a drawn page where a value will be; ``name``: small letters. Nobody who types can guess it."""
    return f"{_MARK}{name}{_MARK[::-1]}"


@dataclass(frozen=True, slots=True)
class Cut:
    """A drawn page cut at its holes: a piece more than ``names``."""

    pieces: tuple[str, ...]
    names: tuple[str, ...]

    def filled(self, values: Mapping[str, str]) -> str:
        """The page of one reader; what is no Markup is escaped. Raises KeyError for a hole without a value."""
        parts = [self.pieces[0]]
        for name, piece in zip(self.names, self.pieces[1:], strict=True):
            parts += (escape(values[name]), piece)
        return "".join(parts)


def cut(page: str) -> Cut:
    """A page, drawn with holes, in its pieces."""
    found = _HOLE.split(page)
    return Cut(tuple(found[::2]), tuple(found[1::2]))
