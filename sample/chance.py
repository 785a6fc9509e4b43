"""Drawing by chance, the same for the same seed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from random import Random
from typing import TypeVar

T = TypeVar("T")


def one_of(rng: Random, chances: Mapping[T, float]) -> T:
    """One of the keys, with the chance that stands beside it."""
    return rng.choices(list(chances), list(chances.values()))[0]


def drawn_id(rng: Random) -> uuid.UUID:
    """A random key (UUID version 4) that comes again with the same seed."""
    return uuid.UUID(int=rng.getrandbits(128), version=4)
