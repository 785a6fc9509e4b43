"""When whoever filed was given a confirmation, against the entry that first tells of one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, Final

from complaints.events import ComplaintTag
from complaints.rules.kinds import Channel
from complaints.rules.letters import RECEIPT
from ledger.actions import moment_text
from ledger.replays import Part, shown

GIVEN: Final = frozenset({ComplaintTag.ACKNOWLEDGED.text, ComplaintTag.RECEIPT_SENT.text})
SENT: Final = ComplaintTag.LETTER_SENT.text
WAITING: Final = dt.timedelta(hours=1)
"""Ours: how long before its entry the moment of a confirmation may lie. The entry is dated when its turn to be written
comes, and never before the one in front of it."""


@dataclass(slots=True)
class Confirmed:
    """The moments entries tell of a confirmation; ``is_sure``: whether they tell for certain that there was one."""

    moments: list[str] = field(default_factory=list)
    is_sure: bool = False

    @classmethod
    def beginning(cls, entry: Part) -> Confirmed:
        """What the registration says. That of an earlier version names its way only: the page of the web form confirms,
        a part of a letter that came by it is not confirmed again."""
        told = entry.data.get("confirmed")
        is_web = told is None and entry.tag == ComplaintTag.RECEIVED.text and entry.data["channel"] == Channel.WEB
        return cls([entry.recorded_at], is_sure=bool(told)) if told or is_web else cls()

    def apply(self, entry: Part) -> None:
        """Take one more entry in: the first that tells of a confirmation counts."""
        if self.is_sure:
            return
        if entry.tag in GIVEN or (entry.tag == SENT and entry.data["template"] == RECEIPT.id):
            self.moments.append(entry.recorded_at)
            self.is_sure = True

    def fault(self, here: dt.datetime | None) -> str:
        """What the moment of a row says otherwise; empty where nothing."""
        if here is None:
            return f"acknowledged_at is null in the register, and {self._told} by its entries" if self.is_sure else ""
        for moment in self.moments:
            told = dt.datetime.fromisoformat(moment)
            if told - WAITING <= here <= told:
                return ""
        return f"acknowledged_at is {shown(moment_text(here))} in the register and {self._told} by its entries"

    @property
    def _told(self) -> Any:
        return shown(self.moments[-1] if self.moments else None)
