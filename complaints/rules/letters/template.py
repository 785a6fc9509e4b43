"""What a letter's template is, and how its text is filled."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kernel.errors import RuleBroken

_PLACE: Final = re.compile(r"\{(\w+)\}")
_BLANK: Final = re.compile(r"\[\[(.+?)\]\]", re.S)


class UnknownTemplate(RuleBroken):
    """There is no such template, or it does not serve this kind of case."""

    code = "unknown_template"


class NotFilled(RuleBroken):
    """Something the letter must say is still a blank. ``facts``: blanks, their words joined by commas."""

    code = "not_filled"


class To(enum.StrEnum):
    """To whom a letter goes."""

    COMPLAINANT = "complainant"
    BODY = "body"
    COUNCILLOR = "councillor"
    NOBODY = "nobody"
    """A protocol: it is signed on the spot and stays in the file."""


@dataclass(frozen=True)
class LetterTemplate:
    """A letter as the office begins it; whoever writes it may change every word.

    ``subject`` and ``body`` are Polish, the language that binds, with places in braces. ``needs``: places only the
    writer can fill, and the words that stand in the text until then. ``source``: the article the letter rests on.
    ``courtesy``: one sentence for whoever filed in another language. ``is_transfer``: the clause on personal data goes
    with it even where it went out before (art. 231 § 2 KPA). ``is_signed``: the office's signatory stands under it.
    """

    id: str
    version: int
    kinds: tuple[str, ...]
    subject: str
    body: str
    source: str
    needs: Mapping[str, str] = field(default_factory=dict)
    to: To = To.COMPLAINANT
    courtesy: Mapping[str, str] = field(default_factory=dict)
    is_transfer: bool = False
    is_signed: bool = True

    @property
    def places(self) -> frozenset[str]:
        """Every place of subject and body."""
        return frozenset(_PLACE.findall(self.subject + self.body))


@dataclass(frozen=True)
class Words:
    """Subject and body of a letter."""

    subject: str
    body: str


def filled(template: LetterTemplate, facts: Mapping[str, str]) -> Words:
    """The template with its facts. What nobody said stays a blank: words in double brackets.

    A fact is put in as it is and never looked through for places again. Raises KeyError for a place nobody declared.
    """

    def put(found: re.Match[str]) -> str:
        name = found[1]
        given = facts.get(name, "").strip()
        if given:  # a date ends with a full stop of its own, and a sentence has one
            return given[:-1] if given.endswith(".") and found.string[found.end() :].startswith(".") else given
        return f"[[{template.needs[name] if name in template.needs else BLANKS[name]}]]"

    return Words(_PLACE.sub(put, template.subject), _PLACE.sub(put, template.body))


def blanks(*texts: str) -> tuple[str, ...]:
    """What is still to be filled in, in the order it comes, each once."""
    return tuple(dict.fromkeys(" ".join(words.split()) for text in texts for words in _BLANK.findall(text)))


def check_filled(*texts: str) -> None:
    """Raises NotFilled while a blank is left."""
    missing = blanks(*texts)
    if missing:
        raise NotFilled(field="body", blanks=", ".join(missing))


BLANKS: Final = {
    "number": "numer w rejestrze",
    "subject": "przedmiot sprawy",
    "received": "data wpływu",
    "last_day": "ostatni dzień terminu",
    "answer_by": "do kiedy trzeba odpowiedzieć",
    "what_next": "co będzie dalej i do kiedy",
    "contact": "telefon albo e-mail",
    "edelivery": "adres urzędu do doręczeń elektronicznych",
    "office": "nazwa urzędu",
    "office_address": "adres urzędu",
    "department": "komórka, która prowadzi sprawę",
    "name": "imię i nazwisko",
    "address": "adres",
    "text": "zwięzły opis sprawy",
    "today": "data",
    "privacy": "informacja o przetwarzaniu danych osobowych",
}
"""Words for what the case or the office's settings should have said, where they do not."""
