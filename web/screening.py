"""Words of strangers as every room shows them: what tells who somebody is stands as a word in brackets."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from kernel.screening import Screened, Trace, screened

WORDS: Final = {
    Trace.EMAIL: _l("[adres e-mail]"),
    Trace.ACCOUNT: _l("[numer konta]"),
    Trace.PESEL: _l("[PESEL]"),
    Trace.NIP: _l("[NIP]"),
    Trace.PHONE: _l("[numer telefonu]"),
}


def shown(text: str) -> Screened:
    """A text as it may be shown to those who need not know whom it is about."""
    return screened(text, {trace: str(word) for trace, word in WORDS.items()})
