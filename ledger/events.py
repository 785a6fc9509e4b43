"""What happens to the record itself: seals and their keys."""

from __future__ import annotations

from dataclasses import dataclass

from ledger.tags import Tag


class LedgerTag(Tag):
    """Entries about seals. Taking a seal away would leave its entry, and taking that away breaks the chain."""

    KEY_BEGUN = "ledger:key:begin", "key", "previous", "public_key", "signature"
    SEAL_MADE = "ledger:seal:make", "number", "root", "seal", "size"


@dataclass(frozen=True)
class SealMade:
    """A seal stands over the first ``size`` entries."""

    number: int
    size: int
