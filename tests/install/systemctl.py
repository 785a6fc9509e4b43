#!/usr/bin/python3
"""A systemctl for machines without systemd running: starts our units as their files say, and Debian's nginx by hand.

It stands first in PATH of tests/install only. It knows the lines of a unit that decide whether it works at all: user,
umask, settings, folders, what runs before, and when it is ready. What the unit forbids to the program it leaves alone:
systemd-analyze reads that part.
"""

from __future__ import annotations

import grp
import os
import pwd
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

UNITS = Path("/etc/systemd/system")
STATE = Path(os.environ["STANDIN_STATE"])
PATIENCE_SECONDS = 60


def read(name: str) -> dict[str, list[str]]:
    """The settings of a unit: a key may stand more than once."""
    found: dict[str, list[str]] = {}
    for line in (UNITS / f"{name}.service").read_text().splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def environment(unit: dict[str, list[str]]) -> dict[str, str]:
    """A clean environment with what the unit gives, and nothing of the caller's."""
    values = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin", "LANG": "C.UTF-8"}
    for line in unit.get("Environment", []):
        values.update((name, value) for name, _equals, value in (word.partition("=") for word in shlex.split(line)))
    for file in unit.get("EnvironmentFile", []):
        for line in Path(file).read_text().splitlines():
            name, equals, value = line.partition("=")
            if equals and not line.startswith("#"):
                values[name] = "".join(shlex.split(value))
    return values


def folders(unit: dict[str, list[str]], values: dict[str, str]) -> None:
    """Make the folders a unit has for the time it runs; what it may write in must be there."""
    person = pwd.getpwnam(unit["User"][0])
    for name in unit.get("RuntimeDirectory", []):
        folder = Path("/run") / name
        folder.mkdir(exist_ok=True)
        folder.chmod(int(unit["RuntimeDirectoryMode"][0], 8))
        os.chown(folder, person.pw_uid, person.pw_gid)
        values["RUNTIME_DIRECTORY"] = str(folder)
    for place in shlex.split(" ".join(unit.get("ReadWritePaths", []))):
        assert Path(place).is_dir(), f"{place} is not there: systemd would refuse to start"


def run(unit: dict[str, list[str]], line: str, values: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start one line of a unit as its user."""
    return subprocess.Popen(
        shlex.split(line),
        env=values,
        cwd=unit["WorkingDirectory"][0],
        user=unit["User"][0],
        group=unit["Group"][0],
        extra_groups=[],
        umask=int(unit["UMask"][0], 8),
        stdin=subprocess.DEVNULL,
        stdout=(STATE / "journal").open("ab"),
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def start(name: str) -> None:
    """Start a unit and wait until it is ready."""
    if name == "nginx":
        return nginx("start")
    if is_active(name):
        return None
    unit = read(name)
    values = environment(unit)
    folders(unit, values)
    grp.getgrnam(unit["Group"][0])
    for line in unit.get("ExecStartPre", []):
        if run(unit, line, values).wait() != 0:
            sys.exit(f"{name}: {line} failed; see {STATE / 'journal'}")
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
        Path(folder).chmod(0o755)
        ready.bind(f"{folder}/notify")
        Path(f"{folder}/notify").chmod(0o777)
        if unit["Type"] == ["notify"]:
            values["NOTIFY_SOCKET"] = f"{folder}/notify"
        process = run(unit, unit["ExecStart"][0], values)
        (STATE / name).write_text(str(process.pid))
        if unit["Type"] == ["notify"]:
            wait_until_ready(name, ready)
    return None


def wait_until_ready(name: str, ready: socket.socket) -> None:
    """Wait for the word of a unit that says itself when it is ready."""
    ready.settimeout(PATIENCE_SECONDS)
    try:
        while b"READY=1" not in ready.recv(4096):
            pass
    except TimeoutError:
        sys.exit(f"{name} is not ready after {PATIENCE_SECONDS} s; see {STATE / 'journal'}")


def is_active(name: str) -> bool:
    """Whether a unit we started still runs."""
    file = STATE / name
    if not file.exists():
        return False
    status = Path(f"/proc/{file.read_text()}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def stop(name: str) -> None:
    """Ask a unit to stop, and wait as long as it says."""
    if name == "nginx":
        return nginx("quit")
    if not is_active(name):
        return None
    pid = int((STATE / name).read_text())
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + float(read(name)["TimeoutStopSec"][0])
    while is_active(name):
        if time.monotonic() > end:
            os.killpg(pid, signal.SIGKILL)
            sys.exit(f"{name} did not stop in time")
        time.sleep(0.05)
    (STATE / name).unlink()
    return None


def nginx(word: str) -> None:
    """Debian's nginx, started once and told things by its own command."""
    program = str(shutil.which("nginx"))
    runs = is_nginx()
    if word == "start":
        if not runs:
            subprocess.run([program], check=True)
    elif runs:
        subprocess.run([program, "-s", word], check=True)
        time.sleep(0.5)  # its old processes close the old addresses


def is_nginx() -> bool:
    """Whether nginx runs."""
    file = Path("/run/nginx.pid")
    return file.exists() and bool(file.read_text().strip()) and Path(f"/proc/{file.read_text().strip()}").exists()


def main(arguments: list[str]) -> None:
    """``systemctl WORD [--now] UNIT ...``, as far as docs/install.md says it."""
    word, *rest = arguments
    names = [name.removesuffix(".service") for name in rest if not name.startswith("-")]
    now = "--now" in rest
    for name in names:
        if word == "start" or (word == "enable" and now):
            start(name)
        elif word == "stop" or (word == "disable" and now):
            stop(name)
        elif word == "restart":
            stop(name)
            start(name)
        elif word == "reload":
            assert name == "nginx", name
            nginx("reload")
        else:
            sys.exit(f"the stand-in does not know: systemctl {word}")
    assert names or word == "daemon-reload", arguments


if __name__ == "__main__":
    main(sys.argv[1:])
