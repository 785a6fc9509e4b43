"""Files as people and enemies send them, made on the spot."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from PIL import Image

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_WORD = "application/vnd.ms-word.document.macroEnabled.main+xml"
TEXT_MIME = "application/vnd.oasis.opendocument.text"
SHEET_MIME = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"

GPS, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def image(form: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: Any) -> bytes:
    """A picture, left half dark, right half light."""
    white: dict[str, Any] = {"L": 255, "I;16": 65535, "RGBA": (255, 255, 255, 0)}
    picture = Image.new(mode, size, white.get(mode, "#ffffff"))
    if mode in {"RGB", "RGBA"}:
        picture.paste("#102030", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    picture.save(out, form, **options)
    return out.getvalue()


def photograph(orientation: int = 1) -> bytes:
    """A JPEG that says where and with what it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Aparat Próbny"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (52.0, 13.0, 47.0)
    return image(exif=exif, comment=b"dom przy ul. Tajnej 1")


def pdf(body: bytes = b"") -> bytes:
    """A PDF of one empty page."""
    return (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n"
        + body
        + b"trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def archive(parts: dict[str, bytes | str], *, stored: tuple[str, ...] = (), comment: bytes = b"") -> bytes:
    """A ZIP of parts in this order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            how = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            file.writestr(zipfile.ZipInfo(name), content, how)
        file.comment = comment
    return out.getvalue()


def ooxml(main: str = WORD, **more: bytes | str) -> bytes:
    """A Word document or an Excel sheet, with more parts by their names (``__`` for a slash)."""
    index = f'<Types xmlns="{TYPES}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    parts: dict[str, bytes | str] = {"[Content_Types].xml": index, "word/document.xml": "<document/>"}
    return archive({**parts, **{name.replace("__", "/"): content for name, content in more.items()}})


def odf(mime: str = TEXT_MIME, *, inside: str = "", **more: bytes | str) -> bytes:
    """An OpenDocument text or sheet."""
    manifest = f'<manifest xmlns="{MANIFEST}"><file-entry full-path="/">{inside}</file-entry></manifest>'
    parts: dict[str, bytes | str] = {"mimetype": mime, "content.xml": "<office/>", "META-INF/manifest.xml": manifest}
    named = {name.replace("__", "/"): content for name, content in more.items()}
    return archive({**parts, **named}, stored=("mimetype",))
