"""What the declaration of digital accessibility says of the program itself: facts with their days."""

from __future__ import annotations

import datetime as dt
from typing import Final

CHANGED_ON: Final = dt.date(2026, 11, 27)
"""The last change of the program that matters for how it is used. Ours: set with a version that changes pages."""

DRAWN_UP_ON: Final = dt.date(2026, 11, 27)
"""When the declaration was drawn up: after axe had looked at every page in three languages."""

REVIEWED_ON: Final = dt.date(2026, 11, 27)
"""When it was looked through last. Source: art. 11 of the act of 4 April 2019: yearly by 31 March and after changes."""
