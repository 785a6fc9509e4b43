"""The code in a page is the code of its text, never a micro code, and drawn as the library draws it."""

from __future__ import annotations

import segno
from hypothesis import given
from hypothesis import strategies as st

from office.routes.qr import BORDER, QR_MASK, drawn


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=120))
def test_it_is_drawn_stroke_for_stroke_as_segno_draws_it(text: str):
    code = segno.make_qr(text, error="m", mask=QR_MASK)
    theirs = code.svg_inline(scale=1, border=BORDER, omitsize=True, svgclass="qr-code", lineclass=None)
    assert drawn(text) == theirs
