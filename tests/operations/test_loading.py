"""What a restore leaves behind on PostgreSQL: keys checked at once as before, and sequences that know of the rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text

from operations.backup.loading import _move_sequence
from operations.backup.making import Made
from operations.backup.restoring import restore
from storage.session import Storage

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("backend", ["sqlite"])
def test_foreign_keys_are_no_longer_deferrable(backup: Made, another: Callable[..., Storage]):
    target = another("postgresql")
    restore(target, backup.path, shelf=None)
    with target.engine.connect() as connection:
        found = connection.execute(text("SELECT count(*) FROM pg_constraint WHERE condeferrable")).scalar_one()
    assert found == 0


@pytest.mark.parametrize("backend", ["postgresql"])
@pytest.mark.parametrize(("numbers", "following"), [([3, 41], 42), ([], 1)])
def test_a_sequence_goes_on_after_the_last_row(numbers: list[int], following: int, bare_storage: Storage):
    with bare_storage.engine.begin() as connection:
        connection.execute(text("CREATE TABLE visit (id serial PRIMARY KEY, day text)"))
        for number in numbers:
            connection.execute(text("INSERT INTO visit (id) VALUES (:id)"), {"id": number})
        _move_sequence(connection, "visit", "id")
        assert connection.execute(text("INSERT INTO visit (day) VALUES ('x') RETURNING id")).scalar_one() == following
