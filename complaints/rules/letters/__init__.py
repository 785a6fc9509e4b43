"""Letters of the office: one table of templates, and how their texts are filled. Pure.

A template is changed by a new version, never by changing the words of an old one: what was sent names its version.
"""

from __future__ import annotations

from typing import Final

from complaints.rules.letters.at_the_end import AT_THE_END, PRIVACY, PROTOCOL
from complaints.rules.letters.channels import LetterChannel, LetterState
from complaints.rules.letters.grammar import kind_facts
from complaints.rules.letters.on_the_way import ON_THE_WAY, RECEIPT
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

TEMPLATES: Final = {template.id: template for template in (*ON_THE_WAY, *AT_THE_END)}
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
    ("leave", "skarga"): "bez_rozpoznania_par_8",
    ("leave", "wniosek"): "bez_rozpoznania_par_8",
    ("leave", "petycja"): "bez_rozpatrzenia_petycja",
    ("leave", "odwolanie"): "bez_rozpoznania_64",
    ("leave", "zazalenie"): "bez_rozpoznania_64",
    ("leave", "ponaglenie"): "bez_rozpoznania_37",
    ("approve", "skarga"): "odpowiedz_skarga",
    ("approve", "wniosek"): "odpowiedz_wniosek",
    ("approve", "petycja"): "odpowiedz_petycja",
}
"""The letter a move of a kind calls for."""

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


def template_after(move: str, kind: str, outcome: str | None = None) -> str | None:
    """The letter a move calls for, None where it calls for none; an unfavourable outcome calls for a refusal."""
    if move == "approve" and outcome in REFUSALS:
        return REFUSALS[outcome]
    return AFTER_MOVE.get((move, kind))


__all__ = [
    "AFTER_MOVE",
    "PRIVACY",
    "PROTOCOL",
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
