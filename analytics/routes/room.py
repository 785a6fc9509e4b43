"""The face of the results: one blueprint that all its pages hang on."""

from __future__ import annotations

from web.languages import staff_blueprint

blueprint = staff_blueprint("analytics", __name__)
