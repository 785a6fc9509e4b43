"""The blueprint of this room's staff pages: ``/staff/<lang>/surveys/...``. Residents have one in the package itself."""

from __future__ import annotations

from web.languages import staff_blueprint

blueprint = staff_blueprint("survey_room", "surveys.routes")
