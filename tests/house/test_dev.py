"""dev.py: whatever stands in the way is told in one sentence that says what to do."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from devtools import checking, database, environment, running, serving
from devtools.checking import _side_by_side
from devtools.trouble import Trouble

ROOT = Path(__file__).parents[2]


def dev(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run dev.py as a person would."""
    command = [sys.executable, "dev.py", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


def only_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """What it said on standard error: exactly one line, and exit code 2."""
    assert done.returncode == 2, done.stdout + done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


@pytest.fixture
def copy() -> Iterator[Path]:
    """The start-up files alone, in a folder that can be spoiled and that others may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="interesant-dev-")).resolve()
    folder.chmod(0o755)
    shutil.copy(ROOT / "dev.py", folder)
    shutil.copytree(ROOT / "devtools", folder / "devtools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "requirements.txt").write_text("")
    yield folder
    shutil.rmtree(folder)


def test_without_a_command_it_says_what_there_is():
    done = dev()
    assert done.returncode == 2
    assert all(word in done.stdout for word in ("run", "test", "check", "flask"))


def test_a_too_old_python_is_told_which_one_is_needed():
    old = "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); sys.argv = ['dev.py']; runpy.run_path('dev.py')"
    done = subprocess.run([sys.executable, "-c", old], cwd=ROOT, capture_output=True, text=True, check=False)
    assert "needs Python 3.11 or newer and this is 3.9" in only_sentence(done)


def test_an_old_python_can_read_the_file_at_all():
    ast.parse((ROOT / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 4))


def test_an_occupied_port_is_told_before_anything_is_installed(copy: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        sentence = only_sentence(dev("run", "--port", str(port), folder=copy))
    assert f"Port {port} on 127.0.0.1 is taken" in sentence
    assert "--port" in sentence
    assert not (copy / ".venv").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [(("--port", "99999"), "no port 99999"), (("--host", "192.0.2.1"), "no address 192.0.2.1")],
)
def test_an_impossible_address_is_told(copy: Path, options: tuple[str, ...], words: str):
    assert words in only_sentence(dev("run", *options, folder=copy))


def test_a_bad_sample_day_is_told():
    done = dev("run", "--sample-day", "21.11.2026")
    assert done.returncode == 2
    assert "not a day written as YYYY-MM-DD" in done.stderr


AS_NOBODY = """
import os, sys
from devtools.main import main
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
sys.exit(main(["run", "--port", "0"]))
"""
"""Root may write everywhere, so a test run by root becomes user 65534 (who owns nothing) once all is imported."""


@pytest.mark.skipif(os.name == "nt", reason="folders on Windows have no mode")
def test_an_unwritable_folder_is_told(copy: Path):
    copy.chmod(0o555)
    try:
        done = subprocess.run([sys.executable, "-c", AS_NOBODY], cwd=copy, capture_output=True, text=True, check=False)
    finally:
        copy.chmod(0o755)
    sentence = only_sentence(done)
    assert f"Cannot write in {copy}" in sentence
    assert "chown" in sentence


def test_a_missing_ensurepip_is_told_when_there_is_no_other_pip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "venv_python", lambda: tmp_path / ".venv/bin/python")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr(environment, "_quiet", lambda command: "--without-pip" in command)
    with pytest.raises(Trouble, match=r"without ensurepip.*apt-get install python3-venv"):
        environment._make()


def test_a_second_start_installs_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    installed: list[Path] = []
    (tmp_path / ".venv").mkdir()
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(environment, "_works", lambda _python: True)
    monkeypatch.setattr(environment, "_pip", lambda: ["pip"])
    monkeypatch.setattr(environment, "_install", lambda _pip, requirements: installed.append(requirements))
    environment.prepare("requirements.txt")
    environment.prepare("requirements.txt")
    assert len(installed) == 1
    (tmp_path / "requirements.txt").write_text("flask==3.1.4\n")
    environment.prepare("requirements.txt")
    assert len(installed) == 2


def test_the_local_secret_is_made_once_and_for_its_owner_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delenv("INTERESANT_SECRET_KEY", raising=False)
    first = database.settings(None, instance=tmp_path)
    assert len(first["INTERESANT_SECRET_KEY"]) >= 32
    assert database.settings(None, instance=tmp_path) == first
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
    assert tmp_path.stat().st_mode & 0o077 == 0
    assert first["INTERESANT_DATABASE_URL"] == f"sqlite:///{tmp_path}/interesant.sqlite"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sqlite:///mine.sqlite", "sqlite:///{here}/mine.sqlite"),
        ("sqlite:////srv/mine.sqlite", "sqlite:////srv/mine.sqlite"),
        ("sqlite://", "sqlite://"),
        ("postgresql://somebody@localhost/office", "postgresql://somebody@localhost/office"),
    ],
)
def test_a_relative_database_lies_where_the_command_was_typed(
    typed: str, meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    found = database.settings(typed, instance=tmp_path)["INTERESANT_DATABASE_URL"]
    assert found == meant.format(here=tmp_path)


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        *((host, True) for host in ("127.0.0.1", "127.9.9.9", "::1", "localhost")),
        *((host, False) for host in ("0.0.0.0", "::", "192.168.0.5", "example.org")),
    ],
)
def test_which_addresses_only_this_machine_can_reach(host: str, expected: bool):
    assert serving.is_loopback(host) is expected


class Recorded:
    """Stands in for the program's command line and remembers what was asked of it."""

    def __init__(self, fails: str = "") -> None:
        self.asked: list[tuple[str, ...]] = []
        self._fails = fails

    def __call__(self, _python: Path, _settings: object, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        self.asked.append(arguments)
        return subprocess.CompletedProcess([], 1 if arguments[0] == self._fails else 0)


def fill(monkeypatch: pytest.MonkeyPatch, url: str, *options: str, fails: str = "") -> list[tuple[str, ...]]:
    recorded = Recorded(fails)
    monkeypatch.setattr(running, "_flask", recorded)
    monkeypatch.setattr(running, "_no_known_passwords", lambda *_: recorded.asked.append(("passwords?",)))
    running._fill(Path(), {"INTERESANT_DATABASE_URL": url}, running._parser().parse_args(options))
    return recorded.asked


def test_a_new_local_sqlite_gets_the_sample_office(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    asked = fill(monkeypatch, f"sqlite:///{tmp_path}/new.sqlite", "--sample-day", "2026-11-21")
    assert asked == [("db", "upgrade"), ("sample", "load", "--day", "2026-11-21"), ("ledger", "seal")]


def test_a_local_start_makes_the_development_key_of_seals_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.delenv("INTERESANT_SEAL_KEY_FILE", raising=False)
    settings = database.settings(f"sqlite:///{tmp_path}/old.sqlite", instance=tmp_path)
    key = tmp_path / "development_seal_key.pem"
    assert settings["INTERESANT_SEAL_KEY_FILE"] == str(key)
    assert database.missing_seal_key(settings) == key
    recorded = Recorded()
    monkeypatch.setattr(running, "_flask", recorded)
    running._fill(Path(), settings, running._parser().parse_args(["--empty"]))
    assert recorded.asked == [("db", "upgrade"), ("ledger", "new-key", str(key))]
    key.touch()
    assert database.missing_seal_key(settings) is None
    assert database.missing_seal_key({"INTERESANT_SEAL_KEY_FILE": "/etc/interesant/seal.pem"}) is None


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("sqlite:///{new}", ("--empty",)),
        ("sqlite:///{new}", ("--host", "0.0.0.0")),
        ("sqlite:///{old}", ()),
        ("postgresql://localhost/office", ()),
        ("sqlite://", ()),
    ],
)
def test_sample_data_go_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str, options: tuple[str, ...]
):
    (tmp_path / "old.sqlite").touch()
    address = url.format(new=tmp_path / "new.sqlite", old=tmp_path / "old.sqlite")
    assert ("sample", "load") not in fill(monkeypatch, address, *options)


