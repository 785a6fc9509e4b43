"""What the program says about its own running: one line an event, nothing of what anybody typed.

A line knows the rule of an address, not the address (it may hold a code), the kind of an error and its stack, not its
message (it may hold what was typed), and the number of the request.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

from flask import Flask, Response, g, has_request_context, request

HEADER: Final = "X-Request-ID"
FORMATS: Final = ("json", "text")
OURS: Final = ("app", "attachments", "complaints", "interesant", "office", "operations", "surveys", "web", "worker")
"""Loggers that may say how things go; others only speak up when something is wrong."""

QUIET: Final = frozenset({"assets", "probes.healthz", "probes.readyz", "probes.metrics"})
"""Endpoints asked for all the time: a line only when they fail."""

DEEPEST: Final = 40
"""Lines of a stack that are kept, the innermost ones; a runaway recursion has a thousand."""

_SANE: Final = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TELLS_ADDRESSES: Final = ("Error handling request", "Invalid request from")
"""How gunicorn begins messages that hold an address or who asked for it."""

_requests = logging.getLogger("interesant.request")
Line = MutableMapping[str, Any]


def configure(log_format: str, stream: TextIO | None = None) -> logging.Handler:
    """Send every line of every library to one stream (standard error) in one format; the handler that does it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(formatter(log_format))
    handler.addFilter(without_addresses)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    return handler


def formatter(log_format: str = "json") -> logging.Formatter:
    """The formatter of a format's name; deploy/gunicorn.conf.py uses it for gunicorn's own lines."""
    import structlog  # only for a program that really runs: tests and short commands do without

    stdlib = structlog.stdlib
    render = structlog.processors.JSONRenderer(ensure_ascii=False) if log_format == "json" else _plain
    return stdlib.ProcessorFormatter(
        foreign_pre_chain=[stdlib.add_log_level, stdlib.add_logger_name, stdlib.ExtraAdder(), _number],
        processors=[
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            stdlib.ProcessorFormatter.remove_processors_meta,
            _without_messages,
            render,
        ],
    )


def register(app: Flask, log_format: str) -> None:
    """Number every request, write a line when it is answered, and keep messages of errors out of the log."""
    if not app.config["TESTING"]:
        configure(log_format)
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _log_exception  # type: ignore[method-assign]


def request_number() -> str:
    """The number of the present request: the one our own proxy gave it, if it is sane, else a new one."""
    if "request_number" not in g:
        given = request.headers.get(HEADER, "") if request.environ.get("werkzeug.proxy_fix.orig") else ""
        g.request_number = given if _SANE.fullmatch(given) else secrets.token_hex(16)
    found: str = g.request_number
    return found


def without_addresses(record: logging.LogRecord) -> bool:
    """A filter that keeps the line and drops what it would tell of an address or a visitor."""
    for beginning in _TELLS_ADDRESSES:
        if str(record.msg).startswith(beginning):
            record.msg, record.args = beginning, None
    return True


def _begin() -> None:
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    response.headers[HEADER] = request_number()
    if request.endpoint in QUIET and response.status_code < 500:
        return response
    took = round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000)
    rule = str(request.url_rule) if request.url_rule else None
    facts = {"method": request.method, "rule": rule, "status": response.status_code, "ms": took}
    _requests.info("answered", extra=facts)
    return response


def _log_exception(exc_info: Any) -> None:
    rule = str(request.url_rule) if has_request_context() and request.url_rule else None
    _requests.error("failed", exc_info=exc_info, extra={"method": request.method, "rule": rule})


def _number(_logger: Any, _method: str, line: Line) -> Line:
    if has_request_context():
        line["request"] = request_number()
    return line


def _without_messages(_logger: Any, _method: str, line: Line) -> Line:
    """Instead of a traceback: the kinds of the errors and where they came from."""
    given = line.pop("exc_info", None)
    line.pop("stack_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["errors"] = [_told(one) for one in _chain(error)]
    return line


def _chain(error: BaseException) -> list[BaseException]:
    """An error and those behind it, the outermost first."""
    found: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in found:
        found.append(following)
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return found


def _told(error: BaseException) -> dict[str, Any]:
    """The kind of an error, its number where the system or the database gave one, and its stack without values."""
    told: dict[str, Any] = {"type": f"{type(error).__module__}.{type(error).__qualname__}"}
    for name in ("errno", "sqlstate", "sqlite_errorname"):
        if getattr(error, name, None) is not None:
            told[name] = getattr(error, name)
    stack = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    told["stack"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in stack]
    return told


def _plain(_logger: Any, _method: str, line: Line) -> str:
    """The same facts for a person at a terminal."""
    errors = line.pop("errors", [])
    at, level, logger, event = (line.pop(name, "") for name in ("at", "level", "logger", "event"))
    facts = " ".join(f"{name}={value}" for name, value in line.items())
    stacks = [f"  {one.pop('type')} {json.dumps(one, indent=4)}" for one in errors]
    return "\n".join([f"{at} {level} {logger}: {event} {facts}".rstrip(), *stacks])
