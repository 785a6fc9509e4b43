"""How somebody is reminded of cases, and in which language."""

from __future__ import annotations

import enum
from typing import Final


class Reminders(enum.StrEnum):
    """A member of staff's own choice. What is late is told in any case: nobody who answers for it can turn that off."""

    DIGEST = "digest"  # one mail a day, when the office opens
    SINGLE = "single"  # a mail for each case and occasion
    NONE = "none"  # only what is late


LANGUAGES: Final = ("pl", "en", "uk")
"""The languages mail is written in."""