def test_sample_accounts_are_not_offered_to_other_machines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    address = f"sqlite:///{tmp_path}/new.sqlite"
    assert ("passwords?",) in fill(monkeypatch, address, "--host", "0.0.0.0")
    assert ("passwords?",) not in fill(monkeypatch, address)


def test_a_sample_office_is_known_by_what_the_program_says(monkeypatch: pytest.MonkeyPatch):
    for word, expected in ((running.SAMPLE_ACCOUNTS, True), ("There is no office yet.", False)):
        said = subprocess.CompletedProcess([], 0, stdout=f"{word}, all with the password x\n")
        monkeypatch.setattr(subprocess, "run", lambda *_, said=said, **__: said)
        if expected:
            with pytest.raises(Trouble, match="whose passwords everybody knows"):
                running._no_known_passwords(Path(), {})
        else:
            running._no_known_passwords(Path(), {})


def test_a_sample_that_could_not_be_loaded_leaves_no_half_database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    file = tmp_path / "new.sqlite"
    monkeypatch.setattr(database, "sqlite_file", lambda _url: file)
    real_exists = Path.exists
    monkeypatch.setattr(Path, "exists", lambda self: self != file and real_exists(self))
    file.touch()
    with pytest.raises(Trouble, match="sample office could not be loaded"):
        fill(monkeypatch, f"sqlite:///{file}", fails="sample")
    monkeypatch.undo()
    assert not file.exists()


