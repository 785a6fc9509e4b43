"""A worker process as these tests start it: the real program, with one effect that writes a line into a file."""

from __future__ import annotations

import os
from multiprocessing.connection import Connection
from pathlib import Path

from flask import Flask

import app as program
from web.settings import Settings
from worker.effects import Work
from worker.loop import Worker
from worker.stopping import by_signals


def made(line: Connection, url: str, folder: str) -> Flask:
    """The program whose only effect is ``note``."""
    found = program.create_app(Settings(database_url=url, secret_key="k" * 40, data_folder=folder, testing=True))
    target = os.open(Path(folder) / "notes", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(work: Work) -> None:
        os.write(target, f"{work.payload['number']} {os.getpid()}\n".encode())  # one write: whole lines only
        if work.payload.get("hangs_once") and not (Path(folder) / "hung").exists():
            (Path(folder) / "hung").touch()
            line.send("in hand")
            line.recv()  # until somebody kills us or says a word

    found.extensions.update(effects={"note": note}, jobs=())
    return found


def main(line: Connection, url: str, folder: str, how: str) -> None:
    """Carry out what waits (``drain``), or work until a signal comes (``run``)."""
    worker = Worker(made(line, url, folder))
    if how == "drain":
        worker.drain()
        return
    with by_signals() as stop:
        line.send("ready")
        worker.run(stop)
