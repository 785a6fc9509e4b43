"""What is published and sealed comes back from a backup as it was: locked, signed, and the same as its entries say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

import app as house
from analytics.actions import publish_month
from analytics.measures.period import Month
from analytics.models import PublishedMonth
from assurance.verifying import verified
from attachments.shelf import Shelf
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM, Role
from ledger.seal_queries import anchor_for, last_seal
from ledger.sealing import make_seal
from operations.backup.making import make_backup
from operations.backup.restoring import restore
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import assigned
from tests.ledger.sealed import key_of
from tests.operations.conftest import content

OCTOBER = Month(2026, 10)


@pytest.fixture
def sealed(storage: Storage, clock: FixedClock, office: FoundedOffice) -> Storage:
    """The office with a case, a published month and a seal over both."""
    with storage.writing() as session:
        assigned(session, clock, office)
        publish_month(session, clock, office.actor(Role.QUALITY_OFFICER), OCTOBER)
        make_seal(session, clock, SYSTEM, key_of())
    return storage


def test_a_published_month_and_its_seals_are_restored_and_verify(
    sealed: Storage, clock: FixedClock, another: Callable[..., Storage], backend: str, tmp_path: Path
):
    backup = make_backup(sealed, clock, tmp_path / "backup.zip", shelf=Shelf(tmp_path))
    target = another(backend)
    restore(target, backup.path, shelf=None)
    assert content(target) == content(sealed)
    with target.reading() as session:
        assert session.scalar(select(func.count()).select_from(PublishedMonth)) == 1
    with sealed.reading() as session:  # the anchor was taken outside before
        newest = last_seal(session)
        assert newest is not None
        anchor = anchor_for(session, newest)
    found = verified(target, house.REPLAYS, anchor=anchor)
    assert found.walk.broken is None
    assert found.comparison.difference is None
    assert (found.comparison.rows["editions"], found.comparison.rows["cases"]) == (1, 1)
    for statement in ("UPDATE published_month SET reason = 'x'", "DELETE FROM ledger_seal"):
        with pytest.raises(DBAPIError), target.writing() as session:
            session.execute(text(statement))
