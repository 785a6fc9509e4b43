"""The content decides what a file is: what is taken in, what is refused and with which reason."""

from __future__ import annotations

import contextlib
import io
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from attachments.actions import Draft, prepare
from attachments.content import images
from attachments.rules import FileRefused, Kind
from attachments.shelf import Shelf
from tests.attachments import specimens as made

GOOD = {
    "jpeg": (made.image("JPEG"), Kind.JPEG),
    "grey jpeg": (made.image("JPEG", mode="L"), Kind.JPEG),
    "cmyk jpeg": (made.image("JPEG", mode="CMYK"), Kind.JPEG),
    "png": (made.image("PNG"), Kind.PNG),
    "png with transparency": (made.image("PNG", mode="RGBA"), Kind.PNG),
    "png of 16 bits": (made.image("PNG", mode="I;16"), Kind.PNG),
    "webp": (made.image("WEBP"), Kind.JPEG),
    "webp with transparency": (made.image("WEBP", mode="RGBA", lossless=True), Kind.PNG),
    "pdf": (made.pdf(), Kind.PDF),
    "docx": (made.ooxml(), Kind.DOCX),
    "xlsx": (made.ooxml(made.EXCEL), Kind.XLSX),
    "xlsx with printer settings": (made.ooxml(made.EXCEL, xl__printerSettings1__bin=b"x"), Kind.XLSX),
    "odt": (made.odf(), Kind.ODT),
    "ods": (made.odf(made.SHEET_MIME), Kind.ODS),
    "text": ("Zażółć gęślą jaźń.\r\n\tKropka".encode(), Kind.TEXT),
    "text with a mark of order": (b"\xef\xbb\xbf" + "ż".encode(), Kind.TEXT),
    "table of commas": (b"lp;kwota\n1;2,50\n", Kind.TEXT),
}


