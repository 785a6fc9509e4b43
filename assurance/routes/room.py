"""The auditor's face of the program: one blueprint that all its pages hang on."""

from __future__ import annotations

from werkzeug.wrappers import Response

from web.languages import staff_blueprint

blueprint = staff_blueprint("assurance", __name__)
Answer = str | tuple[str, int] | Response
