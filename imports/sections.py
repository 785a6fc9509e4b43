"""A mapping read key by key, so that a misspelt key is an error and not silence."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from imports.errors import BadMapping

T = TypeVar("T")
_TYPE_NAMES = {str: "text", int: "integer", bool: "boolean", list: "list", dict: "table", dt.date: "date"}


class Section:
    """One table of a TOML file. Each key is asked for once, by its type; ``finish`` refuses what nobody asked for."""

    def __init__(self, values: Mapping[str, Any], path: str = "") -> None:
        self.path = path
        self._values = dict(values)
        self._asked: set[str] = set()

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that are there, in the order of the file."""
        return tuple(self._values)

    def text(self, key: str) -> str:
        """A text that must be there and not be blank."""
        found = self.optional_text(key)
        if not found:
            raise BadMapping(code="key_missing", where=self.where(key))
        return found

    def optional_text(self, key: str) -> str | None:
        """A text, None where the key is missing."""
        found = self._get(key, str)
        return None if found is None else found.strip()

    def integer(self, key: str) -> int:
        """A whole number that must be there."""
        found = self._get(key, int)
        if found is None:
            raise BadMapping(code="key_missing", where=self.where(key))
        return found

    def text_or_integer(self, key: str) -> str | int | None:
        """A text or a whole number, None where the key is missing."""
        return self._get(key, int) if isinstance(self._values.get(key), int) else self.optional_text(key)

    def boolean(self, key: str, default: bool) -> bool:
        """true or false."""
        found = self._get(key, bool)
        return default if found is None else found

    def day(self, key: str) -> dt.date | None:
        """A date (TOML: 2026-11-21), None where the key is missing."""
        return self._get(key, dt.date)

    def one_of(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        """One of a few words."""
        found = self.optional_text(key) or default
        if found not in allowed:
            raise BadMapping(code="not_allowed", where=self.where(key), value=found, allowed=", ".join(allowed))
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, or a single one; empty where the key is missing."""
        if isinstance(self._values.get(key), str):
            return (self.text(key),)
        return tuple(self._each(key, str, self._get(key, list) or []))

    def integers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers; empty where the key is missing."""
        return tuple(self._each(key, int, self._get(key, list) or []))

    def section(self, key: str) -> Section:
        """A table inside this one; an empty one where the key is missing."""
        return Section(self._get(key, dict) or {}, self.where(key))

    def sections(self, key: str) -> tuple[Section, ...]:
        """A list of tables (TOML: [[key]])."""
        found = self._each(key, dict, self._get(key, list) or [])
        return tuple(Section(item, f"{self.where(key)}[{place}]") for place, item in enumerate(found))

    def pairs(self, key: str) -> dict[str, str]:
        """A table of texts by text, such as foreign values and their meaning."""
        inner = self.section(key)
        return {name: inner.optional_text(name) or "" for name in inner.keys}

    def finish(self) -> None:
        """Refuse keys that mean nothing here, and propose the one that was probably meant."""
        for key in self._values:
            if key not in self._asked:
                near = difflib.get_close_matches(key, self._asked, n=1)
                raise BadMapping(
                    code="unknown_key_near" if near else "unknown_key",
                    where=self.where(key),
                    near=near[0] if near else "",
                    allowed=", ".join(sorted(self._asked)),
                )

    def where(self, key: str) -> str:
        """The full name of a key, for messages."""
        return f"{self.path}.{key}" if self.path else key

    def _get(self, key: str, kind: type[T]) -> T | None:
        self._asked.add(key)
        found = self._values.get(key)
        return None if found is None else self._checked(key, kind, found)

    def _each(self, key: str, kind: type[T], items: list[Any]) -> list[T]:
        return [self._checked(key, kind, item) for item in items]

    def _checked(self, key: str, kind: type[T], found: object) -> T:
        is_right = isinstance(found, kind) and not (kind is int and isinstance(found, bool))
        if not is_right or isinstance(found, dt.datetime):
            raise BadMapping(code="wrong_type", where=self.where(key), expected=_TYPE_NAMES[kind])
        assert isinstance(found, kind)  # noqa: S101 - says to the type checker what is_right found out
        return found


def load_toml(path: Path) -> Section:
    """The mapping in a file. Raises BadMapping when there is no such file or it is not TOML in UTF-8."""
    try:
        with path.open("rb") as file:
            return Section(tomllib.load(file))
    except (FileNotFoundError, IsADirectoryError):
        raise BadMapping(code="no_such_mapping", name=str(path)) from None
    except tomllib.TOMLDecodeError as error:
        raise BadMapping(code="not_toml", name=path.name, detail=str(error)) from error
    except UnicodeDecodeError as error:
        raise BadMapping(code="not_toml", name=path.name, detail="UTF-8") from error
    except OSError as error:
        raise BadMapping(code="no_such_mapping", name=str(path)) from error
