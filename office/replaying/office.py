"""What the office says about itself and on its letters: what was changed last, as far as an entry named it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from ledger.replays import Difference, OnStep, Projection, entries_with, said, shown, tagged
from office.events import AdministrationTag, OfficeTag
from office.models import LetterData, Office

_FOUNDED: Final = OfficeTag.FOUNDED.text
_PLACES: Final[dict[str, tuple[str, Any]]] = {
    OfficeTag.FOUNDED.text: ("the office", Office),
    AdministrationTag.OFFICE_CHANGED.text: ("the office", Office),
    AdministrationTag.LETTERS_CHANGED.text: ("the letter data", LetterData),
}
"""By tag: where it stands."""


def _differences(session: Session, on_step: OnStep) -> Iterator[Difference]:
    told: dict[str, tuple[Any, dict[str, Any], int]] = {}
    for one in said(session, tagged(_PLACES)):
        place, model = _PLACES[one.tag]
        fields = told.get(place, (model, {}, 0))[1]
        told[place] = (model, {**fields, **_said(one.tag, one.data)}, one.leaf)
        on_step(1)
    for place, (model, fields, leaf) in told.items():
        rows = session.scalars(select(model)).all()
        if len(rows) != 1:
            yield Difference(place, f"there should be one row, not {len(rows)}", leaf)
            continue
        for name, value in fields.items():
            here = _plain(getattr(rows[0], name))
            if here != value:
                yield Difference(place, f"{name} is {shown(here)} here and {shown(value)} by its entries", leaf)


def _said(tag: str, data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data if tag == _FOUNDED else data["after"]
    return found


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return list(value)
    return value if isinstance(value, str | bool) else str(value)


REPLAYS: Final = (Projection("settings", partial(entries_with, tuple(_PLACES)), _differences, (Office, LetterData)),)
