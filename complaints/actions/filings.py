"""What is typed of a filing, and what the record commits to."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from complaints.models import Complainant, Complaint
from complaints.rules.competence import About, Matter
from complaints.rules.description import Description, consistent
from complaints.rules.kinds import Channel, Councillor, Kind
from kernel.ids import new_id


@dataclass(frozen=True)
class FilingTyped:
    """A formal filing as typed. ``code``: the access code its filer gets, None where nobody gets one.

    ``about`` to ``is_safety``: see rules.description. ``on_behalf_of``: in whose interest a petition is filed, with
    address; ``may_publish``: whoever filed it agrees that their name is published (art. 4-5 of the petitions act).
    """

    kind: Kind
    channel: Channel
    subject: str
    text: str
    name: str
    address: str
    email: str = ""
    phone: str = ""
    department_id: uuid.UUID | None = None
    received_on: dt.date | None = None
    happened_on: dt.date | None = None
    remedy_sought: str | None = None
    severity: str | None = None
    language: str = "pl"
    submission_id: uuid.UUID = field(default_factory=new_id)
    code: str | None = None
    about: About = About.NOBODY
    about_person_id: uuid.UUID | None = None
    about_department_id: uuid.UUID | None = None
    matter: Matter = Matter.OWN
    councillor: Councillor = Councillor.NOBODY
    is_withheld: bool = False
    is_safety: bool = False
    on_behalf_of: str = ""
    may_publish: bool = False

    @property
    def description(self) -> Description:
        """Whom it is about and so on, without contradictions."""
        return consistent(
            Description(
                self.about,
                self.about_person_id,
                self.about_department_id,
                self.matter,
                self.councillor,
                self.is_withheld,
                self.is_safety,
            )
        )


def person_of(who: Complainant | FilingTyped) -> list[str | bool]:
    """Who filed, in the order the record commits to it; what only petitions have stands there only if it is given."""
    known: list[str | bool] = [who.name, who.address, who.email, who.phone]
    return [*known, who.on_behalf_of, who.may_publish] if who.on_behalf_of or who.may_publish else known


def matter_of(typed: FilingTyped) -> list[str]:
    """All that was written, in the order the record commits to it."""
    return [typed.subject, typed.text, *circumstances_of(typed)]


def circumstances_of(filing: Complaint | FilingTyped) -> list[str]:
    """What was written beside the letter."""
    happened = filing.happened_on.isoformat() if filing.happened_on else ""
    return [filing.remedy_sought or "", happened, filing.severity or ""]
