"""Starting is quick because the heavy libraries come in only where a figure or a chart is asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("pandas", "matplotlib", "scipy", "numpy", "typst", "alembic")
PROGRAM = """
import sys
from app import create_app
from web.settings import Settings
create_app(Settings(database_url="sqlite://", secret_key="only for this process, and long enough"))
print(",".join(name for name in sys.argv[1:] if name in sys.modules))
"""


def test_the_app_starts_without_the_heavy_libraries():
    command = [sys.executable, "-c", PROGRAM, *HEAVY]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "", f"importing the app imports {done.stdout.strip()}"
