"""What the machine of the installation test needs, and leaving it as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OURS = Path("/var/tmp/interesant-installation-test")
"""Stands there while the test is at work: what it finds then is its own and may go."""

PLACES = ("/opt/interesant", "/etc/interesant", "/var/lib/interesant", "/usr/local/bin/interesant")
SITES = Path("/etc/nginx/sites-enabled")
DEFAULT_SITE = Path("/etc/nginx/sites-available/default")


def require() -> None:
    """Skip loudly where nobody asked for it; fail where CI asks and the machine cannot."""
    if not os.environ.get("CI") and not os.environ.get("INTERESANT_TEST_INSTALL"):
        pytest.skip("installs the program on this machine: only with CI=true or INTERESANT_TEST_INSTALL=1")
    why = _why_not()
    if why:
        pytest.fail(why)


def _why_not() -> str:
    if os.name == "nt" or os.getuid() != 0 or shutil.which("apt-get") is None:
        return "the installation test needs root on Debian"
    if not OURS.exists() and any(Path(place).exists() for place in PLACES):
        return "Interesant is installed on this machine: the test would delete it"
    return ""


@contextmanager
def borrowed(folder: Path) -> Iterator[None]:
    """The machine with a systemctl of ours in ``folder``, tidied before and after."""
    OURS.touch()
    (folder / "systemctl").symlink_to(Path(__file__).with_name("systemctl.py"))
    _tidy(folder)
    try:
        yield
    finally:
        _tidy(folder)
        OURS.unlink()


def compile_packages() -> None:
    """What pip does for all packages and was told to leave: compile them, here only those the program loads at once.

    The program itself may not write there, so each of its commands would compile them anew.
    """
    program = "/opt/interesant/.venv/bin/python"
    line = [program, "-c", "import alembic.command, app, gunicorn.workers.gthread, psycopg"]
    subprocess.run(line, cwd="/opt/interesant", env={"PATH": os.defpath}, check=True, umask=0o022)


@contextmanager
def database_running() -> Iterator[None]:
    """What Debian's package does by itself where systemd runs: a server there, and started."""
    if not _clusters():
        version = max(int(place.name) for place in Path("/usr/lib/postgresql").iterdir())
        subprocess.run(["pg_createcluster", str(version), "main"], check=True, capture_output=True)
    down = [words[:2] for words in _clusters() if words[3] != "online"]
    for words in down:
        subprocess.run(["pg_ctlcluster", *words, "start"], check=True, capture_output=True)
    _tidy_database()
    try:
        yield
    finally:
        _tidy_database()
        for words in down:
            subprocess.run(["pg_ctlcluster", *words, "stop", "--", "-m", "fast"], check=True, capture_output=True)


def _clusters() -> list[list[str]]:
    """Version, name, port and state of every server of this machine."""
    said = subprocess.run(["pg_lsclusters", "--no-header"], check=True, capture_output=True, text=True).stdout
    return [line.split() for line in said.splitlines()]


def _tidy(folder: Path) -> None:
    """Take away whatever an earlier, perhaps broken run left."""
    for pid in _processes():
        os.kill(pid, 15)
    _quiet("nginx", "-s", "quit")
    for place in PLACES:
        target = Path(place)
        shutil.rmtree(target) if target.is_dir() else target.unlink(missing_ok=True)
    for place in ("/var/lib/interesant-trial", "/var/backups/interesant", "/run/interesant"):
        shutil.rmtree(place, ignore_errors=True)
    for unit in ("interesant.service", "interesant-worker.service"):
        Path("/etc/systemd/system", unit).unlink(missing_ok=True)
    for file in (SITES / "interesant", Path("/etc/nginx/sites-available/interesant")):
        file.unlink(missing_ok=True)
    if DEFAULT_SITE.exists() and not (SITES / "default").exists():
        (SITES / "default").symlink_to(DEFAULT_SITE)
    _tidy_authority()
    _tidy_database()
    _quiet("userdel", "interesant")


def _tidy_authority() -> None:
    authority = Path("/usr/local/share/ca-certificates/interesant.crt")
    if authority.exists():
        authority.unlink()
        _quiet("update-ca-certificates", "--fresh")


def _tidy_database() -> None:
    if shutil.which("psql") is None:
        return
    for command in ("dropdb --if-exists --force interesant_trial", "dropdb --if-exists --force interesant"):
        _quiet("runuser", "-u", "postgres", "--", *command.split())
    _quiet("runuser", "-u", "postgres", "--", "dropuser", "--if-exists", "interesant")


def _processes() -> Iterator[int]:
    """Processes that run from the installed program."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                line = (entry / "cmdline").read_bytes()
            except OSError:
                continue
            if line.startswith(b"/opt/interesant/.venv/"):
                yield int(entry.name)


def _quiet(*command: str) -> None:
    if shutil.which(command[0]):
        subprocess.run(command, check=False, capture_output=True)
