"""The folder .venv: made once, filled from the hashed requirements, left alone while these do not change."""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from devtools.places import ROOT, VENV, venv_python
from devtools.trouble import Trouble

DEBIAN_WHEELS = Path("/usr/share/python-wheels")
"""Where Debian keeps the pip that its own ensurepip would unpack."""


def prepare(requirements: str) -> Path:
    """The Python of a .venv that holds a requirements file; a second call takes no time.

    Raises Trouble when the folder cannot be written, when there is no way to get pip, or when the download fails.
    """
    wanted = ROOT / requirements
    stamp = VENV / f".{wanted.stem}.sha256"
    fingerprint = hashlib.sha256(wanted.read_bytes() + sys.version.encode()).hexdigest()
    if _works(venv_python()) and stamp.exists() and stamp.read_text() == fingerprint:
        return venv_python()
    writable(ROOT)
    pip = _pip() if _works(venv_python()) else _make()
    print(f"Installing {requirements} into .venv: once, for a minute or two ...", flush=True)
    _install(pip, wanted)
    stamp.write_text(fingerprint)
    return venv_python()


def writable(folder: Path) -> None:
    """Make sure that files can be made in a folder, and make the folder itself if need be; else Trouble."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Trouble(
            f"Cannot write in {folder} ({error.strerror}): make it yours (chown, chmod) or copy the project "
            "to a folder of your own."
        ) from None


def _works(python: Path) -> bool:
    """Whether the environment's Python starts; it does not after the machine's Python was replaced."""
    return python.exists() and _quiet([str(python), "-c", "pass"])


def _make() -> list[str]:
    """Make .venv, with pip from wherever this machine has it; returns the command that is pip."""
    shutil.rmtree(VENV, ignore_errors=True)
    print("Making .venv ...", flush=True)
    if importlib.util.find_spec("ensurepip") is not None and _quiet([sys.executable, "-m", "venv", str(VENV)]):
        return _pip()
    if not _quiet([sys.executable, "-m", "venv", "--without-pip", str(VENV)]):
        raise Trouble(_no_pip())
    return _pip()


def _pip() -> list[str]:
    """A command that installs into .venv: its own pip, Debian's wheel of pip, or the machine's pip pointed at it."""
    python = str(venv_python())
    for command in _possible_pips(python):
        if _quiet([*command, "--version"]):
            return command
    shutil.rmtree(VENV, ignore_errors=True)
    raise Trouble(_no_pip())


def _possible_pips(python: str) -> Iterable[list[str]]:
    yield [python, "-m", "pip"]
    for wheel in sorted(DEBIAN_WHEELS.glob("pip-*.whl")):
        yield [python, f"{wheel}/pip"]
    yield [sys.executable, "-m", "pip", "--python", python]


def _no_pip() -> str:
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"This Python {version} comes without ensurepip, so no .venv can be made: install it "
        "(Debian, Ubuntu: apt-get install python3-venv) and start again."
    )


def _install(pip: list[str], requirements: Path) -> None:
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    options = ["--disable-pip-version-check", "--no-input", "--require-hashes", *quiet]
    done = subprocess.run([*pip, "install", *options, "-r", str(requirements)], check=False)
    if done.returncode != 0:
        raise Trouble(
            f"Installing {requirements.name} failed (pip says why above): check the network or the proxy and "
            "start again; what was already fetched is kept."
        )


def _quiet(command: list[str]) -> bool:
    """Run a command without a word; whether it worked."""
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except OSError:
        return False
