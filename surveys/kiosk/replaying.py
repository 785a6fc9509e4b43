"""Devices against the record."""

from __future__ import annotations

from typing import Final

from office.replaying.records import projection_of
from surveys.kiosk.actions import DEVICES

REPLAYS: Final = (projection_of(DEVICES),)
