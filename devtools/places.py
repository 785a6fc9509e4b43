"""Where things lie."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder."""

VENV = ROOT / ".venv"
INSTANCE = ROOT / "instance"
"""What belongs to this machine: the local database and the local secret. Never committed."""


def venv_python(venv: Path = VENV) -> Path:
    """The Python of a virtual environment, on Windows and elsewhere."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
