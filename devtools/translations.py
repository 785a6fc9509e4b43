"""Catalogues of translations: collect the sentences, keep what is translated, compile.

``python -m devtools.translations update``: take sentences from code and templates into the three catalogues, drop those
that are gone, compile, say what is missing. ``compile`` alone: after editing a catalogue by hand.
"""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from devtools.places import ROOT

TRANSLATIONS: Final = ROOT / "translations"
LANGUAGES: Final = ("pl", "en", "uk")
SOURCE_LANGUAGE: Final = "pl"
"""The keys are its sentences, so that its catalogue holds the plurals alone."""

NO_TEXT_FOR_PEOPLE: Final = {"tests", "bench", "devtools", "instance", "docs", "static", "translations"}
FIRST_DAY: Final = dt.datetime(2026, 11, 21, tzinfo=dt.UTC)
"""Stands in every catalogue instead of the hour of its making: the same sentences give the same file."""

WIDTH: Final = 100


def collected() -> Catalog:
    """Every sentence of code and templates with the files it stands in, by the mapping in pyproject.toml."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"]
    methods: list[tuple[str, str]] = [(row["pattern"], row["method"]) for row in settings["mappings"]]
    options: dict[str, dict[str, Any]] = {
        row["pattern"]: {key: value for key, value in row.items() if key not in {"pattern", "method"}}
        for row in settings["mappings"]
    }
    catalog = Catalog(creation_date=FIRST_DAY)
    found = extract_from_dir(
        ROOT, methods, options, {**DEFAULT_KEYWORDS, "_l": None}, directory_filter=lambda folder: _is_ours(Path(folder))
    )
    for file, line, sentence, _comments, context in found:
        if sentence:
            catalog.add(sentence, locations=[(file, line)], context=context)
    return catalog


def file_of(language: str, suffix: str = "po") -> Path:
    """Where a catalogue lies."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"messages.{suffix}"


def read(language: str) -> Catalog:
    """The catalogue of a language; an empty one where there is none."""
    if not file_of(language).exists():
        return Catalog(locale=language, project="Interesant", version="1", creation_date=FIRST_DAY, fuzzy=False)
    with file_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def update(language: str, sentences: Catalog) -> Catalog:
    """The catalogue with today's sentences: translations kept, nothing guessed, nothing left over."""
    catalog, wanted = read(language), Catalog()
    for message in sentences:
        if message.id and (language != SOURCE_LANGUAGE or message.pluralizable):
            wanted.add(message.id, locations=message.locations, context=message.context)
    catalog.update(wanted, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.revision_date = FIRST_DAY
    catalog.header_comment = "# Interesant: the keys are the Polish sentences (docs/decisions/0003)."
    return catalog


def write(language: str, catalog: Catalog) -> None:
    """Write a catalogue as its source."""
    file_of(language).parent.mkdir(parents=True, exist_ok=True)
    with file_of(language).open("wb") as file:
        write_po(file, catalog, width=WIDTH, sort_by_file=True, include_lineno=False)


def compile_one(language: str) -> None:
    """Write the compiled catalogue of the source as it lies there."""
    with file_of(language, "mo").open("wb") as file:
        write_mo(file, read(language))


def missing(language: str) -> list[str]:
    """The sentences of a catalogue without a translation, or without one of its plural forms."""
    found = []
    for message in read(language):
        forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if message.id and not (forms and all(forms)):
            found.append(message.id if isinstance(message.id, str) else message.id[0])
    return found


def main(arguments: list[str]) -> int:
    """Update or compile. Returns 1 when a translation is missing, 2 when the word is unknown."""
    if arguments not in (["update"], ["compile"]):
        print(__doc__)
        return 2
    sentences = collected() if arguments == ["update"] else None
    for language in LANGUAGES:
        if sentences is not None:
            write(language, update(language, sentences))
        compile_one(language)
    gaps = [(language, sentence) for language in LANGUAGES for sentence in missing(language)]
    for language, sentence in gaps:
        print(f"{language}: {sentence}")
    return 1 if gaps else 0


def _is_ours(folder: Path) -> bool:
    return folder.name not in NO_TEXT_FOR_PEOPLE and not folder.name.startswith((".", "_"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
