"""Kinds of case as far as the office's lists speak of them."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

KINDS: Final = {"skarga": _l("skarga"), "wniosek": _l("wniosek")}
