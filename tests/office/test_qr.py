"""The code in a page is read as its text again, by what shares nothing with what drew it: ZXing reads, Zint draws."""

from __future__ import annotations

import re

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from office.routes.qr import BORDER, PAPER_BORDER, drawn, drawn_for_paper

STEP = re.compile(r"([Mmh])(\d+)(?: (\d+)(?:\.5)?)?")
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=120)


def modules(svg: str) -> np.ndarray:
    """The drawing as the browser would fill it, a point a module, dark is 1."""
    size = int(re.findall(r'viewBox="0 0 (\d+) \1"', svg)[0])
    grid = np.zeros((size, size), dtype=np.uint8)
    x = y = 0
    path = re.findall(r' d="([^"]+)"', svg)[0]
    assert STEP.sub("", path) == ""
    for verb, right, down in STEP.findall(path):
        if verb == "h":
            grid[y, x : x + int(right)] = 1
        x, y = (int(right), int(down)) if verb == "M" else (x + int(right), y + int(down or 0))
    return grid


def read(svg: str) -> list[tuple[str, str, str]]:
    """What a reader finds: format, level of correction, text."""
    picture = np.kron(255 - 255 * modules(svg), np.ones((4, 4), dtype=np.uint8))
    return [(str(found.format), found.ec_level, found.text) for found in zxingcpp.read_barcodes(picture)]


@given(TEXTS)
def test_what_is_drawn_is_read_again(text: str):
    [(_kind, level, found)] = read(drawn(text))
    assert (level in "MQH", found) == (True, text)


def test_it_is_never_a_micro_code_which_few_telephones_read():
    [(kind, _level, found)] = read(drawn("1"))
    assert (found, "Micro" in kind) == ("1", False)


@pytest.mark.parametrize(("draw", "border"), [(drawn, BORDER), (drawn_for_paper, PAPER_BORDER)])
def test_the_margin_is_bright_all_around_and_no_wider(draw, border):
    dark = np.argwhere(modules(draw("https://opinie.example.pl/r/7qk4m2xd9t")))
    size = len(modules(draw("https://opinie.example.pl/r/7qk4m2xd9t")))
    assert (dark.min(), dark.max()) == (border, size - border - 1)


def test_on_paper_a_quarter_may_be_dirty():
    address = "https://opinie.example.pl/r/7qk4m2xd9t"
    [(_kind, level, found)] = read(drawn_for_paper(address))
    assert (level in "QH", found) == (True, address)
