"""Erasing the personal data of a case: on what basis, and what stands in its place."""

from __future__ import annotations

import enum
from typing import Final


class Basis(enum.StrEnum):
    """Why the data of a case are erased."""

    REQUEST = "request"
    """Source: art. 17(1) of Regulation (EU) 2016/679 (GDPR), where art. 17(3) does not keep the data."""
    RETENTION = "retention"
    """Source: art. 5(1)(e) of the same: the time of the filing class has passed."""
    MISTAKE = "mistake"
    """Source: art. 17(1)(d) of the same: they should never have come here."""


ERASED: Final = "[dane usunięte]"
"""Ours: the subject line of an erased case, in the language of the register, so that it still can be clicked."""
