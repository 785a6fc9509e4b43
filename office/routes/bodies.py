"""The list of outside bodies."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from office.actions.bodies import add_outside_body, change_outside_body, end_outside_body
from office.forms.bodies import OutsideBodyForm
from office.labels.bodies import BODY_KINDS
from office.models import OutsideBody
from office.queries.bodies import outside_bodies
from office.routes.books import Book, open_book

open_book(
    Book(
        name="outside_bodies",
        path="outside-bodies",
        stream="outside_body",
        title=_l("Organy spoza urzędu"),
        lead=_l("Organy, którym urząd przekazuje sprawy niewłaściwie skierowane (art. 231 i 243 KPA)."),
        add_title=_l("Nowy organ"),
        empty=(
            _l("Nie ma jeszcze żadnego organu"),
            _l("Bez nich nie można wskazać, komu przekazano sprawę. Na początek wystarczą rada, wojewoda, SKO i RIO."),
        ),
        columns=(_l("Nazwa"), _l("Rodzaj"), _l("Adres"), _l("Adres do e-Doręczeń")),
        cells=lambda body: (body.name, BODY_KINDS.get(body.kind, body.kind), body.address, body.edelivery),
        model=OutsideBody,
        form=OutsideBodyForm,
        rows=outside_bodies,
        add=add_outside_body,
        change=change_outside_body,
        end=end_outside_body,
    )
)
