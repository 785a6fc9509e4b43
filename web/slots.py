"""Slots: where a page of one room offers a door into another, without the rooms knowing each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, url_for


def register(app: Flask, slots: Mapping[str, str]) -> None:
    """Give templates ``slot(name, **values)``: the address behind a slot, None where nothing stands in it."""
    app.extensions["slots"] = slots
    app.jinja_env.globals["slot"] = address


def address(name: str, **values: Any) -> str | None:
    """The address behind a slot, None where nothing stands in it."""
    endpoint: str | None = current_app.extensions["slots"].get(name)
    return url_for(endpoint, **values) if endpoint else None
