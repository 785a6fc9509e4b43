"""Every picture of the handbook can be taken from the program as it is, and lies beside its chapter in the same size.

Not compared dot by dot: fonts differ from machine to machine. To take them anew: ``handbook_pictures.py``.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from tests.journeys.handbook_pictures import take
from web.handbook import PICTURES

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_the_pictures_of_the_handbook_are_those_the_program_makes(browser: Browser, tmp_path: Path):
    taken = take(browser, tmp_path)
    assert set(taken) == {path.stem for path in PICTURES.iterdir()}
    for name, picture in taken.items():
        with Image.open(io.BytesIO(picture)) as now, Image.open(PICTURES / f"{name}.png") as kept:
            assert now.size == kept.size, name
