"""Canonical bytes and hashes of an entry.

Source: RFC 8785 (JSON Canonicalization Scheme), restricted to what an entry may hold, so that Python's own encoder
gives
the same bytes: strings in NFC, integers within 2^53 - 1, booleans, null, lists and objects with ASCII keys; no floats.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable
from typing import Any, Final

FORMAT_VERSION: Final = 1
"""The version of the entry's shape. It is part of every entry and never changes for an entry already written."""

ENTRY_PREFIX: Final = b"interesant:ledger-entry:v1\0"
COMMITMENT_PREFIX: Final = b"interesant:commitment:v1\0"
GENESIS_HASH: Final = "0" * 64
"""What the first entry names as its predecessor."""

MAX_INTEGER: Final = 2**53 - 1
"""The largest integer every JSON reader keeps exactly (RFC 8785, section 3.2.2.3 and RFC 7493)."""

Json = dict[str, Any] | list[Any] | str | int | bool | None


def canonical(value: Json) -> str:
    """The canonical JSON text of a value.

    Raises ValueError for floats, integers beyond 2^53 - 1, keys outside ASCII, text that is not NFC or not valid
    Unicode.
    """
    if not _is_plain(value):
        _check(value)
    return _WRITE(value)


_WRITE: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":"), allow_nan=False
).encode


def normalised(value: Json) -> Json:
    """The same value with every string in NFC, the form in which the record keeps text."""
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [item if _is_plain(item) else normalised(item) for item in value]
    if isinstance(value, dict):
        return {key: normalised(item) for key, item in value.items()}
    return value


def entry_hash(text: str) -> str:
    """SHA-256 (hex) of an entry's canonical text, with its domain prefix."""
    return hashlib.sha256(ENTRY_PREFIX + text.encode()).hexdigest()


def commitment(salt: str, value: Json) -> str:
    """A salted commitment (hex SHA-256) to personal data that itself stays outside the record.

    With the salt and the data one can prove what was recorded; once the salt is erased, the entry says nothing any
    more.
    """
    text = _WRITE(value) if _is_flat(value) else ""
    if not text or not (text.isascii() or unicodedata.is_normalized("NFC", text)):
        text = canonical(normalised(value))
    return hashlib.sha256(COMMITMENT_PREFIX + bytes.fromhex(salt) + text.encode()).hexdigest()


def _is_flat(value: Any) -> bool:
    """Whether a value is a text or a list of texts, yes, no and nothing: then only its text may need a closer look.

    A part of a text in NFC is in NFC (UAX 15), so that looking at the whole JSON text is enough.
    """
    return type(value) is str or (type(value) is list and _FLAT.issuperset(map(type, value)))


_FLAT: Final = frozenset({str, bool, type(None)})


def _is_plain(value: Any) -> bool:
    """Whether nothing about a value needs a closer look. Most values of the record are texts in ASCII."""
    return type(value) is str and value.isascii()


def _check(value: Json) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, str):
        _check_text(value)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError(f"an entry holds integers up to 2^53 - 1, not {value}")
    elif isinstance(value, list):
        _check_each(value)
    elif isinstance(value, dict):
        _check_object(value)
    else:
        raise ValueError(f"an entry cannot hold a {type(value).__name__}")


def _check_each(values: Iterable[Any]) -> None:
    for value in values:
        if not _is_plain(value):
            _check(value)


def _check_object(value: dict[str, Any]) -> None:
    for key in value:
        if not (isinstance(key, str) and key.isascii()):
            raise ValueError(f"keys of an entry are ASCII, not {key!r}")
    _check_each(value.values())


def _check_text(value: str) -> None:
    if value.isascii():
        return
    value.encode()  # a lone surrogate raises UnicodeEncodeError, a ValueError
    if not unicodedata.is_normalized("NFC", value):
        raise ValueError("text in an entry is in NFC")
