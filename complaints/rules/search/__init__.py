"""Words as the search knows them: folded, stemmed, the little ones left out. Pure."""

from complaints.rules.search.folding import fold, folded_words
from complaints.rules.search.numbers import number_lexemes, typed_number
from complaints.rules.search.stems import lexemes, lexemes_of
from complaints.rules.search.typed import Term, terms_of

VERSION = 2
"""Raised with every change of how words become lexemes: what was indexed before is then indexed anew."""

__all__ = [
    "VERSION",
    "Term",
    "fold",
    "folded_words",
    "lexemes",
    "lexemes_of",
    "number_lexemes",
    "terms_of",
    "typed_number",
]
