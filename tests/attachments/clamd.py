"""A scanner for tests: speaks clamd's INSTREAM on loopback, and can be slow, rude, or full."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"X5O!P%@AP[4" + rb"\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
"""The test string every scanner knows, in pieces, so that none complains about this file."""


class Scanner(socketserver.ThreadingTCPServer):
    """Remembers what it was shown; ``answer`` replaces its verdict, ``limit`` are the bytes it will look at."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, limit: int = 1 << 30, answer: bytes | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.limit, self.answer = limit, answer
        self.shown: list[bytes] = []

    @property
    def setting(self) -> str:
        """What INTERESANT_CLAMD would be."""
        return f"tcp:127.0.0.1:{self.server_address[1]}"


class Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: Scanner

    def handle(self) -> None:
        """Hear the command and the pieces, say what was found."""
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        heard = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            heard += self.rfile.read(size)
            if len(heard) > self.server.limit:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.shown.append(heard)
        found = b"stream: Eicar-Signature FOUND\0" if VIRUS in heard else b"stream: OK\0"
        self.wfile.write(found if self.server.answer is None else self.server.answer)


@contextmanager
def scanner(limit: int = 1 << 30, answer: bytes | None = None) -> Iterator[Scanner]:
    """A running scanner."""
    with Scanner(limit, answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@contextmanager
def mute() -> Iterator[str]:
    """A scanner that takes the call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"tcp:127.0.0.1:{server.getsockname()[1]}"


def nobody() -> str:
    """The address of a scanner that is away."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"tcp:127.0.0.1:{server.getsockname()[1]}"
