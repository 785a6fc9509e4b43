"""A server that can be killed and is there again in milliseconds: each is forked from a program that stands ready.

``python -m tests.failing.serving DATABASE_URL SOCKET DATA_FOLDER`` imports and warms the program once. For each line it
reads it forks a server on the inherited socket and prints its process id. Linux and macOS only.
"""

from __future__ import annotations

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.cast import PASSWORD
from tests.forms import ANSWERS, FILING, hidden

ROOT = Path(__file__).parents[2]
SECRET = "not a secret: the key of the servers that are killed"
SEAL_SECONDS = 1
"""Responses are sealed soon after they came, so that this too is killed in the middle."""

WARM = uuid.UUID(int=1, version=4)
"""The submission by which the program was warmed up: the only one nobody in the test sent."""


LAST_BREATH = "die-after-commit"
"""A file in the data folder: the next server that stored what a tablet sent is killed before it can say so."""


class Quiet(WSGIRequestHandler):
    """Writes no line for each request, and keeps connections open as a real server does."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_args: object, **_kwargs: object) -> None:
        """Nothing."""


class Mother:
    """The program that stands ready. ``port``: where its children answer."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self._process, self.port = process, port
        self._child = 0

    def bear(self) -> None:
        """Start a server; requests that came while there was none are waiting for it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        self._child = int(self._process.stdout.readline())

    def hear(self, word: str) -> None:
        """Wait until it says a word."""
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == word

    def kill(self) -> None:
        """End the server as a power cut does: it can neither answer nor tidy up."""
        os.kill(self._child, signal.SIGKILL)
        self._child = 0

    def end(self) -> None:
        """End everything."""
        if self._child:
            self.kill()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(20)


@contextmanager
def mother(database_url: str, folder: Path) -> Iterator[Mother]:
    """The program on a database, ready to bear servers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(128)
        descriptor = listening.fileno()
        command = [sys.executable, "-m", "tests.failing.serving", database_url, str(descriptor), str(folder)]
        process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, pass_fds=[descriptor]
        )
        ready = Mother(process, listening.getsockname()[1])
        try:
            ready.hear("ready")
            yield ready
        finally:
            ready.end()


def main(database_url: str, descriptor: int, folder: str) -> None:
    """Import, warm up, and bear children until the parent has had enough."""
    from app import create_app
    from web.collecting import settle_down
    from web.settings import Settings

    settings = Settings(
        database_url=database_url,
        secret_key=SECRET,
        data_folder=folder,
        seal_seconds=SEAL_SECONDS,
        filings_per_hour=0,  # hundreds come in a minute here; what is killed is the registering, not the holding list
        filings_per_day=0,
    )
    app = create_app(settings)
    app.extensions["limits_are_on"] = False  # each death loses what was booked ahead: so many a minute lock people out
    logging.getLogger("interesant.request").setLevel(logging.WARNING)
    _warm(app)
    app.extensions["storage"].close()  # no child may share a connection with another
    settle_down()  # as a server does before it forks: what a collection touches is copied for each child
    print("ready", flush=True)
    child = 0
    for _line in sys.stdin:
        if child:
            os.waitpid(child, 0)  # it was killed
        child = os.fork()
        if child == 0:
            _serve(_mortal(app, Path(folder) / LAST_BREATH), descriptor)
        print(child, flush=True)


def _warm(app: Flask) -> None:
    """Compile templates and statements once, for all children, by one visit of each kind."""
    client = app.test_client()
    filing = hidden(client.get("/pl/complaint").text) | FILING | {"submission_id": str(WARM)}
    rating = hidden(client.get("/pl/rate").text) | ANSWERS | {"submission_id": str(WARM)}
    assert client.post("/pl/complaint", data=filing).status_code == 200
    assert client.post("/pl/rate", data=rating).status_code == 303
    form = hidden(client.get("/staff/pl/sign-in").text) | {"login": "handler", "password": PASSWORD}
    assert client.post("/staff/pl/sign-in", data=form).status_code == 302
    case = re.search(r"/staff/pl/case/[-0-9a-f]{36}", client.get("/staff/pl/queue").text)
    assert case is not None
    client.get(f"{case[0]}/settle")
    note = hidden(client.get(f"{case[0]}/note").text) | {"text": "Rozgrzewka"}
    assert client.post(f"{case[0]}/note", data=note).status_code == 302
    for thread in set(threading.enumerate()) - {threading.current_thread()}:
        thread.join()  # the sealer would go on here and open a connection that children inherit


def _mortal(app: Flask, mark: Path) -> Flask:
    """Let the server be killed between the commit of a tablet's answers and its reply, where the file is there."""
    whole = app.wsgi_app

    def answer(environ: Any, start_response: Any) -> Any:
        said = whole(environ, start_response)
        if environ["PATH_INFO"] == "/api/kiosk/responses" and mark.exists():
            mark.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        return said

    app.wsgi_app = answer  # type: ignore[method-assign]
    return app


def _serve(app: Flask, descriptor: int) -> None:
    make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet, fd=descriptor).serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
