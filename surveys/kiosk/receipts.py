"""Receipts a device believes: signed with a key only it and the server know. A captive portal's page is none. Pure."""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from typing import Any

KEY_PREFIX = b"interesant:kiosk-receipt-key:v1\0"
RECEIPT_PREFIX = b"interesant:kiosk-receipt:v1\0"


def receipt_key(secret: str, device_id: uuid.UUID, token_hash: str) -> bytes:
    """The key of one pairing, 32 bytes: derived from the office's secret, stored nowhere on the server."""
    return hmac.new(secret.encode(), KEY_PREFIX + device_id.bytes + token_hash.encode(), hashlib.sha256).digest()


def signed(key: bytes, facts: Mapping[str, Any]) -> dict[str, str]:
    """A receipt: its text, and the HMAC-SHA256 (hex) of that very text."""
    text = json.dumps(facts, separators=(",", ":"), ensure_ascii=True, sort_keys=True)
    return {"receipt": text, "signature": signature(key, text)}


def signature(key: bytes, text: str) -> str:
    """The signature of a receipt's text."""
    return hmac.new(key, RECEIPT_PREFIX + text.encode(), hashlib.sha256).hexdigest()
