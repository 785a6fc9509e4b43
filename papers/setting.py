"""The one door to the typesetter: a layout of ours, facts as JSON, a PDF/UA-1 out.

The library is imported when the first paper is drawn. It gets no network, no fonts but ours, no file outside this
folder, and the moment it writes into the file is the one it is given: the same facts always give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from papers.glyphs import FONTS

if TYPE_CHECKING:
    import typst

LAYOUTS: Final = Path(__file__).parent / "layouts"
STANDARD: Final = "ua-1"
"""Source: ISO 14289-1 (PDF/UA-1)."""


def drawn(layout: str, facts: Mapping[str, Any], made_at: dt.datetime, crest: bytes = b"") -> bytes:
    """A paper: a layout with its facts. ``crest``: a PNG; the same input gives the same bytes."""
    import typst

    inputs = {"facts": json.dumps({**facts, "crest": list(crest)}, ensure_ascii=False)}
    return typst.compile(
        str(LAYOUTS / f"{layout}.typ"),
        root=str(LAYOUTS),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=["ua-1"],
        timestamp=made_at.astimezone(dt.UTC).replace(microsecond=0),  # a PDF knows whole seconds, a clock does not
    )


@cache
def _fonts() -> typst.Fonts:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
