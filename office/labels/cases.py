"""Kinds of case as far as the office's lists speak of them."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

KINDS: Final = {
    "skarga": _l("skarga"),
    "wniosek": _l("wniosek"),
    "petycja": _l("petycja"),
    "odwolanie": _l("odwołanie"),
    "zazalenie": _l("zażalenie"),
    "ponaglenie": _l("ponaglenie"),
}

OUTCOMES: Final = {
    "zasadna": _l("skarga zasadna"),
    "czesciowo_zasadna": _l("skarga częściowo zasadna"),
    "bezzasadna": _l("skarga bezzasadna"),
    "uwzgledniony": _l("wniosek uwzględniony"),
    "czesciowo_uwzgledniony": _l("wniosek częściowo uwzględniony"),
    "nieuwzgledniony": _l("wniosek nieuwzględniony"),
    "uwzgledniona": _l("petycja uwzględniona"),
    "czesciowo_uwzgledniona": _l("petycja częściowo uwzględniona"),
    "nieuwzgledniona": _l("petycja nieuwzględniona"),
}
FIGURES: Final = {"inhabitants": _l("mieszkańcy na koniec roku"), "cases": _l("sprawy załatwiane w roku")}