def png_head(width: int, height: int) -> bytes:
    """A PNG that says it is huge, in a hundred bytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    data = b"IDAT" + zlib.compress(b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(part) - 4) + part + struct.pack(">I", zlib.crc32(part)) for part in (chunk, data, b"IEND")
    )


def lying(size: int) -> bytes:
    """A document whose part is larger than its index says."""
    whole = bytearray(made.ooxml(word__big=b"\0" * size))
    at = whole.rindex(b"PK\x01\x02")
    whole[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(whole)


BAD = {
    "nothing": (b"", "file_empty"),
    "html": (b"<!DOCTYPE html><script>alert(1)</script>", "file_kind"),
    "html after blanks": (b"\n\n  <html><body onload=alert(1)>", "file_kind"),
    "svg with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "file_kind"),
    "svg with a head": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "file_kind"),
    "svg after a mark of order": (b"\xef\xbb\xbf<svg onload='alert(1)'/>", "file_kind"),
    "shell": (b"#!/bin/sh\nrm -rf /\n", "file_kind"),
    "batch": (b"@echo off\r\ndel *.*", "file_kind"),
    "rtf": (rb"{\rtf1\ansi x}", "file_kind"),
    "saved page": (b"MIME-Version: 1.0\nContent-Type: text/html\n", "file_kind"),
    "windows program": (b"MZ\x90\x00\x03\x00\x00\x00", "file_kind"),
    "linux program": (b"\x7fELF\x02\x01\x01\x00", "file_kind"),
    "gif": (b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", "file_kind"),
    "gzip": (b"\x1f\x8b\x08\x00", "file_kind"),
    "utf-16": ("żółw".encode("utf-16"), "file_kind"),
    "windows-1250": ("żółw".encode("cp1250"), "file_kind"),
    "cut utf-8": ("ż".encode()[:1], "file_kind"),
    "heic": (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "file_heic"),
    "avif": (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "file_heic"),
    "film": (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "file_kind"),
    "doc, or docx with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file_old_office"),
    "pdf cut off": (made.pdf()[:-8], "file_damaged"),
    "pdf not at the first byte": (b"\n" + made.pdf(), "file_kind"),
    "pdf of no version": (b"%PDF-x\n%%EOF", "file_damaged"),
    "pdf with a password": (made.pdf(b"trailer <</Encrypt 5 0 R>>"), "file_encrypted"),
    "pdf that is an archive": (made.pdf() + made.archive({"x": "y"}) + b"%%EOF", "file_two_kinds"),
    "html in a pdf's coat": (b"<html>%PDF-1.4\n%%EOF", "file_kind"),
    "zip": (made.archive({"x.txt": "x"}), "file_archive"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, "file_kind"),
    "zip cut off": (made.ooxml()[:-30], "file_damaged"),
    "zip with a comment": (made.archive({"[Content_Types].xml": "x"}, comment=b"x"), "file_two_kinds"),
    "docm": (made.ooxml(made.MACRO_WORD), "file_macros"),
    "docx with a program": (made.ooxml(word__vbaProject_bin=b"x"), "file_macros"),
    "docx with an object": (made.ooxml(word__embeddings__oleObject1=b"x"), "file_macros"),
    "docx with activex": (made.ooxml(word__activeX__activeX1=b"x"), "file_macros"),
    "odt with macros": (made.odf(Basic__Standard__Module1="x"), "file_macros"),
    "odt with a password": (made.odf(inside="<encryption-data/>"), "file_encrypted"),
    "odp": (made.odf("application/vnd.oasis.opendocument.presentation"), "file_kind"),
    "pptx": (
        made.ooxml("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"),
        "file_kind",
    ),
    "docx and xlsx at once": (
        made.archive({"[Content_Types].xml": f'<T><O ContentType="{made.WORD}"/><O ContentType="{made.EXCEL}"/></T>'}),
        "file_kind",
    ),
    "docx with entities": (
        made.archive({"[Content_Types].xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "file_damaged",
    ),
    "docx with no xml": (made.archive({"[Content_Types].xml": "<x"}), "file_damaged"),
    "zip bomb": (made.ooxml(word__big=b"\0" * 10_000_000), "file_bomb"),
    "zip of too many parts": (
        made.archive({"[Content_Types].xml": "x", **{f"p{number}": "" for number in range(2001)}}),
        "file_bomb",
    ),
    "zip that lies about its size": (lying(10_000), "file_damaged"),
    "path out of the archive": (made.archive({"[Content_Types].xml": "x", "../x": "x"}), "file_damaged"),
    "png cut off": (made.image("PNG")[:60], "file_damaged"),
    "jpeg cut off": (made.image("JPEG", (400, 400))[:700], "file_damaged"),
    "only a jpeg's first bytes": (b"\xff\xd8\xff\xe0", "file_damaged"),
    "png of 100 megapixels": (png_head(10_000, 10_000), "image_pixels"),
    "png of a billion pixels": (png_head(40_000, 40_000), "image_pixels"),
}


def left(shelf: Shelf) -> list[Path]:
    return [path for path in shelf.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize("name", GOOD)
def test_what_people_send_is_taken_in_as_what_it_is(shelf: Shelf, name: str):
    content, kind = GOOD[name]
    draft = prepare(shelf, content)
    assert draft.kind is kind
    assert draft.size == draft.path.stat().st_size
    assert left(shelf) == [draft.path]
    assert draft.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_refused_with_its_reason_and_leaves_nothing(shelf: Shelf, name: str):
    content, code = BAD[name]
    with pytest.raises(FileRefused) as refused:
        prepare(shelf, content)
    assert refused.value.code == code
    assert left(shelf) == []


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(shelf: Shelf):
    limit = 1024 * 1024
    assert prepare(shelf, b"x" * limit).size == limit
    with pytest.raises(FileRefused) as refused:
        prepare(shelf, io.BytesIO(b"x" * (limit + 1)))
    assert (refused.value.code, refused.value.facts) == ("file_too_large", {"limit": 1})


def reread(draft: Draft) -> Image.Image:
    with Image.open(draft.path) as image:
        image.load()
        return image


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_keeps_neither_place_nor_camera_nor_comment(shelf: Shelf, form: str):
    exif = Image.Exif()
    exif[made.MAKE] = "Aparat Próbny"
    exif.get_ifd(made.GPS)[1] = "N"
    draft = prepare(shelf, made.photograph() if form == "JPEG" else made.image(form, exif=exif))
    content = draft.path.read_bytes()
    assert not reread(draft).getexif()
    for trace in (b"Exif", b"Aparat", b"Tajnej", b"ICC_PROFILE", b"iCCP", b"tEXt", b"eXIf"):
        assert trace not in content


def test_a_photograph_taken_sideways_is_turned_upright(shelf: Shelf):
    drawn = reread(prepare(shelf, made.photograph(orientation=6)))
    assert drawn.size == (20, 40)
    grey = drawn.convert("L").tobytes()
    assert grey[10 * 20] < 100 < grey[35 * 20]


def test_the_same_image_gives_the_same_bytes(shelf: Shelf):
    assert prepare(shelf, made.photograph()).digest == prepare(shelf, made.photograph()).digest


def test_a_second_file_behind_an_image_is_gone(shelf: Shelf):
    draft = prepare(shelf, made.image() + made.archive({"evil.js": "alert(1)"}) + b"<script>alert(1)</script>")
    content = draft.path.read_bytes()
    assert b"script" not in content
    assert b"PK\x03\x04" not in content


def test_a_large_photograph_is_made_smaller_and_keeps_its_shape(shelf: Shelf):
    drawn = reread(prepare(shelf, made.image("JPEG", (5000, 2500))))
    assert max(drawn.size) <= 4096
    assert drawn.width == 2 * drawn.height


def test_grey_of_sixteen_bits_stays_grey_and_does_not_turn_white(shelf: Shelf):
    dark = io.BytesIO()
    Image.new("I;16", (4, 4), 0x4000).save(dark, "PNG")
    assert reread(prepare(shelf, dark.getvalue())).getpixel((0, 0)) == 0x40


def test_a_crest_is_a_png_of_at_most_512_pixels(shelf: Shelf):
    draft = prepare(shelf, made.image("JPEG", (1000, 600)), is_crest=True)
    assert (draft.kind, reread(draft).size) == (Kind.PNG, (512, 307))
    with pytest.raises(FileRefused) as refused:
        prepare(shelf, made.pdf(), is_crest=True)
    assert refused.value.code == "file_no_image"


def test_a_photograph_kept_as_png_becomes_a_jpeg_when_it_is_huge(shelf: Shelf, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(images, "LARGEST_PNG", 50)
    assert prepare(shelf, made.image("PNG")).kind is Kind.JPEG
    assert prepare(shelf, made.image("PNG", mode="RGBA")).kind is Kind.PNG
    assert prepare(shelf, made.image("PNG"), is_crest=True).kind is Kind.PNG


def test_a_process_draws_one_image_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    together, met, plain = threading.Barrier(2), [], images._plain

    def watched(image: Image.Image) -> Image.Image:
        with contextlib.suppress(threading.BrokenBarrierError):  # nobody else came this far
            together.wait(timeout=0.3)
            met.append(image)
        return plain(image)

    monkeypatch.setattr(images, "_plain", watched)
    (tmp_path / "in").write_bytes(made.image())
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda number: images.redraw(tmp_path / "in", tmp_path / f"out{number}"), range(2)))
    assert not met
