"""Slots: where a page of one room offers a door into another, without the rooms knowing each other."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, url_for


def register(app: Flask, slots: Mapping[str, str]) -> None:
    """Give templates ``slot(name)``: the address behind a slot, None where nothing stands in it."""

    def slot(name: str) -> str | None:
        endpoint = slots.get(name)
        return url_for(endpoint) if endpoint else None

    app.jinja_env.globals["slot"] = slot
