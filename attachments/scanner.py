"""Asking a virus scanner that speaks the protocol of clamd.

Source: clamd(8), command INSTREAM: ``zINSTREAM\\0``, then pieces of four bytes of length (network order) and content, a
length of zero, and one answer up to a zero byte.
"""

from __future__ import annotations

import contextlib
import re
import socket
import struct
from pathlib import Path
from typing import IO, Final

from attachments.shelf import CHUNK

TIMEOUT_SECONDS: Final = 60
"""Ours: a scanner needs seconds for ten megabytes; one that loads its signatures answers after a minute."""

LONGEST_ANSWER: Final = 4096
"""Ours: bytes; an answer is one line."""

_FOUND: Final = re.compile(r"stream: (.+) FOUND")


class ScannerSilent(Exception):
    """No answer that says clean or infected; the word says why."""


def scan(address: str, path: Path, *, timeout: float = TIMEOUT_SECONDS) -> str:
    """What the scanner finds in a file: the name of a virus, or nothing ("").

    ``address``: ``unix:/path`` or ``tcp:host:port``. Raises ScannerSilent when it is away, too slow, or will not look.
    """
    try:
        with _connected(address, timeout) as connection, path.open("rb") as file:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it may answer before it heard all
                _show(connection, file)
            answer = _answer(connection)
    except TimeoutError:
        raise ScannerSilent("scanner_slow") from None
    except ConnectionError as error:
        raise ScannerSilent(f"scanner_away {type(error).__name__}") from None
    return _verdict(answer)


def _connected(address: str, timeout: float) -> socket.socket:
    kind, _, place = address.partition(":")
    try:
        if kind == "unix":
            return _unix(place, timeout)
        host, _, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout)
    except TimeoutError:
        raise
    except OSError as error:
        raise ScannerSilent(f"scanner_away {type(error).__name__}") from None


def _unix(place: str, timeout: float) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(timeout)
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def _show(connection: socket.socket, file: IO[bytes]) -> None:
    connection.sendall(b"zINSTREAM\0")
    while chunk := file.read(CHUNK):
        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.sendall(struct.pack("!I", 0))


def _answer(connection: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    found = _FOUND.fullmatch(answer)
    if found:
        return found[1]
    raise ScannerSilent("scanner_limit" if "size limit exceeded" in answer else "scanner_answer")
