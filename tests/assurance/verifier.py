"""The stand-alone verifier as tests use it: loaded from its file, or run as an auditor runs it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Final

PATH: Final = Path(__file__).parents[2] / "assurance" / "verifier" / "verify.py"


@cache
def verifier() -> ModuleType:
    """The file as a module of no package."""
    spec = importlib.util.spec_from_file_location("stand_alone_verifier", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run it with the bare interpreter: no packages, no environment, no current folder."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(PATH), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
