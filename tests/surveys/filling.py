"""Filling in the survey the way the tests need it."""

from __future__ import annotations

import re
import uuid
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import Role
from surveys.actions import BatchTyped, begin_batch, enter_form
from surveys.models import QuestionnaireVersion
from surveys.rules.submission import ResponseTyped
from tests.cast import FoundedOffice

ALL = {"q1": "4", "q2": "yes", "q3": "5", "q4": "2", "q5": "na", "q6": "5", "q7": "4"}
"""An answer to every question, one of them "does not apply"."""

HIDDEN = re.compile(r'name="(csrf_token|submission_id|version_id)"[^>]*value="([^"]*)"')


def version_id(session: Session) -> uuid.UUID:
    """The published version of the test office."""
    return session.scalars(select(QuestionnaireVersion.id)).one()


def filled(session: Session, **changes: Any) -> ResponseTyped:
    """A response with all questions answered, or with what the test changes."""
    given: dict[str, Any] = {
        "submission_id": uuid.uuid4(),
        "version_id": version_id(session),
        "mode": "web",
        "language": "pl",
        "answers": ALL,
    }
    return ResponseTyped(**{**given, **changes})


def opened(client: FlaskClient, address: str = "/pl/rate") -> dict[str, str]:
    """The hidden fields of a freshly opened survey."""
    page = client.get(address)
    assert page.status_code == 200
    return dict(HIDDEN.findall(page.get_data(as_text=True)))


def one_paper_form(session: Session, clock: Clock, office: FoundedOffice) -> tuple[uuid.UUID, int]:
    """The batch of the clerk with one form in it: its id and the number of the form."""
    clerk, typed = office.actor(Role.CLERK), BatchTyped(office.desk.id, clock.today())
    batch = begin_batch(session, clock, clerk, typed, version_id(session))
    return batch.id, enter_form(session, clock, clerk, batch, uuid.uuid4(), {"q1": "4"}).number
