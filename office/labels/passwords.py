"""Why a password is not good enough: what is wrong with it, and what would do."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as _l

PASSWORDS: Final[dict[str, Any]] = {
    "short_password": _l("To hasło jest za krótkie. Proszę wpisać co najmniej 15 znaków; wystarczy kilka słów."),
    "long_password": _l("To hasło jest za długie. Zmieści się 256 znaków."),
    "common_password": _l(
        "To hasło jest na liście najczęściej używanych i ktoś spróbuje go jako pierwszego. Proszę wybrać inne, "
        "na przykład kilka słów."
    ),
    "own_words_password": _l(
        "To hasło składa się z nazwiska, loginu albo nazwy urzędu, więc łatwo je zgadnąć. Proszę wybrać inne słowa."
    ),
    "repeated_password": _l("To hasło powtarza w kółko te same znaki. Proszę wybrać kilka różnych słów."),
    "sequence_password": _l(
        "To hasło to kolejne litery alfabetu albo kolejne klawisze. Proszę wybrać kilka różnych słów."
    ),
}
