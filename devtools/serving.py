"""The port, the server, and waiting until it answers."""

from __future__ import annotations

import errno
import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from devtools.trouble import Trouble

WORKERS = 2
THREADS = 4
"""Enough for one office on one machine: most of a request is waiting for the disk."""

PATIENCE_SECONDS = 60

WITHOUT_A_WORKER = (
    "Pages work, but mail and scheduled work wait; what it said stands above. "
    "To start it again, in another window: python3 dev.py flask worker"
)


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def free(host: str, port: int) -> None:
    """Make sure that nobody listens there; else Trouble."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Trouble(_why_not(host, port, error)) from None
        except OverflowError:
            raise Trouble(f"There is no port {port}: choose one from 1024 to 65535 with --port.") from None


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} on {host} is taken by another program: stop it or choose another, --port {port + 1}."
    if error.errno in {errno.EACCES, errno.EPERM}:
        return f"Port {port} needs an administrator: choose one above 1023, for example --port 8000."
    return f"This machine has no address {host} ({error.strerror}): choose another with --host."


def command(python: Path, host: str, port: int) -> list[str]:
    """The server's command line: gunicorn, or waitress where gunicorn does not exist (Windows)."""
    shown = f"[{host}]" if ":" in host else host
    if os.name == "nt":
        return [str(python), "-m", "waitress", f"--listen={shown}:{port}", "--call", "app:serve"]
    # Loaded once, before there are workers: whoever must not start says so once and ends.
    options = ["--preload", "--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}"]
    options.append("--log-level=warning")
    return [str(python), "-m", "gunicorn", f"--bind={shown}:{port}", *options, "app:serve()"]


@contextmanager
def started(line: list[str], folder: Path, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server while the block lasts, and end it however the block ends: Ctrl-C, a polite kill, an error."""
    signal.signal(signal.SIGTERM, _leave)
    server = subprocess.Popen(line, cwd=folder, env=environment)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def watch(server: subprocess.Popen[bytes], worker: subprocess.Popen[bytes]) -> int:
    """Wait for the server's end; its exit code. A worker that ends before is told once, and serving goes on."""
    is_told = False
    while True:
        try:
            return server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            if worker.poll() is not None and not is_told:
                is_told = True
                print(f"The worker stopped (exit code {worker.returncode}). {WITHOUT_A_WORKER}", file=sys.stderr)


def _leave(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def wait_until_up(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    """Wait for the first open port; Trouble when the server ends or stays silent."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if server.poll() is not None:
            raise Trouble("The server stopped at once; what it said stands above.")
        try:
            with socket.create_connection((host, port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise Trouble(f"The server did not answer within {PATIENCE_SECONDS} seconds; what it said stands above.")
