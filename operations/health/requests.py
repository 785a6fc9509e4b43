"""How many requests there were and how long they took, counted by all processes together.

The counters lie in the files of the Prometheus client's multi-process mode where deploy/gunicorn.conf.py gave it a
folder; a program that runs as one process counts in its memory.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Final

from flask import Flask, Response, current_app, g, request

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

BUCKETS: Final = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)
"""Seconds. Ours: from a plain page (20 ms) to a year's report, with the limits people notice (0.1 s, 1 s, 10 s).
Source of these: Nielsen, Usability Engineering (1993), 5.5."""

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""Counted by name; anybody may send a method of their own invention, and each would be a counter for ever."""

EXTENSION: Final = "metrics"


class Counted:
    """The counters of one program. ``rule`` is the rule of the address, never the address."""

    def __init__(self) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram

        self.registry = CollectorRegistry()
        self.requests = Counter(
            "interesant_requests", "Requests answered.", ["method", "rule", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "interesant_request_seconds", "Seconds until the answer.", ["rule"], buckets=BUCKETS, registry=self.registry
        )

    def begin(self) -> None:
        """A request came."""
        g.counted_from = time.perf_counter()

    def end(self, response: Response) -> Response:
        """It is answered."""
        rule = str(request.url_rule) if request.url_rule else "none"
        method = request.method if request.method in METHODS else "other"
        self.requests.labels(method, rule, str(response.status_code)).inc()
        self.seconds.labels(rule).observe(time.perf_counter() - g.get("counted_from", time.perf_counter()))
        return response

    def together(self) -> CollectorRegistry:
        """The counters of all processes."""
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            return self.registry
        from prometheus_client import CollectorRegistry, multiprocess

        everybody = CollectorRegistry()
        multiprocess.MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return everybody


def register(app: Flask) -> None:
    """Count, where a token says that somebody will ask; elsewhere nothing is loaded and nothing counted."""
    if app.config["SETTINGS"].metrics_token:
        counted = app.extensions[EXTENSION] = Counted()
        app.before_request(counted.begin)
        app.after_request(counted.end)


def counted() -> Counted:
    """The counters of the running program."""
    found: Counted = current_app.extensions[EXTENSION]
    return found
