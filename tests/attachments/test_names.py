"""Names: whatever people send, what is shown and given out is one harmless line with the extension of the content."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attachments.rules import LONGEST_NAME, LONGEST_NAME_BYTES, Kind, clean_name


@pytest.mark.parametrize(
    ("sent", "kind", "shown"),
    [
        ("skarga.pdf", Kind.PDF, "skarga.pdf"),
        ("Zażółć gęślą jaźń.PDF", Kind.PDF, "Zażółć gęślą jaźń.pdf"),
        ("pismo z 21.11.2026", Kind.PDF, "pismo z 21.11.2026.pdf"),
        ("pismo z 21.11.2026.docx", Kind.DOCX, "pismo z 21.11.2026.docx"),
        ("faktura.pdf.exe", Kind.PDF, "faktura.pdf"),
        ("faktura.exe.pdf", Kind.PDF, "faktura.pdf"),
        ("zdjęcie.jpeg", Kind.JPEG, "zdjęcie.jpg"),
        ("IMG_1.webp", Kind.JPEG, "IMG_1.jpg"),
        ("../../etc/passwd", Kind.TEXT, "passwd.txt"),
        ("C:\\Users\\Jan\\list.txt", Kind.TEXT, "list.txt"),
        ("/bin/sh", Kind.TEXT, "sh.txt"),
        ("faktura\u202efdp.exe", Kind.PDF, "fakturafdp.pdf"),
        ("a\u200bb\ufeffc\u2066d.png", Kind.PNG, "abcd.png"),
        ("dwie\r\nlinie\t.pdf", Kind.PDF, "dwielinie.pdf"),
        ('x"; filename="y.html', Kind.PDF, "x ; filename= y.pdf"),
        ("<script>.pdf", Kind.PDF, "script.pdf"),
        ("con.txt", Kind.TEXT, "_con.txt"),
        ("LPT1", Kind.PDF, "_LPT1.pdf"),
        (".htaccess", Kind.TEXT, "htaccess.txt"),
        ("...", Kind.PDF, "plik.pdf"),
        ("", Kind.PDF, "plik.pdf"),
        (".pdf", Kind.PDF, "pdf.pdf"),
        ("a" * 300 + ".pdf", Kind.PDF, "a" * 116 + ".pdf"),
    ],
)
def test_a_name_says_what_the_file_is_and_nothing_more(sent: str, kind: Kind, shown: str):
    assert clean_name(sent, kind) == shown


@given(st.text(max_size=400), st.sampled_from(Kind))
@example("😀" * 300, Kind.PDF)
@example("a.b" * 200, Kind.DOCX)
@example("\ud800", Kind.TEXT)
def test_every_name_is_one_short_harmless_line(sent: str, kind: Kind):
    name = clean_name(sent, kind)
    assert name.endswith(f".{kind.value}")
    assert len(name.removesuffix(f".{kind.value}")) > 0
    assert len(name) <= LONGEST_NAME
    assert len(name.encode()) <= LONGEST_NAME_BYTES
    assert not set(name) & set('/\\<>:"|?*%\r\n\0')
    assert all(unicodedata.category(sign)[0] not in "CZ" or sign == " " for sign in name)
    assert name == name.strip()
    assert not name.startswith(".")


@given(st.text(max_size=200), st.sampled_from(Kind))
def test_a_clean_name_is_clean(sent: str, kind: Kind):
    once = clean_name(sent, kind)
    assert clean_name(once, kind) == once
