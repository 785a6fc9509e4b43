"""A few reports kept in memory, so that a page and its pictures are computed once. Kept by what they were made from."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar

Made = TypeVar("Made")

MOST = 24
"""Reports kept by one process; one is some hundred kilobytes."""


class Kept:
    """The least recently used of MOST reports is forgotten first."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what is kept under the key, making it first when it is not there."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                found: Made = self._found[key]
                return found
        made = make()
        with self._lock:
            self._found[key] = made
            while len(self._found) > self._most:
                self._found.popitem(last=False)
        return made
