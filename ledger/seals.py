"""A seal and what is kept of it outside: their exact form. Pure.

A seal says: these entries, in this order, were the whole record at this moment. Its canonical text (RFC 8785, as that
of entries) is hashed and signed with a prefix of its own.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any, Final

from ledger.canonical import canonical
from ledger.keys import fingerprint, is_signed

FORMAT: Final = 1
"""The version of a seal's shape. It is part of every seal and never changes for one already made."""
SEAL_PREFIX: Final = b"interesant:ledger-seal:v1\0"
KEY_PREFIX: Final = b"interesant:ledger-key:v1\0"
NO_SEAL: Final = "0" * 64
"""What the first seal names as its predecessor."""

PARTS: Final[dict[str, type]] = {
    "format": int,
    "office": str,
    "number": int,
    "size": int,
    "root": str,
    "head": str,
    "sealed_at": str,
    "previous": str,
    "key": str,
}
"""The parts of a seal and what each is."""


class NotASeal(ValueError):
    """A text or a file is not what it should be; the message is one sentence."""


def message_of(text: str) -> bytes:
    """What is hashed and signed: the prefixed canonical text."""
    return SEAL_PREFIX + text.encode()


def seal_hash(text: str) -> str:
    """The hash (hex) of a seal's canonical text."""
    return hashlib.sha256(message_of(text)).hexdigest()


def parts_of(text: str) -> dict[str, Any]:
    """The parts of a seal's canonical text. Raises NotASeal."""
    try:
        parts = json.loads(text)
        is_canonical = canonical(parts) == text
    except (ValueError, RecursionError):
        raise NotASeal("the text of the seal cannot be read") from None
    if not is_canonical or not isinstance(parts, dict) or parts.keys() != PARTS.keys():
        raise NotASeal("the text of the seal is not in its canonical form")
    if parts["format"] != FORMAT or any(type(parts[name]) is not kind for name, kind in PARTS.items()):
        raise NotASeal(f"the shape of the seal is not that of format {FORMAT}")
    return parts


@dataclass(frozen=True)
class Anchor:
    """One seal with all that a stranger needs to check it: what is kept outside."""

    format: int
    office: str
    number: int
    size: int
    root: str
    seal: str
    public_key: str
    canonical: str
    signature: str

    def as_json(self) -> dict[str, Any]:
        """The same for a file."""
        return asdict(self)

    @property
    def sealed_at(self) -> dt.datetime:
        """When it was made."""
        return dt.datetime.fromisoformat(parts_of(self.canonical)["sealed_at"])

    @property
    def key(self) -> str:
        """The fingerprint of the key that signed it."""
        return fingerprint(bytes.fromhex(self.public_key))


def anchor_of(text: str, public_key: str, signature: str) -> Anchor:
    """The anchor of a seal. Raises NotASeal."""
    parts = parts_of(text)
    return Anchor(
        format=FORMAT,
        office=parts["office"],
        number=parts["number"],
        size=parts["size"],
        root=parts["root"],
        seal=seal_hash(text),
        public_key=public_key,
        canonical=text,
        signature=signature,
    )


def read_anchor(value: Any) -> Anchor:
    """The anchor in a JSON value, with its hash and signature proved. Raises NotASeal with the first fault."""
    fields = Anchor.__dataclass_fields__
    if not isinstance(value, dict) or value.keys() != fields.keys():
        raise NotASeal("it is no anchor: an anchor holds exactly " + ", ".join(fields))
    numbers = {"format", "number", "size"}
    if any(type(value[name]) is not (int if name in numbers else str) for name in fields):
        raise NotASeal("it is no anchor: a part is of the wrong kind")
    anchor = Anchor(**value)
    try:
        public, signature = bytes.fromhex(anchor.public_key), bytes.fromhex(anchor.signature)
    except ValueError:
        raise NotASeal("its key or its signature is not written in hex") from None
    if anchor_of(anchor.canonical, anchor.public_key, anchor.signature) != anchor:
        raise NotASeal("its parts are not those of the seal it holds")
    if parts_of(anchor.canonical)["key"] != fingerprint(public):
        raise NotASeal("its key is not the one the seal names")
    if not is_signed(public, signature, message_of(anchor.canonical)):
        raise NotASeal("its signature does not fit: it was changed, or signed by somebody else")
    return anchor
