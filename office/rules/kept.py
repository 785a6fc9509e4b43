"""Rules of forms that outlive a sign-in."""

from __future__ import annotations

import datetime as dt
from typing import Final

KEPT_FORMS: Final = dt.timedelta(hours=12)
"""How long a form waits for its owner to sign in again. Ours: longer than a working day, not until tomorrow's."""

MOST_KEPT: Final = 10
"""Forms kept for one person. Ours: tabs of one desk; the oldest goes."""

LONGEST_PATH: Final = 1000
"""Characters of an address that is kept. Ours: as for a place to go on to after signing in."""