def test_the_suite_uses_several_processors_unless_told_otherwise():
    assert _side_by_side(["tests/house"])[0] == "-n"
    assert _side_by_side(["-n0"]) == []
    assert _side_by_side(["--pdb"]) == []


def test_the_program_is_compiled_once_before_several_workers_start(monkeypatch: pytest.MonkeyPatch):
    started: list[tuple[list[str], dict[str, str]]] = []

    def run(command: list[str], *, env: dict[str, str], **_other: object) -> subprocess.CompletedProcess[str]:
        started.append((command, env))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(environment, "prepare", lambda _file: Path(sys.executable))
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    assert checking.test([]) == checking.test(["-n0"]) == 0
    (compiling, with_what), (whole, _), (alone, _) = started
    assert compiling[2:6] == ["compileall", "-q", "-j", "0"]
    assert {"complaints", "analytics", "web"} <= {*compiling}
    assert "PYTHONDONTWRITEBYTECODE" not in with_what
    assert whole[2:5] == ["pytest", "-n", whole[4]]
    assert alone[2:] == ["pytest", "-n0"]


def test_checks_run_at_once_and_all_of_them_even_when_one_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    two = threading.Barrier(2)

    def run(command: list[str], **_other: object) -> subprocess.CompletedProcess[str]:
        if "mypy" in command or "check" in command:
            two.wait(timeout=30)  # neither ends before the other has begun
        return subprocess.CompletedProcess(command, 1 if "mypy" in command else 0, "a wrong type", "")

    monkeypatch.setattr(environment, "prepare", lambda _file: Path(sys.executable))
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert checking.check([]) == 1
    said = capsys.readouterr().out
    assert [line.split()[1] for line in said.splitlines() if line.startswith(("ok", "FAIL"))] == [
        name for name, _line in checking.CHECKS
    ]
    assert "a wrong type\n" in said
    assert said.endswith("Failed: mypy.\n")
    assert checking.check(["vulture"]) == 0


