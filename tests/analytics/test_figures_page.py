"""The page of all figures: every measure with its definition, its base and its cases, of a channel too."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from analytics.measures.declaration import Population
from analytics.measures.registry import MEASURES
from kernel.permissions import Role
from storage.session import Storage
from tests.analytics.filling import complaint, fill
from tests.cast import FoundedOffice

SignedIn = Callable[..., FlaskClient]
PAGE = "/staff/pl/results/figures?from=2026-10&to=2026-10"


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def text_of(reader: FlaskClient, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return str(answer.get_data(as_text=True))


def listed(page: str, measure: str) -> list[str]:
    """The addresses of the lists of a measure's cases."""
    found = re.findall(r'href="([^"]*measure=([a-z_0-9]+)[^"]*)"', page)
    return [address.replace("&amp;", "&") for address, key in found if key == measure]


def count_in(page: str) -> int:
    told = re.search(r'role="status">(\d+)', page)
    assert told
    return int(told[1])


def test_every_figure_leads_to_its_definition_and_shares_to_both_parts_of_their_cases(
    storage: Storage, office: FoundedOffice, signed_in: SignedIn
) -> None:
    with storage.writing() as session:
        fill(session, office)
    reader = signed_in(Role.AUDITOR)
    page = text_of(reader, PAGE)
    for one in MEASURES:
        if one.speaks_of(Population.COMPLAINTS):
            assert f'/results/definitions/{one.key}"' in page, one.key
    base, met = sorted(listed(page, "on_time"), key=len)
    assert (count_in(text_of(reader, base)), count_in(text_of(reader, met))) == (6, 4)
    assert count_in(text_of(reader, base + "&only=other")) == 2
    assert listed(page, "per_inhabitants") == []


def test_a_channel_narrows_figures_and_lists_alike(
    storage: Storage, office: FoundedOffice, signed_in: SignedIn
) -> None:
    with storage.writing() as session:
        fill(session, office)
        session.add(complaint(9, channel="paper", received_on=dt.date(2026, 10, 12)))
    reader = signed_in(Role.AUDITOR)
    page = text_of(reader, PAGE + "&channel=paper")
    (address,) = listed(page, "received")
    assert "channel=paper" in address
    assert count_in(text_of(reader, address)) == 1
    assert "Zadowolenie z obsługi" not in page


@pytest.mark.parametrize("population", list(Population))
def test_every_population_has_its_page_over_a_quarter_too(
    office: FoundedOffice, signed_in: SignedIn, population: Population
) -> None:
    reader = signed_in(Role.AUDITOR)
    page = text_of(reader, f"/staff/pl/results/figures?from=2026-07&to=2026-09&population={population}")
    assert "Wszystkie wskaźniki" in page


def test_what_is_no_channel_and_no_share_is_not_there(signed_in: SignedIn) -> None:
    reader = signed_in(Role.AUDITOR)
    for address in (
        f"{PAGE}&channel=pigeon",
        f"{PAGE}&topic=weather",
        "/staff/pl/results/cases?measure=received&month=2026-10&only=met",
        "/staff/pl/results/cases?measure=on_time&month=2026-10&only=some",
    ):
        assert reader.get(address).status_code == 404, address


def test_the_justified_share_is_told_by_department_and_by_topic_with_its_cases(
    storage: Storage, office: FoundedOffice, signed_in: SignedIn
) -> None:
    topic = uuid.uuid4()
    with storage.writing() as session:
        fill(session, office)
        own = {"topic_id": topic, "settled_on": dt.date(2026, 10, 9), "state": "settled", "outcome": "bezzasadna"}
        session.add(complaint(9, **own))
    reader = signed_in(Role.AUDITOR)
    page = text_of(reader, PAGE)
    apart = [address for address in listed(page, "justified") if "topic=" in address and "only" not in address]
    counts = {address.split("topic=")[1].split("&")[0]: count_in(text_of(reader, address)) for address in apart}
    assert counts == {str(topic): 1, "none": 4}
    by_home = [address for address in listed(page, "justified") if str(office.home.id) in address]
    assert [count_in(text_of(reader, address)) for address in by_home] == [3, 3]
