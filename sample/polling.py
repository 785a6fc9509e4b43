"""Playing what happens with surveys: answers, tablets, the second questionnaire, comments, answers after a case."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from typing import Any, Final

from sqlalchemy.orm import Session

from complaints.actions.follow_up import burn_link, record_burnt_links
from complaints.models import Complaint
from kernel.clock import FixedClock
from kernel.permissions import RESIDENT, SYSTEM
from sample import voices
from sample.events import FollowedUp, Rated
from sample.founding import Cast
from sample.people import ADMINISTRATOR, QUALITY
from sample.shape import Span
from sample.tablets import TABLETS, silent_since
from surveys.actions import (
    Decision,
    PublicationTyped,
    ThemeTyped,
    add_theme,
    approve_version,
    begin_draft,
    change_draft,
    copy_to_draft,
    decide_comment,
    release_version,
    seal_responses,
    submit_response,
    tag_comment,
)
from surveys.actions.follow_up import let_in, put_into_pen
from surveys.kiosk.actions import deliver, note_beat, revoke_device
from surveys.kiosk.actions.delivering import CREATED
from surveys.kiosk.rules import MOST_ITEMS
from surveys.models import AnswerText, Device, QuestionnaireVersion
from surveys.queries import OpenVersion, version
from surveys.rules.comments import HIDDEN, SHOWN
from surveys.rules.drafting import QuestionTyped, with_question
from surveys.rules.submission import LAYOUT_VERSION, ResponseTyped
from surveys.rules.versions import PlaceKind

APP_VERSION: Final = "1"
NO_DIFFERENCE: Final = dt.timedelta(0)
WORDS: Final = "q5"
"""The question of the second questionnaire that is answered in words."""
UNSENT: Final = 3
UNSENT_MS: Final = 5_400_000
"""What the silent tablet said it still held, and for how long, when it was last heard of."""


class Polls:
    """Does what the story says of surveys."""

    def __init__(self, session: Session, clock: FixedClock, cast: Cast, span: Span, secret: str) -> None:
        self._session, self._clock, self._cast, self._span, self._secret = session, clock, cast, span, secret
        # Held here, they need not be read again for every response.
        self._first = self._open(cast.version_id)
        self._second: OpenVersion | None = None
        self._held: dict[str, list[Rated]] = defaultdict(list)
        self._seq: dict[str, int] = defaultdict(int)
        self._words: list[tuple[uuid.UUID, int]] = []
        self._themes: dict[str, uuid.UUID] = {}
        self._devices = {name: session.get_one(Device, key) for name, key in cast.tablets.items()}

    def rate(self, event: Rated) -> None:
        """Answer: what is tapped on a tablet stays there until it sends."""
        if event.tablet:
            self._held[event.tablet].append(event)
            return
        desk = None if event.place is None or event.desk is None else self._cast.desks[event.place, event.desk]
        asked = self._second if event.is_second and self._second else self._first
        answers = dict(event.answers)
        if event.comment is not None:
            answers[WORDS] = voices.comments()[event.comment]["text"]
            self._words.append((event.submission_id, event.comment))
        typed = ResponseTyped(
            submission_id=event.submission_id,
            version_id=asked.id,
            mode=event.mode,
            language=event.language,
            answers=answers,
            department_id=self._cast.department(event.place),
            service_id=desk.service if desk else None,
            desk_id=desk.desk if desk else None,
        )
        submit_response(self._session, self._clock, RESIDENT, typed, version=asked)

    def seal(self) -> None:
        """Let the tablets send and tell how they are, let answers after cases in, seal what is there."""
        self.send(unsent={one.name: UNSENT for one in TABLETS if one.is_silent and self._is_last_word()})
        record_burnt_links(self._session, self._clock, SYSTEM)
        let_in(self._session, self._clock, self._secret)
        while seal_responses(self._session, self._clock, SYSTEM):
            pass

    def send(self, unsent: dict[str, int] | None = None) -> None:
        """Every tablet that still speaks sends what it holds."""
        today, silent_after = self._clock.today(), silent_since(self._span)
        for one in TABLETS:
            device = self._devices[one.name]
            if device.valid_to_on is None and not (one.is_silent and today > silent_after):
                self._send(one.name, device, (unsent or {}).get(one.name, 0))

    def revoke(self, name: str) -> None:
        """A tablet sends for the last time and is taken away."""
        device, by = self._devices[name], self._cast.actors[ADMINISTRATOR]
        self._send(name, device, 0)
        reason = "Stanowisko przeniesione, tablet wraca do magazynu"
        today = self._clock.today()
        revoke_device(self._session, self._clock, by, device, today, row_version=device.row_version, reason=reason)

    def open_second(self) -> None:
        """Write the second questionnaire, have it approved by somebody else and publish it at its places."""
        session, clock, writer = self._session, self._clock, self._cast.actors[QUALITY]
        for word, name in voices.themes().items():
            typed = ThemeTyped(name["pl"], name["en"], name["uk"], clock.today())
            self._themes[word] = add_theme(session, clock, writer, typed).id
        key, title = voices.key_and_title()
        draft = begin_draft(session, clock, writer, key=key, title=title)
        for question in voices.questions():
            self._ask(draft, question)
        self._approve(draft)
        for place in sorted(voices.ASKED_AT):
            where = PublicationTyped(PlaceKind.SERVICE, self._cast.desks[place].service, clock.today())
            release_version(session, clock, writer, draft, where, row_version=draft.row_version)
        self._second = self._open(draft.id)

    def revise_second(self) -> None:
        """Its next version asks one question more and waits for its day; the one after it is a draft."""
        if self._second is None:
            return
        writer = self._cast.actors[QUALITY]
        published = self._session.get_one(QuestionnaireVersion, self._second.id)
        following = copy_to_draft(self._session, self._clock, writer, published)
        self._ask(following, voices.revised())
        self._approve(following)
        copy_to_draft(self._session, self._clock, writer, following)

    def decide(self) -> None:
        """Show the comments so far with their themes, or hide them for a reason."""
        session, clock, by = self._session, self._clock, self._cast.actors[QUALITY]
        for key, place in self._words:
            found = voices.comments()[place]
            words = session.get_one(AnswerText, (key, WORDS))
            why = found.get("hidden", "")
            decide_comment(session, clock, by, words, Decision(HIDDEN if why else SHOWN, why), row_version=0)
            tag_comment(session, clock, by, words, add=[self._themes[word] for word in found.get("themes", ())])
        self._words.clear()

    def follow_up(self, complaint: Complaint, event: FollowedUp) -> None:
        """Answer what is asked after a case: its link is used up, the answer waits among others."""
        if burn_link(self._session, self._clock, complaint):
            put_into_pen(
                self._session,
                self._clock,
                self._secret,
                version_id=self._cast.after_id,
                department_id=complaint.department_id,
                case=(complaint.kind, complaint.outcome or ""),
                answers=event.answers,
            )

    def _send(self, name: str, device: Device, unsent: int) -> None:
        taps = sorted(self._held.pop(name, ()), key=lambda tap: tap.at)
        items = [self._item(name, tap) for tap in taps]
        for start in range(0, len(items), MOST_ITEMS):
            some = items[start : start + MOST_ITEMS]
            for one in deliver(self._session, self._clock, device, some, NO_DIFFERENCE):
                if one.status != CREATED:
                    raise LookupError(f"{name} could not send: {one.code}")
        told = {"queued": unsent, "refused": 0, "oldest_ms": UNSENT_MS, "version": APP_VERSION, "clock_ms": 0}
        note_beat(self._session, self._clock, device, told)

    def _item(self, name: str, tap: Rated) -> dict[str, Any]:
        """A tap as a tablet sends it."""
        self._seq[name] += 1
        desk = self._cast.desks[str(tap.place), int(tap.desk or 0)]
        return {
            "id": str(tap.submission_id),
            "seq": self._seq[name],
            "age_ms": (self._clock.now() - tap.at) // dt.timedelta(milliseconds=1),
            "version": str(self._first.id),
            "desk": str(desk.desk),
            "mode": tap.mode,
            "language": tap.language,
            "layout": LAYOUT_VERSION,
            "answers": tap.answers,
            "times_ms": tap.times_ms,
            "flags": list(tap.flags),
        }

    def _is_last_word(self) -> bool:
        return self._clock.today() == silent_since(self._span)

    def _ask(self, draft: QuestionnaireVersion, question: QuestionTyped) -> None:
        writer = self._cast.actors[QUALITY]
        change_draft(
            self._session,
            self._clock,
            writer,
            draft,
            lambda content: with_question(content, None, question),
            what="question",
            row_version=draft.row_version,
        )

    def _approve(self, draft: QuestionnaireVersion) -> None:
        by = self._cast.actors[ADMINISTRATOR]
        approve_version(self._session, self._clock, by, draft, row_version=draft.row_version)

    def _open(self, key: uuid.UUID) -> OpenVersion:
        found = version(self._session, key)
        if found is None:
            raise LookupError("nothing is asked under this key")
        return found
