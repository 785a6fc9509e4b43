"""Three languages, complete: every sentence of code and templates stands in the English and Ukrainian catalogue."""

from __future__ import annotations

import re
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.mofile import write_mo

from devtools import translations
from devtools.places import ROOT
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


def untranslated(found: Catalog) -> list[Key]:
    """Sentences without a translation, with one that is only guessed (fuzzy), or with too few or too many forms."""
    missing = []
    for message in found:
        forms = texts(message.string) if not message.fuzzy else ()
        wanted_forms = found.num_plurals if message.pluralizable else 1
        if message.id and not (len(forms) == wanted_forms and all(form.strip() for form in forms)):
            missing.append(_key(message.id))
    return missing


def misplaced(found: Catalog) -> list[Key]:
    """Translations that ask for a value that is not given, or leave one out.

    A plural form may leave the number out ("one day").
    """
    wrong = []
    for message in found:
        given = set(PLACE.findall(" ".join(texts(message.id))))
        for form in texts(message.string):
            asked = set(PLACE.findall(form))
            if not asked <= given or (form and not message.pluralizable and asked != given):
                wrong.append(_key(message.id))
    return wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language: str):
    missing = untranslated(catalog(language))
    assert not missing, f"{len(missing)} sentences, the first: {missing[:3]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_same_places_for_values(language: str):
    assert misplaced(catalog(language)) == []


DAYS: Key = ("%(num)d dzień", "%(num)d dni")


@pytest.mark.parametrize(
    ("key", "said", "flags"),
    [
        ("Zapisz", "", ()),
        ("Zapisz", "  ", ()),
        ("Zapisz", "Зберегти", ("fuzzy",)),
        (DAYS, ("%(num)d день", "%(num)d дні"), ()),
        (DAYS, ("%(num)d день", "%(num)d дні", ""), ()),
    ],
)
def test_what_is_missing_guessed_or_short_of_a_form_is_noticed(key: Key, said: Any, flags: tuple[str, ...]):
    found = Catalog(locale="uk")
    found.add(key, said, flags=flags)
    assert untranslated(found) == [key]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("Sprawa %(number)s", "Справа"),
        ("Sprawa %(number)s", "Справа %(numer)s"),
        ("Sprawa %(number)s", "Справа %(number)s %(day)s"),
        (DAYS, ("%(num)d день", "%(number)d дні", "%(num)d днів")),
    ],
)
def test_a_value_that_is_lost_or_invented_is_noticed(key: Key, said: Any):
    found = Catalog(locale="uk")
    found.add(key, said)
    assert misplaced(found) == [key]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_nobody_collected_would_be_noticed(language: str):
    """The catalogue is compared with the sources, so a sentence that is new there is missing here."""
    new = frozenset({"Zdanie, którego nie ma", *wanted(language)})
    assert {_key(message.id) for message in catalog(language) if message.id} != new


def test_texts_of_mails_and_of_scripts_are_among_the_sentences():
    """Mails are templates like pages; scripts say what their page tells them and hold no sentence of their own."""
    mails = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates/emails").glob("*.txt"))
    said = re.findall(r"""(?<![\w.])_\(\s*"([^"]+)"\s*[,)]""", mails)
    assert len(said) > 20
    assert set(said) <= sentences()
    for script in (ROOT / "static/js").rglob("*.js"):
        plain = re.sub(r"//.*", "", script.read_text(encoding="utf-8"))
        polish = [line.strip() for line in plain.splitlines() if re.search("[ąćęłńóśźż]", line)]
        assert polish == [line for line in polish if "Język / Language / Мова" in line], script.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_of_the_source(language: str):
    compiled = BytesIO()
    write_mo(compiled, catalog(language))
    assert compiled.getvalue() == translations.file_of(language, "mo").read_bytes()


def test_no_sentence_is_glued_together():
    """A sentence that begins or ends with a space waits for another piece, in another language in another order."""
    assert [key for key in sentences() if any(text != text.strip() for text in texts(key))] == []
