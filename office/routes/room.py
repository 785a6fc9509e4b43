"""The blueprint of this room: the staff's pages about the office and about themselves."""

from __future__ import annotations

from web.languages import staff_blueprint

blueprint = staff_blueprint("office", "office.routes")
