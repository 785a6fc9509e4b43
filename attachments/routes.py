"""The one file everybody may see: the office's crest, named by its content and kept by browsers for ever."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from attachments.queries import file_with
from attachments.serving import answer
from kernel.errors import NotFound
from web import database
from web.access import public
from web.assets import FOR_EVER

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/crest/<digest>.png")
@public
def crest(digest: str) -> Response:
    """The crest with this hash; a file that is no crest is not found."""
    file = file_with(database.session(), digest)
    if file is None or not file.is_public:
        raise NotFound
    response = answer(file, "crest.png")
    response.headers["Cache-Control"] = FOR_EVER
    return response


def crest_address(digest: str) -> str:
    """Where the crest with this hash is shown."""
    return url_for("attachments.crest", digest=digest)
