"""Finding a definition by words of its names, sentences and theme, in any form and without diacritics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from analytics.definitions import in_language
from analytics.measures.declaration import Measure
from analytics.measures.registry import THEMES, Theme
from complaints.rules.search import Term, folded_words, lexemes_of, terms_of
from web.languages import LANGUAGES

LONGEST_WORDS: Final = 120
"""Letters that are looked at. Ours: nobody types more to find one of a hundred."""


def found(typed: str, theme: str, language: str) -> list[Theme]:
    """Return the themes with those of their measures that have every word; all of them where none is asked for.

    ``theme``: the key of the only theme to look in; empty: all of them.
    """
    terms = terms_of(typed[:LONGEST_WORDS])
    here = [one for one in THEMES if theme in ("", one.key)]
    kept = [one._replace(measures=_matching(one, terms, language)) for one in here]
    return [one for one in kept if one.measures]


def _matching(theme: Theme, terms: Sequence[Term], language: str) -> tuple[Measure, ...]:
    return tuple(
        one for one in theme.measures if all(_has(_words(one.key, theme.key, language), term) for term in terms)
    )


def _has(words: tuple[frozenset[str], frozenset[str]], term: Term) -> bool:
    """Whether a word stands there in some form, or a longer one that begins with it."""
    stems, plain = words
    return bool(stems & set(term.lexemes)) or (term.is_name_begun and any(one.startswith(term.name) for one in plain))


@lru_cache(maxsize=1024)
def _words(key: str, theme_key: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of a measure, stemmed and plain: its names in every language, its sentences in one, its key."""
    theme = next(one for one in THEMES if one.key == theme_key)
    one = next(each for each in theme.measures if each.key == key)
    said: list[Any] = [one.population, one.numerator, one.denominator or "", theme.title]
    texts = [in_language(one.title, each) for each in LANGUAGES]
    texts += [in_language(words, language) for words in said] + [key.replace("_", " ")]
    return lexemes_of(texts), frozenset(word for text in texts for word in folded_words(text))
