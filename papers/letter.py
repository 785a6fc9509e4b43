"""A letter an office signs: crest, znak sprawy, date, addressee, subject, body, signatures, personal data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from papers.setting import drawn
from papers.text import blocks, line, lines, words


@dataclass(frozen=True)
class Signature:
    """Who signs. ``above``: what stands over the name, for example *Z upoważnienia Burmistrza*; ``hint``: what stands
    under the place for the hand, for example *(podpis)*."""

    name: str
    post: str = ""
    above: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Courtesy:
    """What is said besides in another language: a sentence under the body, the clause on personal data on its page."""

    lang: str
    text: str
    privacy_title: str = ""
    privacy: str = ""


@dataclass(frozen=True)
class LetterFacts:
    """All that stands on a letter. Sentences come ready and in its language; the layout has no word of its own.

    ``office``, ``unit``, ``contact``: the head. ``marks``: words before a mark and the mark, for example
    ``("Znak sprawy", "OR.1510.7.2026")``; the first is the bold one. ``place_and_day``: *Przykładowo, 22 grudnia 2026
    r.*. ``addressee``: lines, the first bold. ``body``, ``privacy``: text as ``papers.text`` reads it. ``privacy``
    stands at the foot, or with ``privacy_page`` on a page of its own. ``made_at`` is written into the file as the
    moment it was made. ``crest``: a PNG with ``crest_alt`` as its words for whoever does not see it.
    """

    lang: str
    office: str
    subject: str
    body: str
    made_at: dt.datetime
    unit: str = ""
    contact: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    place_and_day: str = ""
    addressee: tuple[str, ...] = ()
    about: str = ""
    signatures: tuple[Signature, ...] = ()
    foot: tuple[tuple[str, str], ...] = ()
    footer: str = ""
    privacy_title: str = ""
    privacy: str = ""
    privacy_page: bool = False
    courtesy: Courtesy | None = None
    crest: bytes = b""
    crest_alt: str = ""


def render(facts: LetterFacts) -> bytes:
    """The letter as PDF/UA-1; the same facts always give the same bytes."""
    return drawn("letter", _data(facts), facts.made_at, facts.crest)


def _courtesy(said: Courtesy | None) -> dict[str, Any] | None:
    if said is None:
        return None
    return {
        "lang": said.lang,
        "text": line(said.text, said.lang),
        "privacy_title": line(said.privacy_title, said.lang),
        "privacy": blocks(said.privacy, said.lang),
    }


def _title(facts: LetterFacts) -> str:
    """What a reader's window shows: subject and first mark; the office where a letter has neither."""
    parts = (facts.subject, facts.marks[0][1] if facts.marks else "")
    return " – ".join(part for part in parts if part.strip()) or facts.office


def _data(facts: LetterFacts) -> dict[str, Any]:
    lang = facts.lang

    def one(text: str) -> str:
        return line(text, lang)

    return {
        "lang": lang,
        "title": words(_title(facts)),
        "office": one(facts.office),
        "unit": one(facts.unit),
        "contact": lines(facts.contact, lang) if facts.contact.strip() else [],
        "marks": [[one(name), one(mark)] for name, mark in facts.marks],
        "place": one(facts.place_and_day),
        "addressee": [one(each) for each in facts.addressee],
        "subject": one(facts.subject),
        "about": one(facts.about),
        "body": blocks(facts.body, lang),
        "signatures": [
            {"above": one(each.above), "hint": one(each.hint), "name": one(each.name), "post": one(each.post)}
            for each in facts.signatures
        ],
        "foot": [[one(name), one(text)] for name, text in facts.foot],
        "footer": lines(facts.footer, lang) if facts.footer.strip() else [],
        "privacy_title": one(facts.privacy_title),
        "privacy": blocks(facts.privacy, lang),
        "privacy_page": facts.privacy_page,
        "courtesy": _courtesy(facts.courtesy),
        "crest_alt": words(facts.crest_alt),
    }
