"""A visitor that keeps its connection and its cookies, and some of them at once. Standard library only."""

from __future__ import annotations

import http.client
import json
import statistics
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

FORM: Final[Mapping[str, str]] = {"Content-Type": "application/x-www-form-urlencoded"}


class Visitor:
    """One browser's worth of connection and cookies."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> tuple[int, str]:
        """Status and body."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, str]:
        """Send a form; status and body."""
        return self._ask("POST", path, urlencode(fields), FORM)

    def send(self, path: str, facts: Any, headers: Mapping[str, str]) -> tuple[int, str]:
        """Send JSON; status and body."""
        return self._ask("POST", path, json.dumps(facts), {"Content-Type": "application/json", **headers})

    def close(self) -> None:
        """Hang up; another request calls again."""
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None, given: Mapping[str, str]) -> tuple[int, str]:
        headers = dict(given)
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        response = self._response(method, path, body, headers)
        text = response.read().decode("utf-8")
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _equals, value = line.partition(";")[0].partition("=")
            self._cookies[name] = value
        return response.status, text

    def _response(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> http.client.HTTPResponse:
        """The answer; a page is asked for again when the server hung up on a connection that was idle for too long."""
        try:
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()
        except http.client.RemoteDisconnected:
            if method != "GET":
                raise
            self._connection.close()
            self._connection.request(method, path, body, headers)
            return self._connection.getresponse()


Journey = Callable[[Visitor], None]
"""What a visitor does once; raises when the answer is not the expected one."""


@dataclass(frozen=True)
class Pace:
    """How quickly a journey went: journeys a second over all visitors, and the time of one in milliseconds."""

    per_second: float
    median_ms: float
    p95_ms: float
    journeys: int


class Crowd:
    """Visitors that repeat a journey at the same time, each in a thread of its own."""

    def __init__(self, port: int, journey: Journey, visitors: int, prepare: Journey | None) -> None:
        self._port = port
        self._journey = journey
        self._prepare = prepare
        self._ready = threading.Barrier(visitors + 1)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._guarded) for _number in range(visitors)]
        self.times: list[float] = []
        self.failures: list[BaseException] = []

    def go(self, seconds: float) -> float:
        """Let them visit for some seconds; returns how long it really took. Raises what a visitor ran into."""
        for thread in self._threads:
            thread.start()
        try:
            self._ready.wait()
        except threading.BrokenBarrierError:
            raise self.failures[0] from None
        begun = time.perf_counter()
        self._stop.wait(seconds)
        self._stop.set()
        for thread in self._threads:
            thread.join()
        if self.failures:
            raise self.failures[0]
        return time.perf_counter() - begun

    def _guarded(self) -> None:
        visitor = Visitor(self._port)
        try:
            self._visit(visitor)
        except BaseException as error:  # noqa: BLE001 - raised again in the main thread
            self.failures.append(error)
            self._ready.abort()
            self._stop.set()
        finally:
            visitor.close()

    def _visit(self, visitor: Visitor) -> None:
        if self._prepare:
            self._prepare(visitor)
        self._journey(visitor)  # warm
        self._ready.wait()
        visitor.close()  # by now the server may have hung up on who waited for the others; the next request calls again
        while not self._stop.is_set():
            begun = time.perf_counter()
            self._journey(visitor)
            self.times.append(time.perf_counter() - begun)


def run(port: int, journey: Journey, visitors: int, seconds: float, prepare: Journey | None = None) -> Pace:
    """Let visitors repeat a journey for some seconds."""
    crowd = Crowd(port, journey, visitors, prepare)
    spent = crowd.go(seconds)
    ordered = sorted(crowd.times)
    return Pace(
        per_second=len(ordered) / spent,
        median_ms=statistics.median(ordered) * 1000,
        p95_ms=ordered[int(len(ordered) * 0.95)] * 1000,
        journeys=len(ordered),
    )
