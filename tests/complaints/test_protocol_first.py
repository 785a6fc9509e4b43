"""Whoever complains by word of mouth is still there: the protocol to be signed is what comes next."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from complaints.actions import receive
from complaints.rules.kinds import Channel
from kernel.clock import FixedClock
from kernel.permissions import Role
from storage.session import Storage
from tests.cast import FoundedOffice
from tests.complaints.handling import filing

pytestmark = pytest.mark.parametrize("backend", ["sqlite"])


def registered(storage: Storage, clock: FixedClock, office: FoundedOffice, channel: Channel) -> uuid.UUID:
    with storage.writing() as session:
        return receive(session, clock, office.actor(Role.CLERK), filing(office, channel=channel)).complaint_id


@pytest.mark.parametrize(("channel", "first"), [(Channel.ORAL, "protocol.pdf"), (Channel.PAPER, "register?")])
def test_the_first_button_is_the_protocol_where_there_is_one(
    signed_in: Callable[..., FlaskClient],
    storage: Storage,
    clock: FixedClock,
    office: FoundedOffice,
    channel: Channel,
    first: str,
):
    case = registered(storage, clock, office, channel)
    page = signed_in(Role.CLERK).get(f"/staff/pl/registered/{case}").get_data(as_text=True)
    main = [part.split('"', 1)[0] for part in page.split('<a class="button" href="')[1:]]
    assert len(main) == 1, "one button stands out"
    assert first in main[0]


def test_the_form_says_what_it_is_for(signed_in: Callable[..., FlaskClient]):
    clerk = signed_in(Role.CLERK)
    assert "<h1>Spisz protokół</h1>" in clerk.get("/staff/pl/register?channel=oral").get_data(as_text=True)
    assert "<h1>Rejestracja pisma</h1>" in clerk.get("/staff/pl/register").get_data(as_text=True)
