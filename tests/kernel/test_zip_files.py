"""ZIP files of strangers: a damaged one raises one of the declared errors, never an error that means the disk."""

from __future__ import annotations

import io
import random
import struct
import zipfile

import pytest

from kernel.zip_files import UNREADABLE, open_zip

DIRECTORY_OFFSET = 16
"""Where the end record says at which byte the directory begins. Source: APPNOTE.TXT 4.3.16."""
MEMBER_OFFSET = 42
"""Where a line of the directory says at which byte its member begins. Source: APPNOTE.TXT 4.3.12."""


def archive(members: dict[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytearray:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", packing) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return bytearray(file.getvalue())


def read(content: bytes | bytearray) -> dict[str, bytes]:
    with open_zip(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_an_archive_is_read_from_its_first_member_to_its_last():
    members = {"a": b"one", "b": b"two" * 1000}
    assert read(archive(members)) == members


def test_a_member_before_the_beginning_of_the_file_is_refused():
    content = archive({"a": b"one"})
    place = content.rindex(b"PK\x05\x06") + DIRECTORY_OFFSET
    struct.pack_into("<I", content, place, struct.unpack_from("<I", content, place)[0] + 10)
    with pytest.raises(zipfile.BadZipFile, match="outside"):
        read(content)


def test_a_member_behind_the_end_of_the_file_is_refused():
    content = archive({"a": b"one"})
    struct.pack_into("<I", content, content.rindex(b"PK\x01\x02") + MEMBER_OFFSET, 0xFFFF_FFF0)
    with pytest.raises(zipfile.BadZipFile, match="outside"):
        read(content)


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_packing_no_document_uses_is_refused(packing: int):
    with pytest.raises(NotImplementedError, match="packed"):
        read(archive({"a": b"one"}, packing))


@pytest.mark.parametrize("seed", range(20))
def test_whatever_is_damaged_the_error_is_one_of_those_declared(seed: int):
    chance, whole, refused = random.Random(seed), archive({"a": b"one" * 50, "b": bytes(range(256))}), 0
    for _round in range(250):
        damaged = bytearray(whole)
        for _byte in range(chance.choice((1, 3, 30))):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            read(damaged)
        except UNREADABLE:
            refused += 1
    assert refused > 100
