"""Images: drawn anew, so that nothing but what can be seen goes on: no place, no camera, no comment, no second file."""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from attachments.rules import MEGABYTE, FileRefused, Kind

FORMATS: Final = ("JPEG", "PNG", "WEBP")
"""What is read; WebP becomes JPEG, or PNG where it is transparent."""

MOST_PIXELS: Final = 50_000_000
"""Ours: the largest photograph of most telephones has 48 megapixels; drawing it anew takes 330 MB and two seconds."""

LONGEST_SIDE: Final = 4096
"""Ours: pixels; a page of A4 at 350 dots per inch stays legible."""

CREST_SIDE: Final = 512
"""Ours: pixels; a crest of 4 cm at 300 dots per inch."""

LARGEST_PNG: Final = 10 * MEGABYTE
"""Ours: a picture of a screen has a tenth of that; a photograph kept as PNG has more and gains nothing by it."""

JPEG_QUALITY: Final = 88
"""Ours: print on a photographed page stays sharp."""


_one_at_a_time: Final = threading.Lock()
"""A process draws one image at a time: a file of a few kilobytes can ask for all the memory one image may take, and
several at once, from anybody, would take the machine's."""


def is_image(head: bytes) -> bool:
    """Whether the first bytes are those of an image we read."""
    return head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")


def redraw(source: Path, target: Path, *, longest_side: int = LONGEST_SIDE, as_crest: bool = False) -> Kind:
    """Draw an image anew into a draft: turned upright, no larger than asked, without a word beside its pixels.

    The same image gives the same bytes with the same version of Pillow. Raises FileRefused for a damaged or a huge one.
    """
    with _refusing(), _one_at_a_time, Image.open(source, formats=FORMATS) as image:
        if image.width * image.height > MOST_PIXELS:
            raise FileRefused(code="image_pixels", limit=MOST_PIXELS // 1_000_000)
        is_photograph = image.format in {"JPEG", "MPO"} or _is_opaque_webp(image)
        image.draft("RGB", (longest_side, longest_side))
        drawn = _plain(image)  # made smaller before it is turned: that takes half the memory
        drawn.thumbnail((longest_side, longest_side), Image.Resampling.BICUBIC, reducing_gap=2.0)
        drawn.getexif().update(image.getexif())
        ImageOps.exif_transpose(drawn, in_place=True)
        bare = Image.frombytes(drawn.mode, drawn.size, drawn.tobytes())
    return _saved(bare, target, as_png=as_crest or not is_photograph, as_crest=as_crest)


def _saved(bare: Image.Image, target: Path, *, as_png: bool, as_crest: bool) -> Kind:
    """Write the image down; what would be a huge PNG is a photograph after all, unless it is transparent."""
    if as_png:
        bare.save(target, "PNG")
        if as_crest or bare.mode == "RGBA" or target.stat().st_size <= LARGEST_PNG:
            return Kind.PNG
    bare.convert("RGB").save(target, "JPEG", quality=JPEG_QUALITY)
    return Kind.JPEG


def _is_opaque_webp(image: Image.Image) -> bool:
    return image.format == "WEBP" and not image.has_transparency_data


def _plain(image: Image.Image) -> Image.Image:
    """The image as grey or colour of eight bits, with its transparency."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value / 256).convert("L")  # 16 bits of grey, as scanners give
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


@contextmanager
def _refusing() -> Iterator[None]:
    """A hostile or broken image ends in a refusal."""
    try:
        yield
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise FileRefused(code="image_pixels", limit=MOST_PIXELS // 1_000_000) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise FileRefused(code="file_damaged") from error
