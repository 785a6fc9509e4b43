"""Two processes deliver the same fifty answers at the same moment: each is stored once, on both databases."""

from __future__ import annotations

import json

from sqlalchemy import func, select

from surveys.kiosk.queries import numbers_of
from surveys.models import Delivery, Response
from tests.standing_by import both_at_once
from tests.surveys import delivering
from tests.surveys.devices import paired


def test_two_processes_with_the_same_ids_store_each_answer_once(storage, clock, office):
    with storage.writing() as session:
        tablet = paired(session, clock, office)
        device = tablet.device.id
    items = [tablet.item(seq) for seq in range(1, 51)]
    answers = both_at_once(delivering.main, storage.url, str(device), json.dumps(items))
    assert sorted(status for statuses in answers for status in statuses) == [200] * 50 + [201] * 50
    with storage.reading() as session:
        assert session.scalar(select(func.count()).select_from(Response)) == 50
        assert session.scalar(select(func.count()).select_from(Delivery)) == 50
        numbers = numbers_of(session, device)
    assert (numbers.count, numbers.missing) == (50, 0)
