"""gunicorn with two workers, as dev.py run starts it, and what it costs: start-up, memory, processor time."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.client import Visitor
from devtools.places import ROOT
from devtools.serving import command

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Server:
    """A running server. ``start_seconds``: from the command to the first answered page."""

    port: int
    pid: int
    start_seconds: float

    def workers(self) -> list[int]:
        """Process ids of the workers."""
        text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in text.split()]

    def cpu_seconds(self) -> float:
        """Processor time of all workers so far, user and system."""
        return sum(_cpu(pid) for pid in self.workers())

    def memory_mb(self) -> tuple[float, float]:
        """Resident and proportional size of one worker in MB, the mean over the workers."""
        sizes = [_memory(pid) for pid in self.workers()]
        return sum(size[0] for size in sizes) / len(sizes), sum(size[1] for size in sizes) / len(sizes)


@contextmanager
def started(target: str, environment: dict[str, str], page: str) -> Iterator[Server]:
    """Serve ``module:factory()`` until the block ends."""
    port = _free_port()
    line = [*command(Path(sys.executable), "127.0.0.1", port)[:-1], target]
    begun = time.perf_counter()
    process = subprocess.Popen(line, cwd=ROOT, env={**os.environ, **environment})
    try:
        _wait(port, page, process)
        yield Server(port, process.pid, time.perf_counter() - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(port: int, page: str, process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        visitor = Visitor(port)
        try:
            status, _text = visitor.get(page)
        except OSError:
            time.sleep(0.02)
        else:
            if status == 200:
                return
            raise SystemExit(f"{page} answered {status}")
        finally:
            visitor.close()
    raise SystemExit("the server stopped")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _memory(pid: int) -> tuple[float, float]:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines[1:]}
    return sizes["Rss"] / 1024, sizes["Pss"] / 1024
