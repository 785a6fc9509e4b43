"""Letters of the office: one table of templates, and how their texts are filled. Pure.

A template is changed by a new version, never by changing the words of an old one: what was sent names its version.
"""

from __future__ import annotations

from typing import Final

from complaints.rules.bases import Basis
from complaints.rules.letters.at_the_end import AT_THE_END, PRIVACY
from complaints.rules.letters.channels import LetterChannel, LetterState
from complaints.rules.letters.grammar import kind_facts
from complaints.rules.letters.on_the_way import ON_THE_WAY, RECEIPT
from complaints.rules.letters.protocols import PROTOCOLS
from complaints.rules.letters.template import (
    LetterTemplate,
    NotFilled,
    To,
    UnknownTemplate,
    Words,
    blanks,
    check_filled,
    filled,
)

TEMPLATES: Final = {template.id: template for template in (*ON_THE_WAY, *AT_THE_END, *PROTOCOLS)}
"""All templates in the order they are offered."""

AFTER_MOVE: Final = {
    ("call", "skarga"): "wezwanie_par_8",
    ("call", "wniosek"): "wezwanie_par_8",
    ("call", "petycja"): "wezwanie_petycja",
    ("call", "odwolanie"): "wezwanie_64",
    ("call", "zazalenie"): "wezwanie_64",
    ("call", "ponaglenie"): "wezwanie_64",
    ("transfer", "skarga"): "przekazanie_231",
    ("transfer", "wniosek"): "przekazanie_243",
    ("transfer", "petycja"): "przekazanie_petycja",
    ("transfer", "odwolanie"): "przekazanie_65",
    ("transfer", "zazalenie"): "przekazanie_65",
    ("transfer", "ponaglenie"): "przekazanie_65",
    ("to_council", "skarga"): "przekazanie_231",
    ("point", "skarga"): "wlasciwy_organ",
    ("delay", "skarga"): "zwloka_36",
    ("delay", "wniosek"): "zwloka_245",
    ("extend", "petycja"): "przedluzenie_petycja",
    ("tell", "skarga"): "informacja_237_2",
    ("tell", "wniosek"): "informacja_237_2",
    ("pass_on", "odwolanie"): "przekazanie_133",
    ("pass_on", "zazalenie"): "przekazanie_133",
    ("pass_on", "ponaglenie"): "przekazanie_37",
    ("approve", "skarga"): "odpowiedz_skarga",
    ("approve", "wniosek"): "odpowiedz_wniosek",
    ("approve", "petycja"): "odpowiedz_petycja",
}
"""The letter a move of a kind calls for; one that leaves a case unconsidered follows from its basis."""

AFTER_LEAVING: Final = {
    Basis.NO_NAME: "bez_rozpoznania_par_8_1",
    Basis.NOT_EXPLAINED: "bez_rozpoznania_par_8",
    Basis.PETITION_WITHOUT_AUTHOR: "bez_rozpatrzenia_petycja_7_1",
    Basis.PETITION_NOT_MENDED: "bez_rozpatrzenia_petycja",
    Basis.PETITION_AGAIN: "bez_rozpatrzenia_petycja_12",
    Basis.PLAIN_EMAIL: "bez_rozpoznania_63",
    Basis.NOT_MENDED: "bez_rozpoznania_64",
    Basis.NO_ADDRESS: "bez_rozpoznania_64_1",
    Basis.TOO_EARLY: "bez_rozpoznania_37",
}
"""The letter a case left unconsidered calls for, basis by basis: each cites its own article."""

REFUSALS: Final = {
    "bezzasadna": "odmowa_skarga",
    "nieuwzgledniony": "odmowa_wniosek",
    "czesciowo_uwzgledniony": "odmowa_wniosek",
}
"""The answer that goes with an unfavourable outcome. Source: art. 238 § 1, 246 § 1 KPA."""


def templates_for(kind: str) -> list[LetterTemplate]:
    """The letters one can write in a case of a kind, in the order they are offered."""
    return [template for template in TEMPLATES.values() if kind in template.kinds]


def template_of(template_id: str, kind: str) -> LetterTemplate:
    """A template that serves a kind; raises UnknownTemplate."""
    found = TEMPLATES.get(template_id)
    if found is None or kind not in found.kinds:
        raise UnknownTemplate(field="template")
    return found


def template_after(move: str, kind: str, outcome: str | None = None, basis: str = "") -> str | None:
    """The letter a move calls for, None where it calls for none.

    An unfavourable outcome calls for a refusal; leaving a case unconsidered for the letter of its basis.
    """
    if move == "approve" and outcome in REFUSALS:
        return REFUSALS[outcome]
    if move == "leave":
        return next((letter for known, letter in AFTER_LEAVING.items() if known == basis), None)
    return AFTER_MOVE.get((move, kind))


__all__ = [
    "AFTER_LEAVING",
    "AFTER_MOVE",
    "PRIVACY",
    "PROTOCOLS",
    "RECEIPT",
    "TEMPLATES",
    "LetterChannel",
    "LetterState",
    "LetterTemplate",
    "NotFilled",
    "To",
    "UnknownTemplate",
    "Words",
    "blanks",
    "check_filled",
    "filled",
    "kind_facts",
    "template_after",
    "template_of",
    "templates_for",
]
