"""What happens in the sample office, as a stream of small facts. Pure: cases and people go by their keys."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field

from complaints.rules.kinds import Channel
from complaints.rules.letters import LetterChannel
from complaints.rules.moves import Move
from complaints.rules.outcomes import Outcome
from sample.letters import Letter
from sample.people import Resident


@dataclass(frozen=True)
class Event:
    """Something happens at a moment."""

    at: dt.datetime


@dataclass(frozen=True)
class Filed(Event):
    """A letter is registered: by its writer on the web, else by a clerk; ``received_on`` only if a clerk enters it."""

    case: int
    letter: Letter
    channel: Channel
    resident: Resident
    submission_id: uuid.UUID
    place: str | None
    clerk: str | None
    received_on: dt.date | None
    happened_on: dt.date | None
    severity: str | None
    code: str | None
    about: str = ""
    councillor: str = ""
    may_publish: bool = False


@dataclass(frozen=True)
class Assigned(Event):
    """A head gives a case to a handler."""

    case: int
    place: str
    handler: str
    head: str


@dataclass(frozen=True)
class Noted(Event):
    """A handler writes a note."""

    case: int
    by: str
    text: str


@dataclass(frozen=True)
class Answered(Event):
    """A handler writes the answer, and the head approves it, or records the council's resolution."""

    case: int
    by: str
    head: str
    outcome: Outcome
    text: str
    factual: str = ""
    legal: str = ""
    resolution: str = ""


@dataclass(frozen=True)
class Settled(Event):
    """A handler records that the answer went out on a day."""

    case: int
    by: str
    on: dt.date
    channel: Channel
    cause: str = ""
    corrective: str = ""


@dataclass(frozen=True)
class Stepped(Event):
    """A step of the legal way; ``body``: the kind of the other body, ``other``: the number of another case."""

    case: int
    by: str
    move: Move
    on: dt.date
    until: dt.date | None = None
    body: str = ""
    basis: str = ""
    reference: str = ""
    channel: str = ""
    text: str = ""
    kind: str = ""
    other: int | None = None


@dataclass(frozen=True)
class Written(Event):
    """A letter of the office is begun from its template and goes out; ``facts``: what only its writer knows."""

    case: int
    by: str
    template: str
    channel: LetterChannel
    facts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Published(Event):
    """A handler publishes a petition, later once more with its answer; ``is_named``: with who filed it."""

    case: int
    by: str
    subject: str
    text: str
    answer: str = ""
    is_named: bool = False


@dataclass(frozen=True)
class OpinionLeft(Event):
    """Somebody leaves an anonymous opinion."""

    subject: str
    text: str
    place: str | None


@dataclass(frozen=True)
class Rated(Event):
    """Somebody rates the service; ``desk`` counts the desks of the place, None on the web.

    ``tablet``: the name of the one it was tapped on; it sends with the next ``Sealed``. ``is_second``: what is answered
    is the second questionnaire. ``comment``: the place of the words in its file. ``flags``: what a tablet says of it.
    """

    submission_id: uuid.UUID
    place: str | None
    desk: int | None
    language: str
    answers: dict[str, str] = field(default_factory=dict)
    mode: str = "web"
    tablet: str = ""
    times_ms: dict[str, int] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    is_second: bool = False
    comment: int | None = None


@dataclass(frozen=True)
class Pranked(Event):
    """Taps on a tablet that no figure may believe: children at play, somebody who reads nothing, staff trying it."""

    taps: tuple[Rated, ...]


@dataclass(frozen=True)
class Sealed(Event):
    """The tablets send what they hold; the responses so far are sealed into the record."""


@dataclass(frozen=True)
class TabletRevoked(Event):
    """A tablet is taken away."""

    tablet: str


@dataclass(frozen=True)
class SecondOpened(Event):
    """The second questionnaire is written, approved and published, and the list of themes is laid."""


@dataclass(frozen=True)
class SecondRevised(Event):
    """Its next version is approved, the one after it begun."""


@dataclass(frozen=True)
class CommentsDecided(Event):
    """The quality officer decides about the comments so far."""


@dataclass(frozen=True)
class VisitsCounted(Event):
    """How many people each desk served that day: place, number of the desk, visits."""

    counts: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class PaperTyped(Event):
    """A clerk types the forms of a desk and a day."""

    batch: int
    place: str
    desk: int
    visited_on: dt.date
    forms: tuple[tuple[uuid.UUID, dict[str, str]], ...]


@dataclass(frozen=True)
class PaperChecked(Event):
    """Somebody else types the drawn forms of a batch again; ``slip``: with another key, so that the paper decides."""

    batch: int
    slip: bool


@dataclass(frozen=True)
class FollowedUp(Event):
    """Whoever filed a case answers what is asked after it."""

    case: int
    answers: dict[str, str] = field(default_factory=dict)
