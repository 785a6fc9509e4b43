"""Three languages, complete: every sentence of code and templates stands in the English and Ukrainian catalogue."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from devtools import translations
from devtools.translations import LANGUAGES, SOURCE_LANGUAGE

PLACE = re.compile(r"%\((\w+)\)[a-z]")
Key = str | tuple[str, ...]


@cache
def sentences() -> frozenset[Key]:
    """What code and templates say; a pair where the sentence has a plural."""
    return frozenset(_key(message.id) for message in translations.collected() if message.id)


@cache
def catalog(language: str) -> Catalog:
    """The catalogue of a language."""
    return translations.read(language)


def _key(found: str | tuple[str, ...] | list[str]) -> Key:
    return found if isinstance(found, str) else tuple(found)


def texts(found: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """A sentence or a translation as its forms; empty when there is none."""
    return (found,) if isinstance(found, str) else tuple(found or ())


def wanted(language: str) -> frozenset[Key]:
    """What a catalogue must hold: everything, in Polish the plurals alone."""
    return frozenset(key for key in sentences() if language != SOURCE_LANGUAGE or isinstance(key, tuple))


def test_there_are_sentences_at_all():
    assert len(sentences()) > 300


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_what_is_said_and_nothing_else(language: str):
    """After a change of words: .venv/bin/python -m devtools.translations update"""
    assert {_key(message.id) for message in catalog(language) if message.id} == wanted(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str):
    missing = []
    for message in catalog(language):
        forms = texts(message.string) if not message.fuzzy else ()
        if message.id and not (len(forms) == _forms(message.pluralizable, language) and all(forms)):
            missing.append(message.id)
    assert not missing, f"{len(missing)} sentences, the first: {missing[:3]}"


def _forms(is_plural: bool, language: str) -> int:
    return catalog(language).num_plurals if is_plural else 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_for_values(language: str):
    """A plural form may leave the number out ("one day"); no form may ask for a value that is not given."""
    for message in catalog(language):
        given = set(PLACE.findall(" ".join(texts(message.id))))
        for form in texts(message.string):
            asked = set(PLACE.findall(form))
            assert asked <= given, message.id
            assert message.pluralizable or not form or asked == given, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_of_the_source(language: str):
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    assert compiled.getvalue() == translations.file_of(language, "mo").read_bytes()


def test_no_sentence_is_glued_together():
    """A sentence that begins or ends with a space waits for another piece, in another language in another order."""
    assert [key for key in sentences() if any(text != text.strip() for text in texts(key))] == []
