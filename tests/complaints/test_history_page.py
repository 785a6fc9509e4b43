"""The record of one case, entry by entry: sentences, differences, both days; four verses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from complaints.labels import FACTS
from complaints.models import Complaint
from complaints.rules.replay import DESCRIPTION
from complaints.rules.replay import FACTS as TOLD
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import Reply, answered, assigned
from tests.filling import document
from tests.pages import text_of

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
Enter = Callable[..., FlaskClient]


@pytest.fixture
def case(storage: Storage, clock: FixedClock, office: FoundedOffice) -> uuid.UUID:
    """A skarga answered on the day before its answer was written into the program."""
    with storage.writing() as session:
        found = assigned(session, clock, office)
        clock.move_to(clock.now() + dt.timedelta(days=1))
        answered(session, clock, office, found, Reply("zasadna", settled_on=clock.today() - dt.timedelta(days=1)))
        return found.id


def items(page: object) -> list[str]:
    """Every entry as it reads, newest first."""
    return [" ".join(text_of(item).split()) for item in document(page).iterfind(".//ol/li")]  # type: ignore[arg-type]


def test_each_entry_says_what_it_changed_from_what_to_what(signed_in: Enter, case: uuid.UUID):
    newest, *_between, second, first = items(signed_in(Role.AUDITOR).get(f"/staff/pl/case/{case}/history"))
    assert "Wysłano zawiadomienie o załatwieniu" in newest
    assert "Do wysłania → Załatwiona" in newest
    assert "brak → zasadna" in newest
    assert "Do przydzielenia → Wyjaśnianie" in second
    assert "→" not in first


def test_what_was_recorded_later_than_it_took_effect_says_so(signed_in: Enter, case: uuid.UUID):
    newest, *older = items(signed_in(Role.AUDITOR).get(f"/staff/pl/case/{case}/history"))
    assert "zapisano później" in newest
    assert not any("zapisano później" in item for item in older)


def test_the_case_page_leads_to_it(signed_in: Enter, case: uuid.UUID):
    assert f"/staff/pl/case/{case}/history" in signed_in(Role.HEAD).get(f"/staff/pl/case/{case}").text


def test_it_is_read_and_not_written(signed_in: Enter, case: uuid.UUID):
    assert signed_in(Role.AUDITOR).post(f"/staff/pl/case/{case}/history").status_code == 405


def test_a_stranger_is_sent_to_sign_in(client: FlaskClient, case: uuid.UUID):
    assert client.get(f"/staff/pl/case/{case}/history").status_code == 302


def test_another_department_does_not_know_the_case(
    signed_in: Enter, storage: Storage, office: FoundedOffice, case: uuid.UUID
):
    with storage.writing() as session:
        found = session.get_one(Complaint, case)
        found.department_id, found.handler_id = office.next_door.id, None
    assert signed_in(Role.HANDLER).get(f"/staff/pl/case/{case}/history").status_code == 404


def test_every_fact_that_can_change_has_a_name(app: object):
    assert FACTS.keys() == {*TOLD, *DESCRIPTION}
