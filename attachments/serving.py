"""Giving files out: as downloads that no browser carries out, with a name and a type of our own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from flask import Response, current_app, send_file

from attachments.models import StoredFile
from attachments.rules import IMAGES, MEDIA_TYPES, FileState, Kind
from attachments.shelf import Shelf
from kernel.errors import NotFound
from web.settings import Settings

HEADERS: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""A file is opened in a sandbox without scripts, is what we say it is, and stays in no cache."""


def shelf() -> Shelf:
    """The shelf of the running program."""
    settings: Settings = current_app.config["SETTINGS"]
    return shelf_of(settings)


def shelf_of(settings: Settings) -> Shelf:
    """The shelf the settings describe."""
    return Shelf(Path(settings.data_folder), settings.attachment_megabytes, settings.clamd)


def answer(file: StoredFile, name: str) -> Response:
    """The file under a name (RFC 6266): images to look at, everything else to save.

    Raises NotFound for a file that is held, infected, or not there any more.
    """
    path = shelf().path_of(file.digest)
    if file.state != FileState.AVAILABLE or not path.is_file():
        raise NotFound
    kind = Kind(file.kind)
    response = send_file(
        path,
        mimetype=MEDIA_TYPES[kind],
        as_attachment=kind not in IMAGES,
        download_name=name,
        conditional=False,
        etag=False,
    )
    response.headers.update(HEADERS)
    return response
