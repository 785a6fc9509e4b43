"""Mappings: what is misspelt, missing or impossible is named before a single row is read."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from imports.errors import BadMapping
from imports.mapping import load_mapping, read_file_shape, read_name, read_time_shape
from imports.sections import Section, load_toml


def section(text: str, tmp_path: Path) -> Section:
    path = tmp_path / "m.toml"
    path.write_text(text, encoding="utf-8")
    return load_toml(path)


def code_of(refused: pytest.ExceptionInfo[BadMapping]) -> tuple[str, object]:
    return refused.value.code, refused.value.facts.get("where")


def test_a_misspelt_key_is_refused_with_the_one_that_was_meant(tmp_path: Path) -> None:
    read = section('encodign = "utf-8"', tmp_path)
    with pytest.raises(BadMapping) as refused:
        read_file_shape(read)
    assert code_of(refused) == ("unknown_key_near", "encodign")
    assert refused.value.facts["near"] == "encoding"


def test_a_key_that_means_nothing_is_refused_with_the_allowed_ones(tmp_path: Path) -> None:
    with pytest.raises(BadMapping) as refused:
        read_file_shape(section("zzz = 1", tmp_path))
    assert code_of(refused) == ("unknown_key", "zzz")
    assert "delimiter" in str(refused.value.facts["allowed"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('encoding = "utf-9"', "unknown_encoding"),
        ("encoding = 8", "wrong_type"),
        ('delimiter = ":"', "not_allowed"),
        ("nothing = [1]", "wrong_type"),
    ],
)
def test_an_impossible_file_shape_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(BadMapping) as refused:
        read_file_shape(section(text, tmp_path))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('zone = "Europe/Warszawa"', "unknown_zone"),
        ('zone = "../etc"', "unknown_zone"),
        ('formats = ["%d.%m"]', "bad_format"),
        ('formats = ["%H:%M"]', "bad_format"),
        ('formats = ["%Q"]', "bad_format"),
        ('ambiguous = "both"', "not_allowed"),
    ],
)
def test_an_impossible_time_shape_is_refused(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(BadMapping) as refused:
        read_time_shape(section(text, tmp_path))
    assert refused.value.code == code


def test_without_a_word_a_file_is_utf_8_and_its_times_are_warsaws(tmp_path: Path) -> None:
    empty = section("", tmp_path)
    assert (read_file_shape(empty).encoding, read_file_shape(empty).delimiter) == ("utf-8", None)
    assert (read_time_shape(empty).zone_name, read_time_shape(empty).formats) == ("Europe/Warsaw", ("iso",))


@pytest.mark.parametrize("name", ["Boston", "a b", "ą", "x" * 61, "-x"])
def test_a_name_is_short_and_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadMapping) as refused:
        read_name(section(f'name = "{name}"', tmp_path))
    assert refused.value.code == "bad_name"


def test_values_are_read_by_their_type(tmp_path: Path) -> None:
    read = section('n = 3\nb = true\nd = 2026-11-21\nt = "x"\nl = ["a"]\n[p]\nq = "r"\n[[s]]\nk = "v"\n', tmp_path)
    assert (read.integer("n"), read.boolean("b", default=False), read.day("d")) == (3, True, dt.date(2026, 11, 21))
    assert (read.text("t"), read.texts("l"), read.texts("t"), read.pairs("p")) == ("x", ("a",), ("x",), {"q": "r"})
    assert [item.text("k") for item in read.sections("s")] == ["v"]
    read.finish()


@pytest.mark.parametrize("text", ["n = true", 'n = "3"', "n = 2026-01-01T10:00:00"])
def test_a_number_is_a_number(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadMapping, match="wrong_type"):
        section(text, tmp_path).integer("n")
    with pytest.raises(BadMapping, match="wrong_type"):
        section("n = 2026-01-01T10:00:00", tmp_path).day("n")


def test_what_is_no_toml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match="not_toml"):
        section("= 1", tmp_path)
    (tmp_path / "l.toml").write_bytes('x = "ż"'.encode("cp1250"))
    with pytest.raises(BadMapping, match="not_toml"):
        load_toml(tmp_path / "l.toml")


def test_a_mapping_is_found_by_name_or_by_file(tmp_path: Path) -> None:
    (tmp_path / "known.toml").write_text('name = "known"', encoding="utf-8")
    assert read_name(load_mapping("known", tmp_path)) == "known"
    assert read_name(load_mapping(str(tmp_path / "known.toml"), tmp_path)) == "known"
    for wrong, code in (
        ("unknown", "no_such_mapping_name"),
        ("x/y.toml", "no_such_mapping"),
        ("..", "no_such_mapping_name"),
    ):
        with pytest.raises(BadMapping) as refused:
            load_mapping(wrong, tmp_path)
        assert refused.value.code == code
