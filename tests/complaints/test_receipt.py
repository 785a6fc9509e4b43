"""The receipt is drawn once for a kind and a day: it has to look as if it were drawn for each filing."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from complaints import receipt
from complaints.models import Complaint
from complaints.rules.kinds import PUBLIC_KINDS
from kernel.clock import FixedClock
from kernel.permissions import SYSTEM
from office.actions.hours import HoursTyped, add_hours
from office.models import Office
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.forms import FILING, hidden

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])
OWN = re.compile(
    r'name="(?:csrf_token|submission_id)"[^>]*value="[^"]*"|<b class="(?:code|value)">.*?</b>|<svg .*?</svg>'
    r'|<section class="stack stack-s" aria-labelledby="print">.*?</section>',
    re.DOTALL,
)


def filed(client: FlaskClient, language: str = "pl", **other: str) -> str:
    """The receipt of a filing."""
    form = hidden(client.get(f"/{language}/complaint").text)
    answer = client.post(f"/{language}/complaint", data=form | FILING | other)
    assert answer.status_code == 200
    return answer.text


def shape(page: str) -> str:
    """The page without what differs for each filing."""
    return OWN.sub("", page)


@pytest.fixture(autouse=True)
def _nothing_kept():
    receipt._frame.cache_clear()


@pytest.mark.parametrize("language", ["pl", "en"])
@pytest.mark.parametrize("way", PUBLIC_KINDS)
def test_the_second_receipt_of_a_day_is_the_first_with_its_own_values(client, office: FoundedOffice, language, way):
    first = filed(client, language, way=way)
    kept = receipt._frame.cache_info().currsize
    again = filed(client, language, way=way)
    assert (kept, receipt._frame.cache_info().currsize) == (1, 1)
    assert shape(first) == shape(again) != ""
    assert first != again


def test_each_receipt_holds_the_number_the_words_and_the_print_of_its_own_case(
    client, storage: Storage, office: FoundedOffice
):
    pages = [filed(client, subject=f"Sprawa <{one}> i „{one}”") for one in ("pierwsza", "druga")]
    with storage.reading() as session:
        cases = session.scalars(select(Complaint).order_by(Complaint.number)).all()
    for page, case in zip(pages, cases, strict=True):
        word = "pierwsza" if case is cases[0] else "druga"
        assert f">{case.register_number}<" in page
        assert f"Sprawa &lt;{word}&gt; i „{word}”" in page
        assert str(case.submission_id) in page
    prints = {re.findall(r'<p class="seal">(.*?)</p>', page)[0] for page in pages}
    assert len(prints) == 2
    assert all(re.fullmatch(r"(?:[0-9a-f]{4} ?){4}(?:<br>(?:[0-9a-f]{4} ?){4}){3}", one) for one in prints)


def test_another_day_has_another_last_day(client, clock: FixedClock, office: FoundedOffice):
    first = filed(client)
    clock.advance(days=2)
    assert shape(filed(client)) != shape(first)


def test_what_the_office_changes_is_seen_at_once(client, storage: Storage, clock: FixedClock, office: FoundedOffice):
    before = filed(client)
    with storage.writing() as session:
        session.scalars(select(Office)).one().is_sample = False
    after = filed(client)
    assert ("dane są zmyślone" in before, "dane są zmyślone" in after) == (True, False)


def test_new_opening_hours_stand_on_the_next_receipt(
    client, storage: Storage, clock: FixedClock, office: FoundedOffice
):
    filed(client)
    with storage.writing() as session:
        week = "\n".join([*["06:15-11:45"] * 5, "", ""])
        add_hours(session, clock, SYSTEM, HoursTyped(clock.today(), week))
    assert "6:15" in filed(client)
