"""The staff's face of the register: one blueprint that all its pages hang on."""

from __future__ import annotations

from werkzeug.wrappers import Response

from web.languages import staff_blueprint

blueprint = staff_blueprint("complaints", __name__)
Answer = str | tuple[str, int] | Response
