"""How early somebody is warned of the end of a term."""

from __future__ import annotations

from typing import Final

FEWEST: Final = 1
"""Working days before the end of a term. Ours: on the last day itself a warning comes too late."""
MOST: Final = 10
"""Working days before the end of a term. Ours: earlier than two weeks, half of a month's term would be a warning."""
