"""dev.py test and dev.py check."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from devtools import environment
from devtools.places import ROOT

CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mypy", ("mypy",)),
    ("ruff", ("ruff", "check", ".")),
    ("format", ("ruff", "format", "--check", ".")),
    ("imports", ("importlinter.cli",)),
    ("vulture", ("vulture",)),
    ("deptry", ("deptry", ".")),
    ("djlint", ("djlint", "templates", "--lint", "--quiet")),
)
"""Name and module with arguments, the longest first. All are run even when one fails: one round shows everything."""

MOST_WORKERS = 4

NOTHING_COMPILED = "PYTHONDONTWRITEBYTECODE"
"""Python's setting under which each of the hundreds of programs that tests start would compile all of it anew."""


def test(arguments: list[str]) -> int:
    """The whole suite, or the part the arguments name; they go to pytest as they are."""
    python = environment.prepare("requirements-dev.txt")
    settings = {name: value for name, value in os.environ.items() if not _is_ours(name) and name != NOTHING_COMPILED}
    if _side_by_side(arguments):
        _compile(python, settings)
    command = [str(python), "-m", "pytest", *_side_by_side(arguments), *arguments]
    return subprocess.run(command, cwd=ROOT, env=settings, check=False).returncode


def check(arguments: list[str]) -> int:
    """Every check, or those named, as many at once as there are processors; prints what failing ones say, sums up."""
    python = environment.prepare("requirements-dev.txt")
    asked = [one for one in CHECKS if not arguments or one[0] in arguments]
    failed = []
    with ThreadPoolExecutor(os.cpu_count()) as processors:
        for name, done, seconds in processors.map(lambda one: _checked(python, *one), asked):
            print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {name:8} {seconds:5.1f} s", flush=True)
            if done.returncode != 0:
                failed.append(name)
                print(done.stdout + done.stderr, flush=True)
    print(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _checked(python: Path, name: str, line: tuple[str, ...]) -> tuple[str, subprocess.CompletedProcess[str], float]:
    """One check: its name, what it said, and how many seconds it took."""
    start, (module, *options) = time.monotonic(), line
    command = [str(python), *_as_program(module), *options]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, encoding="utf-8")
    return name, done, time.monotonic() - start


def _compile(python: Path, settings: Mapping[str, str]) -> None:
    """Compile the program once, on all processors, before every worker and every program of a test would do it."""
    folders = sorted(place.name for place in ROOT.iterdir() if (place / "__init__.py").is_file())
    command = [str(python), "-m", "compileall", "-q", "-j", "0", *folders]
    subprocess.run(command, cwd=ROOT, env=settings, check=False)


def _as_program(module: str) -> list[str]:
    """How to start a tool without its script: not every one answers to ``-m``."""
    if module == "importlinter.cli":
        return ["-c", "import sys; from importlinter.cli import lint_imports_command as c; sys.exit(c())"]
    return ["-m", module]


def _is_ours(name: str) -> bool:
    """Settings of a running office must not reach the tests; those meant for the tests must."""
    return name.startswith("INTERESANT_") and not name.startswith(("INTERESANT_TEST_", "INTERESANT_REFERENCE_"))


def _side_by_side(arguments: list[str]) -> list[str]:
    """Workers for the whole suite; none when the person says how, or wants to talk to the debugger.

    One more than there are processors: a worker often waits for a browser or a server of its own. A file stays with one
    worker, so that what it prepares is prepared once.
    """
    alone = {"-s", "--pdb", "--trace"}
    if any(argument in alone or argument.startswith(("-n", "--numprocesses", "-p")) for argument in arguments):
        return []
    workers = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
    return ["-n", str(workers), "--dist", "loadfile", "--no-loadscope-reorder"]
