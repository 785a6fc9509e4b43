"""Translation with a type: flask_babel's own functions return Any."""

from __future__ import annotations

import flask_babel


def _(text: str, **facts: object) -> str:
    """Return the text in the reader's language, the facts in their places."""
    return str(flask_babel.gettext(text, **facts))


def ngettext(one: str, many: str, num: int) -> str:
    """Return the text in the form the language wants for the number, which stands in it as %(num)d."""
    return str(flask_babel.ngettext(one, many, num))


__all__ = ["_", "ngettext"]
