"""The copy of what is kept on a person, as an archive: for machines, for reading, and the files."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from attachments.shelf import Shelf
from complaints.labels import CHANNELS, KINDS, MOVES, OUTCOMES
from complaints.queries.personal_data import PersonalData

DATA, READABLE = "data.json", "czytaj.txt"
HEADINGS: Final = {
    "number": _l("Sprawa"),
    "sign": _l("Znak sprawy"),
    "kind": _l("Rodzaj"),
    "channel": _l("Droga wpływu"),
    "received_on": _l("Dzień wpływu"),
    "person": _l("Osoba, która wniosła sprawę"),
    "name": _l("Imię i nazwisko"),
    "address": _l("Adres"),
    "email": _l("E-mail"),
    "phone": _l("Telefon"),
    "on_behalf_of": _l("W czyim interesie"),
    "may_publish": _l("Zgoda na podanie nazwiska"),
    "subject": _l("Temat"),
    "letter": _l("Treść pisma"),
    "wishes": _l("Oczekiwania"),
    "happened_on": _l("Kiedy się to stało"),
    "calls": _l("Rozmowy telefoniczne"),
    "notes": _l("Notatki"),
    "steps": _l("Kroki"),
    "step": _l("Krok"),
    "on": _l("Dzień"),
    "words": _l("Treść"),
    "draft": _l("Projekt odpowiedzi"),
    "outcome": _l("Wynik"),
    "settled_on": _l("Dzień wysłania odpowiedzi"),
    "answer": _l("Odpowiedź"),
    "letters": _l("Pisma urzędu"),
    "sent_on": _l("Wysłano"),
    "addressee": _l("Adresat"),
    "file": _l("Plik"),
    "attachments": _l("Załączniki"),
    "note": _l("Opis"),
    "published": _l("Opublikowana petycja"),
    "contact_data_looked_at_on": _l("Dni, w których ktoś w urzędzie otwierał dane kontaktowe"),
    "restricted_since": _l("Przetwarzanie ograniczone od"),
}
CODES: Final[Mapping[str, Mapping[str, Any]]] = {
    "kind": KINDS,
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "step": MOVES,
}


def write_personal(target: IO[bytes], found: PersonalData, office: str, made_on: dt.date, shelf: Shelf) -> list[str]:
    """Write the archive; the paths of files that do not lie on the shelf any more."""
    missing: list[str] = []
    content = {"format": 1, "office": office, "made_on": made_on.isoformat(), "cases": list(found.cases)}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(DATA, json.dumps(content, ensure_ascii=False, indent=1))
        for file in found.files:
            path: Path = shelf.path_of(file.digest)
            if path.is_file():
                archive.write(path, file.path)
            else:
                missing.append(file.path)
        archive.writestr(READABLE, "\n".join(_lines(found, office, made_on, missing)) + "\n")
    return missing


def _lines(found: PersonalData, office: str, made_on: dt.date, missing: list[str]) -> Iterator[str]:
    yield str(_("Kopia danych osobowych (art. 15 i 20 RODO)"))
    yield f"{office}, {made_on.isoformat()}"
    for case in found.cases:
        yield ""
        yield "=" * 60
        yield from _told(case, "")
    if missing:
        yield ""
        yield str(_("Tych plików nie ma już w programie:"))
        yield from missing


def _told(facts: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in facts.items():
        if value in (None, "", [], False):
            continue
        shown = CODES[key].get(value, value) if key in CODES else value
        yield from _item(str(HEADINGS.get(key, key)), shown, indent)


def _item(heading: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"{indent}{heading}:"
        yield from _told(value, indent + "  ")
    elif isinstance(value, list):
        yield f"{indent}{heading}:"
        for one in value:
            if isinstance(one, Mapping):
                yield from _told(one, indent + "  ")
                yield ""
            else:
                yield f"{indent}  {one}"
    else:
        words = str(_("tak")) if value is True else str(value)
        yield f"{indent}{heading}: " + words.replace("\n", f"\n{indent}  ")
