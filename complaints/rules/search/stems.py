"""From a word to its lexemes: what stands in the index for it, and what is asked for when somebody types it.

Snowball's Polish stemmer does the most. Beside it stand what it cannot see: words typed without their marks,
consonants that change before an ending (*dziura*, *dziurze*), the *e* that comes and goes (*budynek*, *budynku*), and
the irregular words of the field. A word may therefore have several lexemes; two words are the same where they have one
in common.
"""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from complaints.rules.search.folding import compounds, fold, words
from complaints.rules.search.irregular import LEMMAS
from complaints.rules.search.little import LITTLE

REMEMBERED: Final = 50_000
"""Words whose lexemes are kept at hand. Ours: letters of an office use fewer, and these take about 20 MB."""

ROOT: Final = 3
"""Letters that must stay before an ending for a rule of ours to hold. Ours: shorter stems meet by chance."""

MARKED: Final = (("ow", "ów"), ("osc", "ość"), ("ac", "ać"), ("ic", "ić"), ("ajac", "ając"), ("lem", "łem"))
"""Endings people type without their marks, and as the stemmer knows them."""

CHANGED: Final = (
    ("szcie", "st"),
    ("scie", "st"),
    ("zdzie", "zd"),
    ("sce", "sk"),
    ("dzie", "d"),
    ("cie", "t"),
    ("rze", "r"),
    ("dze", "g"),
    ("ce", "k"),
    ("sze", "ch"),
    ("le", "l"),
    ("ek", "k"),
    ("iec", "c"),
    ("zie", "z"),
    ("sie", "s"),
    ("dzi", "d"),
    ("ci", "t"),
    ("rzy", "r"),
    ("cy", "k"),
    ("ien", "n"),
)
"""Endings before which a consonant changed or an *e* came in, and how the stem ends without; the first counts.

Source: the alternations of Polish declension, e.g. Gramatyka współczesnego języka polskiego. Morfologia (1998).
"""

_local = threading.local()


@lru_cache(maxsize=REMEMBERED)
def lexemes(word: str) -> frozenset[str]:
    """What stands for a word; none for a little one (``w``, ``oraz``). Numbers stand for themselves."""
    plain = fold(word)
    if not plain or plain in LITTLE:
        return frozenset()
    if any(letter.isdigit() for letter in plain):
        return frozenset({plain})
    lemma = LEMMAS.get(plain)
    if lemma is not None:
        return frozenset({_stem(lemma)})
    small = unicodedata.normalize("NFC", word).casefold()
    found = {_stem(small), *(_stem(marked) for marked in _marked(small)), *_unchanged(plain)}
    return frozenset(found - {""})


def lexemes_of(texts: Iterable[str | None]) -> frozenset[str]:
    """The lexemes of all words of some texts, and their compound numbers (``PO.5310.12``) in one piece."""
    found: set[str] = set()
    for text in texts:
        if text:
            found.update(*(lexemes(word) for word in words(text)))
            found.update(compounds(text))
    return frozenset(found)


def _marked(word: str) -> Iterator[str]:
    """The word as it may have been meant, where it was typed without marks."""
    if word.isascii():
        for typed, meant in MARKED:
            if word.endswith(typed) and len(word) > len(typed):
                yield word[: -len(typed)] + meant


def _unchanged(plain: str) -> Iterator[str]:
    if plain.endswith("ie") and len(plain) - 2 >= ROOT:
        yield plain[:-2]  # the stemmer takes more from *zdjęcie* than from *zdjęcia*
    for ending, root in CHANGED:
        if plain.endswith(ending):
            if len(plain) - len(ending) + len(root) >= ROOT:
                yield plain[: -len(ending)] + root
            return


def _stem(word: str) -> str:
    stemmer = getattr(_local, "stemmer", None)
    if stemmer is None:
        stemmer = _local.stemmer = _new_stemmer()  # it keeps the word it works on, so each thread has its own
    stem = fold(str(stemmer.stemWord(word)))
    return stem.removesuffix("i") if len(stem) > ROOT else stem  # *latarnię* beside *latarnia*


def _new_stemmer() -> Any:
    import snowballstemmer  # some thirty languages: only where somebody files or searches

    return snowballstemmer.stemmer("polish")
