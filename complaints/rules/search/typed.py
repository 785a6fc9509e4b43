"""What somebody typed into a search field: words that must all be there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from complaints.rules.search.folding import compounds, fold, squeezed, words
from complaints.rules.search.stems import lexemes

MOST_TERMS: Final = 8
"""Words that count. Ours: more make no case easier to find and only the question longer."""

SHORTEST_BEGINNING: Final = 3
"""Letters of a name, or a word with a star, from which its beginning is enough. Ours: two find half of the city."""

SHORTEST_OF_SUBJECT: Final = 4
"""Letters of a word from which its beginning is enough in a subject. Ours: *sąd* must not find *sadzonki*."""

_STAR: Final = re.compile(r"(?<=\w)\*(?!\w)")


@dataclass(frozen=True)
class Term:
    """A word asked for. ``lexemes``: any of them stands for it in a text, in order; ``name``: the word folded.

    ``is_name_begun``: longer names count as well; ``is_begun``: so do longer words, asked for with a star.
    """

    lexemes: tuple[str, ...]
    name: str
    is_name_begun: bool
    is_begun: bool = False

    @property
    def is_subject_begun(self) -> bool:
        """Long enough for the beginning of a word of a subject."""
        return self.is_name_begun and len(self.name) >= SHORTEST_OF_SUBJECT


def terms_of(text: str) -> tuple[Term, ...]:
    """The words of a typed text without the little ones; empty where nothing is left."""
    found: dict[Term, None] = {}
    for piece in text.split():
        has_star = bool(_STAR.search(piece))
        whole = [*compounds(piece)]
        if len(whole) == 1 and whole[0] == squeezed(piece):
            found |= {Term((whole[0],), whole[0], is_name_begun=False, is_begun=has_star): None}
            continue
        *earlier, last = [*words(piece)] or [""]
        for word in earlier:
            found |= _terms(word, has_star=False)
        found |= _terms(last, has_star=has_star)
    return tuple(found)[:MOST_TERMS]


def _terms(word: str, *, has_star: bool) -> dict[Term, None]:
    name = fold(word)
    is_begun = has_star and len(name) >= SHORTEST_BEGINNING
    standing = (name,) if is_begun else tuple(sorted(lexemes(word)))
    if not name or not standing:
        return {}
    return {Term(standing, name, len(name) >= SHORTEST_BEGINNING and name.isalpha(), is_begun): None}
