"""Forms that take files: a larger body than other forms, read before anything is locked, and never lost as a whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import LengthRequired, RequestEntityTooLarge
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData
from werkzeug.wsgi import LimitedStream

View = TypeVar("View", bound=Callable[..., Any])

TEXT_BYTES: Final = 1024 * 1024
"""What the text of a form may weigh, as on every other form."""

TOLERANCE: Final = 2
"""Ours: times; a file somewhat over its limit is answered by a sentence with its name, not by "too large" for all."""

DRAINED: Final = 4
"""Ours: times the limit; so much is read and thrown away, because a browser hears no answer while it still sends."""

PIECE: Final = 64 * 1024


def takes_files(view: View) -> View:
    """Mark a view as one whose form takes files."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


def register(app: Flask, *, most_bytes: int) -> None:
    """Read the body of such a form before a session is open: a slow upload must not keep others from writing.

    ``most_bytes``: what the files of one form may weigh together. To be called before access is checked.
    """

    @app.before_request
    def _know_length() -> None:
        """Refuse a body in pieces that does not say how long it is: it would be cut at the limit without a word.

        No browser sends a form so, and nginx collects such a body and says its length.
        """
        if request.content_length is None and "Transfer-Encoding" in request.headers:
            raise LengthRequired

    @app.before_request
    def _read() -> None:
        view = current_app.view_functions.get(request.endpoint or "")
        if request.method != "POST" or not getattr(view, "takes_files", False):
            return
        if request.mimetype != "multipart/form-data":
            return  # no files in it, so the limit of every other form holds
        limit = request.max_content_length = TEXT_BYTES + TOLERANCE * most_bytes
        try:
            request.files  # noqa: B018 - reading it parses the body
        except RequestEntityTooLarge:
            if (request.content_length or 0) <= limit:
                raise  # too much text: what was read of it is lost
            _save_texts(request, limit)


def are_too_large() -> bool:
    """Whether the files of this form were so large that all of them were left aside."""
    return bool(g.get("files_too_large", False))


def _save_texts(sent: Request, limit: int) -> None:
    """Keep the texts that came before the first file, so that the form can be given back, and leave the rest aside.

    Raises RequestEntityTooLarge when the parts of the form cannot be told apart.
    """
    boundary = sent.mimetype_params.get("boundary", "")
    if not boundary:
        raise RequestEntityTooLarge
    body = LimitedStream(sent.environ["wsgi.input"], sent.content_length or 0)
    try:
        texts = _texts(MultipartDecoder(boundary.encode(), TEXT_BYTES), body)
    except ValueError:
        raise RequestEntityTooLarge from None
    _drain(body, DRAINED * limit)
    sent.__dict__["form"] = ImmutableMultiDict(texts)
    sent.__dict__["files"] = ImmutableMultiDict()
    g.files_too_large = True


def _texts(decoder: MultipartDecoder, body: Any) -> MultiDict[str, str]:
    texts: MultiDict[str, str] = MultiDict()
    name, value, read = "", b"", 0
    while read <= TEXT_BYTES:
        event: Event = decoder.next_event()
        if isinstance(event, NeedData):
            piece = body.read(PIECE)
            read += len(piece)
            if not piece:
                break
            decoder.receive_data(piece)
        elif isinstance(event, Field):
            name, value = event.name, b""
        elif isinstance(event, Data):
            value += event.data
            if not event.more_data:
                texts.add(name, value.decode("utf-8", "replace"))
        elif isinstance(event, (File, Epilogue)):
            break
    return texts


def _drain(body: Any, most: int) -> None:
    while most > 0 and (piece := body.read(min(PIECE, most))):
        most -= len(piece)
