"""Devices as the tests need them: set up, paired, speaking."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM
from surveys.kiosk.actions import DeviceTyped, add_device, invite_device, pair_device
from surveys.kiosk.rules import SURVEY
from surveys.models import Device, QuestionnaireVersion
from tests.cast import FoundedOffice
from tests.program import SECRET
from tests.surveys.filling import ALL

ORIGIN = {"Origin": "http://localhost"}


@dataclass(frozen=True)
class Tablet:
    """A paired device of the test office, and what it needs to speak."""

    device: Device
    token: str
    version: uuid.UUID
    desk: uuid.UUID

    @property
    def headers(self) -> dict[str, str]:
        """What it sends along."""
        return {**ORIGIN, "Authorization": f"Bearer {self.token}"}

    def item(self, seq: Any = 1, **changes: Any) -> dict[str, Any]:
        """A submission as the page sends it."""
        return {
            "id": str(uuid.uuid4()),
            "seq": seq,
            "age_ms": 0,
            "version": str(self.version),
            "desk": str(self.desk),
            "mode": "kiosk_full",
            "language": "pl",
            "layout": 1,
            "answers": ALL,
            **changes,
        }

    def sends(self, client: FlaskClient, *items: Any, **more: Any) -> Any:
        """The answer to a request with these submissions."""
        body = {"items": list(items), "nonce": "n" * 32, **more}
        return client.post("/api/kiosk/responses", json=body, headers=self.headers)


def set_up(session: Session, clock: Clock, office: FoundedOffice, name: str = "Tablet 1") -> Device:
    """A device at the desk of the test office."""
    return add_device(session, clock, SYSTEM, DeviceTyped(name, office.desk.id, SURVEY, clock.today()))


def paired(session: Session, clock: Clock, office: FoundedOffice) -> Tablet:
    """The same, paired."""
    device = set_up(session, clock, office)
    code = invite_device(session, clock, SYSTEM, device, SECRET)
    token = pair_device(session, clock, code).token
    return Tablet(device, token, session.scalars(select(QuestionnaireVersion.id)).one(), office.desk.id)
