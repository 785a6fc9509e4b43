"""The stand-alone verifier as tests use it: loaded from its file, or run as an auditor runs it."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Final

PATH: Final = Path(__file__).parents[2] / "assurance" / "verifier" / "verify.py"


@cache
def verifier() -> ModuleType:
    """The file as a module of no package."""
    spec = importlib.util.spec_from_file_location("stand_alone_verifier", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("limits_of_change", "limits_of_mix", "limits_of_rho"):
        setattr(module, name, remembering(getattr(module, name)))
    return module


def remembering(draw: Callable[..., Any]) -> Callable[..., Any]:
    """Thousands of random numbers for the same cases are drawn once; of other cases they are other arguments."""
    known: dict[str, Any] = {}

    def drawn(*arguments: Any) -> Any:
        key = repr(arguments)
        if key not in known:
            known[key] = draw(*arguments)
        return known[key]

    return drawn


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run it with the bare interpreter: no packages, no environment, no current folder."""
    command = [sys.executable, "-I", "-S", "-W", "error", str(PATH), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
