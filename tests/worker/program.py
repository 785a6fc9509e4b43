"""A worker process as these tests start it: the real program, with one effect that writes a line into a file."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from flask import Flask

import app as program
from web.settings import Settings
from worker.effects import Work
from worker.loop import Worker
from worker.stopping import by_signals


def made(url: str, folder: str) -> Flask:
    """The program whose only effect is ``note``."""
    found = program.create_app(Settings(database_url=url, secret_key="k" * 40, data_folder=folder, testing=True))
    target = os.open(Path(folder) / "notes", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(work: Work) -> None:
        os.write(target, f"{work.payload['number']} {os.getpid()}\n".encode())  # one write: whole lines only
        if work.payload.get("hangs_once") and not (Path(folder) / "hung").exists():
            (Path(folder) / "hung").touch()
            sys.stdout.write("in hand\n")
            sys.stdout.flush()
            sys.stdin.read()  # until somebody kills us or closes the pipe

    found.extensions.update(effects={"note": note}, jobs=())
    return found


def main(url: str, folder: str, how: str) -> None:
    """Carry out what waits (``drain``), or work until a signal comes (``run``)."""
    worker = Worker(made(url, folder))
    if how == "drain":
        worker.drain()
        return
    with by_signals() as stop:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        worker.run(stop)


if __name__ == "__main__":
    main(*sys.argv[1:])
