"""docs/install.md as a list of blocks to run, and running them as a person at a terminal would."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAPER = ROOT / "docs/install.md"
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
LET_THROUGH = re.compile(r"(?i)(pip_.*|.*_proxy|ssl_cert_.*)")
"""How this machine reaches its packages."""


@dataclass(frozen=True)
class Block:
    """Commands under a heading; ``number`` is the one of the heading."""

    number: int
    text: str


def blocks() -> list[Block]:
    """All blocks of the paper in their order."""
    found, number = [], 0
    for heading, block in re.findall(r"^## (\d+)\.|^```sh\n(.*?)^```", PAPER.read_text("utf-8"), re.M | re.S):
        number = int(heading or number)
        if block:
            found.append(Block(number, block))
    return found


class Terminal:
    """A root shell that types blocks, each after the first one with its values, and keeps what was said."""

    def __init__(self, values: Mapping[str, str], folder: Path) -> None:
        self._folder = folder
        first = next(block.text for block in blocks() if block.number == 1)
        named = set(re.findall(r"^([A-Z_]+)=", first, re.M))
        assert named == values.keys(), "the values of the paper are not the ones the test knows"
        self._values = re.sub(r"^([A-Z_]+)=.*$", lambda line: f"{line[1]}='{values[line[1]]}'", first, flags=re.M)

    def run(self, text: str) -> str:
        """Type commands; the first that fails stops them and the test. What they said."""
        script = f"{self._values}\n{text}"
        environment = {
            **{name: value for name, value in os.environ.items() if LET_THROUGH.fullmatch(name)},
            "PATH": f"{self._folder}:{PATH}",
            "STANDIN_STATE": str(self._folder),
            "HOME": "/root",
            "LANG": "C.UTF-8",
            "DEBIAN_FRONTEND": "noninteractive",
            "PIP_NO_COMPILE": "1",  # a minute saved: what the program loads is compiled by machine.compile_packages
            "PIP_ROOT_USER_ACTION": "ignore",
        }
        line = ["bash", "-eu", "-o", "pipefail", "-x", "-c", script]
        done = subprocess.run(
            line,
            env=environment,
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            umask=0o022,
        )
        if done.returncode != 0:
            said = f"{done.stdout}{done.stderr}\n{self.journal()[-4000:]}"
            raise AssertionError(f"{text}\n--- ended with {done.returncode}:\n{said}")
        return done.stdout

    def journal(self) -> str:
        """What the services said so far."""
        file = self._folder / "journal"
        return file.read_text(errors="replace") if file.exists() else ""

    def step(self, number: int) -> str:
        """Type all blocks of a step of the paper."""
        return "".join(self.run(block.text) for block in blocks() if block.number == number)
