"""Three languages, complete: every sentence of code and templates stands in the English and Ukrainian catalogue."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "translations"
LANGUAGES = ("pl", "en", "uk")
NO_TEXT_FOR_PEOPLE = {"tests", "bench", "devtools", "instance", "docs", "static", "translations"}
PLACE = re.compile(r"%\((\w+)\)[a-z]")
Key = str | tuple[str, ...]


@cache
def sentences() -> frozenset[Key]:
    """What code and templates say, as extracted by Babel with the mapping in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in settings["mappings"]]
    options = {
        mapping["pattern"]: {key: value for key, value in mapping.items() if key not in {"pattern", "method"}}
        for mapping in settings["mappings"]
    }
    keywords = {**DEFAULT_KEYWORDS, "_l": None}
    found = extract_from_dir(ROOT, methods, options, keywords, directory_filter=lambda folder: _is_ours(Path(folder)))
    return frozenset(key for _file, _line, key, _comments, _context in found if key)


def _is_ours(folder: Path) -> bool:
    return folder.name not in NO_TEXT_FOR_PEOPLE and not folder.name.startswith((".", "_"))


@cache
def catalog(language: str) -> Catalog:
    """The catalogue of a language."""
    with (TRANSLATIONS / language / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def texts(found: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A translation as its forms; empty when there is none."""
    return (found,) if isinstance(found, str) else tuple(found or ())


def expected(language: str) -> list[Key]:
    """What a catalogue must hold: everything, in Polish the plurals alone."""
    return sorted((key for key in sentences() if language != "pl" or isinstance(key, tuple)), key=str)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str):
    found = catalog(language)
    missing = []
    for key in expected(language):
        message = found.get(key[0] if isinstance(key, tuple) else key)
        forms = texts(message.string) if message and not message.fuzzy else ()
        wanted = found.num_plurals if isinstance(key, tuple) else 1
        if len(forms) != wanted or not all(forms):
            missing.append(key)
    assert not missing, f"{len(missing)} sentences, the first: {missing[:3]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_over(language: str):
    known = {key[0] if isinstance(key, tuple) else key for key in sentences()}
    left = [message.id for message in catalog(language) if message.id and texts(message.id)[0] not in known]
    assert left == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_for_values(language: str):
    for message in catalog(language):
        for form in texts(message.string):
            if message.id and form:
                wanted = {frozenset(PLACE.findall(text)) for text in texts(message.id)}
                assert frozenset(PLACE.findall(form)) in wanted, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_of_the_source(language: str):
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    assert compiled.getvalue() == (TRANSLATIONS / language / "LC_MESSAGES/messages.mo").read_bytes()


def test_no_sentence_is_glued_together():
    """A sentence that begins or ends with a space waits for another piece, in another language in another order."""
    assert [key for key in sentences() if any(text != text.strip() for text in texts(key))] == []
