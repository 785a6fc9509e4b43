"""A database that has tables but no office yet takes no cases."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from imports.errors import ImportRefused
from kernel.clock import FixedClock
from tests.complaints.importing import GOOD, HEADER, csv_of, imported, mapping_of


def test_without_an_office_there_is_nowhere_to_import_to(session: Session, clock: FixedClock, tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no_office"):
        imported(session, clock, csv_of(tmp_path, HEADER + GOOD), mapping_of(tmp_path))