def imported(file: Path) -> set[str]:
    """The modules a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} if node.module != "devtools" else {f"devtools.{alias.name}" for alias in node.names}
    return found


def test_what_runs_before_installing_uses_the_standard_library_only():
    waiting, seen = [ROOT / "dev.py"], set()
    while waiting:
        file = waiting.pop()
        seen.add(file.name)
        for name in imported(file):
            ours = ROOT / f"{name.replace('.', '/')}.py"
            assert ours.exists() or name.partition(".")[0] in sys.stdlib_module_names, f"{file.name} imports {name}"
            if ours.exists() and ours.name not in seen:
                waiting.append(ours)
    assert {"main.py", "environment.py", "serving.py"} <= seen


SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.mark.parametrize("leaving", [KeyboardInterrupt, SystemExit, Trouble])
def test_the_server_never_outlives_dev(leaving: type[BaseException], tmp_path: Path):
    before = signal.getsignal(signal.SIGTERM)
    try:
        with pytest.raises(leaving), serving.started(SLEEPER, tmp_path, dict(os.environ)) as server:
            raise leaving
    finally:
        signal.signal(signal.SIGTERM, before)
    assert server.poll() is not None


def ended_with(code: int) -> subprocess.Popen[bytes]:
    process = subprocess.Popen([sys.executable, "-c", f"raise SystemExit({code})"])
    process.wait()
    return process


class Patient:
    """Stands in for a server that runs for so many looks and then ends."""

    def __init__(self, looks: int) -> None:
        self.looks = looks

    def wait(self, timeout: float) -> int:
        self.looks -= 1
        if self.looks >= 0:
            raise subprocess.TimeoutExpired("server", timeout)
        return 0


def test_a_worker_that_dies_is_told_once_and_serving_goes_on(capfd: pytest.CaptureFixture[str]):
    assert serving.watch(Patient(3), ended_with(7)) == 0  # type: ignore[arg-type]
    told = capfd.readouterr().err
    assert told.count("The worker stopped (exit code 7).") == 1
    assert "python3 dev.py flask worker" in told


def test_of_a_worker_that_lives_nothing_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    before = signal.getsignal(signal.SIGTERM)
    try:
        with serving.started(SLEEPER, tmp_path, dict(os.environ)) as worker:
            assert serving.watch(Patient(2), worker) == 0  # type: ignore[arg-type]
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "worker" not in capfd.readouterr().err
    assert worker.poll() is not None, "it ends with the server"


def test_a_start_runs_a_server_and_a_worker_beside_it(monkeypatch: pytest.MonkeyPatch):
    lines: list[list[str]] = []
    addresses: list[str | None] = []

    @contextmanager
    def started(line: list[str], _folder: Path, environment: dict[str, str]) -> Iterator[str]:
        lines.append(line)
        addresses.append(environment.get("INTERESANT_PUBLIC_URL"))
        yield line[-1]

    nothing = lambda *_, **__: None  # noqa: E731
    monkeypatch.setattr(environment, "prepare", lambda _file: Path("python"))
    monkeypatch.setattr(database, "settings", lambda _url: {})
    for name in ("_fill", "_welcome"):
        monkeypatch.setattr(running, name, nothing)
    for name, stand_in in (
        ("free", nothing),
        ("started", started),
        ("wait_until_up", nothing),
        ("watch", lambda *_: 0),
    ):
        monkeypatch.setattr(serving, name, stand_in)
    assert running.run([]) == 0
    assert [line[-1] for line in lines] == [serving.command(Path(), "127.0.0.1", 8000)[-1], "worker"]
    assert addresses == [None, "http://127.0.0.1:8000"], "links in mails lead to this server"


def test_a_server_that_stops_at_once_is_told(tmp_path: Path):
    server = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    server.wait()
    with pytest.raises(Trouble, match="stopped at once"):
        serving.wait_until_up(server, "127.0.0.1", 9)


@pytest.mark.parametrize("empty", [True, False])
def test_whoever_starts_without_an_office_is_given_the_code_of_the_set_up_page(
    empty: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    recorded = Recorded()
    monkeypatch.setattr(running, "_flask", recorded)
    options = running._parser().parse_args([*(["--empty"] if empty else []), "--port", "8123"])
    running._welcome(Path(), {}, options, accounts=True)
    assert recorded.asked[0] == ("office", "setup-code", "--if-needed", "--address", "http://127.0.0.1:8123")
    assert (("sample", "accounts") in recorded.asked) is not empty
    assert "http://127.0.0.1:8123/staff/pl/sign-in" in capsys.readouterr().out
