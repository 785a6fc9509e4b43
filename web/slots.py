"""Slots: where a page of one room offers a door into another, without the rooms knowing each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Flask, url_for
from sqlalchemy.orm import Session

from web import database


@dataclass(frozen=True)
class Door:
    """An endpoint that is offered only while there is something behind it."""

    endpoint: str
    is_open: Callable[[Session], bool]


def register(app: Flask, slots: Mapping[str, str | Door]) -> None:
    """Give templates ``slot(name)``: the address behind a slot, None where nothing stands in it."""

    def slot(name: str) -> str | None:
        found = slots.get(name)
        if isinstance(found, Door):
            return url_for(found.endpoint) if found.is_open(database.session()) else None
        return url_for(found) if found else None

    app.jinja_env.globals["slot"] = slot
