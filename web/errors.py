"""The only place where errors become HTTP numbers, each with a page that says what to do."""

from __future__ import annotations

import re
from typing import Final

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from storage.trouble import Trouble, trouble_of
from web import database
from web.forms import is_secret, printable
from web.outages import OUTAGES

STATUS: Final[tuple[tuple[type[RuleBroken], int], ...]] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Stale, 409),
    (RuleBroken, 422),
)
PAGES: Final = frozenset({400, 403, 404, 405, 413, 429, 500, 503})

NOT_YOURS: Final = frozenset({403, 404})
"""The page is gone, or gone from this reader: a case may be given to another department while somebody writes."""
_UNTYPED: Final = re.compile("token|code|enclosed|submission")
_CODE: Final = re.compile(r"[\w-]*")


def register(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    app.register_error_handler(RuleBroken, _rule_broken)
    for kind in (DBAPIError, PoolTimeout, OSError):
        app.register_error_handler(kind, _out_of_order)
    app.register_error_handler(HTTPException, _http_error)


def status_of(broken: RuleBroken) -> int:
    """The HTTP number of a broken rule."""
    return next(number for family, number in STATUS if isinstance(broken, family))


def page(status: int, message: str = "", **facts: object) -> tuple[str, int]:
    """The page of an error number; 400 serves for those without a page of their own."""
    g.without_database = status >= 500  # the page about a trouble must not run into the same trouble
    template = status if status in PAGES else (500 if status >= 500 else 400)
    typed = _typed() if request.method == "POST" and (status >= 500 or status == 429) else []
    files = [file for file in request.files.values() if file.filename] if typed else []
    kept = _words() if request.method == "POST" and status in NOT_YOURS else []
    answer = render_template(
        f"errors/{template}.html",
        status=status,
        message=message,
        typed=typed,
        kept=kept,
        has_files=bool(files),
        **facts,
    )
    return answer, status


def _typed() -> list[tuple[str, str]]:
    """What was sent, to be sent again; but a password never comes back from us."""
    return [(name, value) for name, value in request.form.items(multi=True) if not is_secret(name)]


def _words() -> list[str]:
    """The words that were typed, to be copied from a page there is no sending again from: no secrets, codes and days.

    Nothing of what another site sent: it would speak in the office's name.
    """
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return []
    words = ((name, printable(value).strip()) for name, value in _typed())
    return [value for name, value in words if not _UNTYPED.search(name) and not _CODE.fullmatch(value)]


def _rule_broken(broken: RuleBroken) -> tuple[str, int]:
    database.rollback()
    return page(status_of(broken), str(broken.message))


def _http_error(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    status = error.code or 500
    if status < 400 or request.path.startswith("/assets/"):
        return error
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    try:
        return *page(status), headers
    except (DBAPIError, PoolTimeout) as away:  # it names the office, which stands in the database
        return _out_of_order(away)


def _out_of_order(error: Exception) -> tuple[str, int, dict[str, str]]:
    """The page for a database or a disk that fails; whatever else went wrong is an accident of the program."""
    trouble = trouble_of(error)
    if trouble is None:
        raise error
    original = getattr(error, "orig", error)
    current_app.logger.error("out of order: %s (%s)", trouble, type(original).__name__)
    is_open = trouble is Trouble.AWAY and g.get("is_commit_open", False)
    answer, status = page(503, outage=OUTAGES[trouble], was_sent=request.method == "POST", is_open=is_open)
    return answer, status, {"Retry-After": str(OUTAGES[trouble].retry_seconds)}
