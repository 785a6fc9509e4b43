"""A visitor over HTTPS: believes the authority of the office, keeps cookies, follows nothing by itself."""

from __future__ import annotations

import http.client
import http.cookies
import ssl
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Asked:
    """What was asked for."""

    path: str


@dataclass(frozen=True)
class Answer:
    """An answer, in the words the forms of other tests know."""

    status_code: int
    headers: http.client.HTTPMessage
    body: bytes
    request: Asked

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()

    def get_data(self, *, as_text: bool) -> str | bytes:
        """The page, or its bytes."""
        return self.text if as_text else self.body


@dataclass
class Visitor:
    """One browser. Source of the trust: the certificate file of the authority."""

    host: str
    authority: Path
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, data: dict[str, Any]) -> Answer:
        """Send a form."""
        return self._ask("POST", path, urllib.parse.urlencode(data))

    def follow(self, answer: Answer) -> Answer:
        """Go where an answer leads."""
        assert answer.status_code in {302, 303}, (answer.status_code, answer.text[:2000])
        parts = urllib.parse.urlsplit(answer.headers["Location"])
        return self.get(parts.path + (f"?{parts.query}" if parts.query else ""))

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        trust = ssl.create_default_context(cafile=str(self.authority))
        connection = http.client.HTTPSConnection(self.host, context=trust, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": f"https://{self.host}{path}"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            found = Answer(answer.status, answer.headers, answer.read(), Asked(path.partition("?")[0]))
        finally:
            connection.close()
        for line in found.headers.get_all("Set-Cookie", []):
            self.cookies.update({name: one.value for name, one in http.cookies.SimpleCookie(line).items()})
        return found
