"""The only place where errors become HTTP numbers, each with a page that says what to do."""

from __future__ import annotations

from typing import Final

from flask import Flask, current_app, g, render_template, request
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from kernel.errors import Forbidden, NotFound, RuleBroken, Stale
from web import database

STATUS: Final[tuple[tuple[type[RuleBroken], int], ...]] = (
    (NotFound, 404),
    (Forbidden, 403),
    (Stale, 409),
    (RuleBroken, 422),
)
PAGES: Final = frozenset({400, 403, 404, 405, 413, 429, 500, 503})


def register(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    app.register_error_handler(RuleBroken, _rule_broken)
    app.register_error_handler(OperationalError, _database_away)
    app.register_error_handler(HTTPException, _http_error)


def status_of(broken: RuleBroken) -> int:
    """The HTTP number of a broken rule."""
    return next(number for family, number in STATUS if isinstance(broken, family))


def page(status: int, message: str = "") -> tuple[str, int]:
    """The page of an error number; 400 serves for those without a page of their own."""
    g.without_database = status >= 500  # the page about a trouble must not run into the same trouble
    template = status if status in PAGES else (500 if status >= 500 else 400)
    typed = _typed() if request.method == "POST" and status >= 500 else []
    return render_template(f"errors/{template}.html", status=status, message=message, typed=typed), status


def _typed() -> list[tuple[str, str]]:
    """What was sent, to be sent again; but a password never comes back from us."""
    return [(name, value) for name, value in request.form.items(multi=True) if not name.startswith("password")]


def _rule_broken(broken: RuleBroken) -> tuple[str, int]:
    database.rollback()
    return page(status_of(broken), str(broken.message))


def _http_error(error: HTTPException) -> tuple[str, int, dict[str, str]] | HTTPException:
    status = error.code or 500
    if status < 400 or request.path.startswith("/assets/"):
        return error
    headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
    return *page(status), headers


def _database_away(error: OperationalError) -> tuple[str, int]:
    current_app.logger.error("the database did not answer: %s", type(error.orig).__name__)
    return page(503)
