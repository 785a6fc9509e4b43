"""What the tests of files share."""

from __future__ import annotations

from pathlib import Path

import pytest

from attachments.shelf import Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf in the folder the program under test uses, without a scanner; a file may have 1 MB."""
    return Shelf(tmp_path, megabytes=1)
