"""Words about residents' comments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from kernel.errors import RuleBroken
from office.labels import sentence_for as office_sentence
from surveys.models import Theme
from surveys.rules.comments import BY_HAND, MOST_AT_ONCE, Span, shown_text
from web.languages import current_language
from web.screening import WORDS

MASKS: Final[dict[str, Any]] = {**{trace.value: words for trace, words in WORDS.items()}, BY_HAND: _l("[zakryte]")}
"""What stands in place of hidden words, by what hides them."""

TRACES: Final = {
    "email": _l("adres e-mail"),
    "account": _l("numer konta"),
    "pesel": _l("PESEL"),
    "nip": _l("NIP"),
    "phone": _l("numer telefonu"),
}
"""What was found."""

STANDINGS: Final = {
    "new": ("soon", _l("do sprawdzenia")),
    "shown": ("fine", _l("widoczny dla wydziału")),
    "hidden": ("neutral", _l("ukryty")),
}
"""By standing: the colour of its sign and its word."""

REASONS: Final = {
    "personal": _l("pozwala rozpoznać osobę"),
    "abusive": _l("obraża"),
    "off_topic": _l("nie dotyczy urzędu"),
    "empty": _l("nic nie mówi"),
}
"""Why a comment is hidden."""

MODES: Final = {
    "qr": _l("kod QR"),
    "web": _l("strona internetowa"),
    "paper": _l("papier"),
    "follow_up": _l("po załatwieniu sprawy"),
    "import": _l("przeniesione z innego systemu"),
}
"""Ways in which words come."""

SENTENCES: Final[dict[str, Any]] = {
    "no_reason": _l("Brak powodu. Proszę wybrać, dlaczego komentarz jest ukryty."),
    "not_in_words": _l("Tego fragmentu nie ma w komentarzu: „%(part)s”. Proszę przepisać go dokładnie, jak wyżej."),
    "erased": _l("Te słowa usunięto w międzyczasie. Nie ma już o czym decydować."),
    "no_such_theme": _l("Tego tematu nie ma na liście. Proszę wybrać inny."),
    "nothing_picked": _l("Nie zaznaczono żadnego komentarza."),
    "no_theme_picked": _l("Nie zaznaczono żadnego tematu."),
    "too_many": _l("Naraz najwyżej %(most)s komentarzy.", most=MOST_AT_ONCE),
    "stale": _l("Ktoś zdecydował o tym komentarzu w międzyczasie. Proszę spojrzeć jeszcze raz."),
}
"""By the code of the broken rule."""


def sentence(broken: RuleBroken) -> str:
    """The sentence for a refusal."""
    if broken.code in SENTENCES:
        return str(SENTENCES[broken.code]) % broken.facts
    return office_sentence(broken)


def shown(text: str, masked: Sequence[Span] = ()) -> str:
    """The words of a comment as anybody may see them."""
    return shown_text(text, masked, {key: str(word) for key, word in MASKS.items()})


def theme_name(theme: Theme) -> str:
    """The name of a theme in the language of the page, Polish where there is none."""
    return str(getattr(theme, f"name_{current_language()}", "") or theme.name_pl)
