"""A phone call is no filing: it is noted, answered with an invitation, and forgotten after a while."""

from __future__ import annotations

import datetime as dt
from typing import Final

SOURCE: Final = "art. 63 § 1, 221 § 1 KPA; § 5 i 6 rozporządzenia w sprawie skarg i wniosków"
"""Filed are skargi and wnioski in writing, by electronic means, or by word of mouth into a protocol: never by phone."""

WORDS_KEPT: Final = dt.timedelta(days=90)
"""Ours: who was invited comes within weeks; afterwards nobody needs what was said, only that there was a call."""
