"""People who use the program while it is killed again and again, and who keep what they were promised."""

from __future__ import annotations

import http.client
import random
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from bench.client import Visitor
from tests.cast import PASSWORD
from tests.forms import ANSWERS, FILING, hidden

NUMBER = re.compile(r"\b(\d+)/(\d{4})\b")
CUT_OFF = (OSError, http.client.HTTPException)
"""How a request ends when the server is killed in the middle of it."""


@dataclass
class Promises:
    """What was sent, and what the program said it had kept. Each is keyed by what the sender can know it by."""

    filed: dict[uuid.UUID, str] = field(default_factory=dict)
    """Receipts: submission and register number."""
    rated: set[uuid.UUID] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    settled: set[uuid.UUID] = field(default_factory=set)
    sent: set[uuid.UUID] = field(default_factory=set)
    """All submissions that were ever sent, answered or not."""
    cut_off: int = 0
    """Requests that ended without an answer."""
    resent: int = 0
    """Those of them that were sent again and answered then."""
    refused: list[str] = field(default_factory=list)
    """Answers nobody should get."""
    _change: threading.Condition = field(default_factory=threading.Condition)

    def count(self) -> int:
        """How many promises there are."""
        return len(self.filed) + len(self.rated) + self.steps()

    def steps(self) -> int:
        """Those of them the staff got."""
        return len(self.noted) + len(self.settled)

    def keep(self, note: Callable[[], None]) -> None:
        """Write a promise down and tell whoever waits for one."""
        with self._change:
            note()
            self._change.notify_all()

    def wait_for_more(self, seconds: float, count: Callable[[Promises], int]) -> bool:
        """Wait until there are more promises, as counted, than there are now."""
        with self._change:
            before = count(self)
            return self._change.wait_for(lambda: count(self) > before, seconds)


class Person(threading.Thread):
    """Does one thing over and over until told to stop."""

    def __init__(self, port: int, promises: Promises, seed: int) -> None:
        super().__init__(daemon=True)
        self.visitor, self.promises, self.chance = Visitor(port), promises, random.Random(seed)
        self.stop = threading.Event()
        self.page: dict[str, str] = {}

    def run(self) -> None:
        """Over and over; whatever is unexpected is kept as a refusal."""
        try:
            while not self.stop.is_set():
                self.act()
        except Exception as error:  # noqa: BLE001 - told to the test by its list
            self.promises.refused.append(repr(error))
        finally:
            self.visitor.close()

    def act(self) -> None:
        """The one thing."""
        raise NotImplementedError

    def opened(self, path: str) -> dict[str, str]:
        """The hidden fields of a page, asked for until it comes."""
        while not self.stop.is_set():
            try:
                status, page = self.visitor.get(path)
            except CUT_OFF:
                self.visitor.close()
                continue
            if status == 200:
                return hidden(page)
            self.promises.refused.append(f"GET {path}: {status}")
            return {}
        return {}

    def sent(self, path: str, fields: dict[str, str], *, again: float = 0.6) -> tuple[int, str] | None:
        """Send a form; cut off, send it again with some probability. None: given up without an answer."""
        was_cut_off = False
        while True:
            try:
                answer = self.visitor.post(path, fields)
            except CUT_OFF:
                self.visitor.close()
                self.promises.cut_off += 1
                was_cut_off = True
                if self.stop.is_set() or self.chance.random() > again:
                    return None
                continue
            self.promises.resent += was_cut_off
            return answer


class Resident(Person):
    """Files one complaint after another."""

    def act(self) -> None:
        """File a complaint of its own words; a receipt is a promise."""
        self.page = self.page or self.opened("/pl/complaint")
        submission = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        self.promises.sent.add(submission)
        own = {"submission_id": str(submission), "subject": f"Sprawa {submission}"}
        answer = self.sent("/pl/complaint", {**self.page, **FILING, **own})
        if answer is None:
            return
        number = NUMBER.search(answer[1])
        if answer[0] == 200 and number:
            self.promises.keep(lambda: self.promises.filed.update({submission: number[0]}))
        else:
            self.promises.refused.append(f"filing: {answer[0]}")


class Rater(Person):
    """Answers the survey."""

    def act(self) -> None:
        """Send all seven answers under an id of its own."""
        self.page = self.page or self.opened("/pl/rate")
        submission = uuid.UUID(int=self.chance.getrandbits(128), version=4)
        self.promises.sent.add(submission)
        answer = self.sent("/pl/rate", {**self.page, **ANSWERS, "submission_id": str(submission)})
        if answer is None:
            return
        if answer[0] == 303:
            self.promises.keep(lambda: self.promises.rated.add(submission))
        else:
            self.promises.refused.append(f"rating: {answer[0]}")


class Handler(Person):
    """Signs in, notes on its cases and settles them one after the other."""

    def __init__(self, port: int, promises: Promises, seed: int, cases: list[uuid.UUID]) -> None:
        super().__init__(port, promises, seed)
        self.cases = cases
        page = self.opened("/staff/pl/sign-in")
        status, _text = self.visitor.post("/staff/pl/sign-in", {**page, "login": "handler", "password": PASSWORD})
        assert status == 302

    def act(self) -> None:
        """A note on the last case, or the settling of the first."""
        if len(self.cases) > 1 and self.chance.random() < 0.5:
            self._settle(self.cases.pop(0))
        else:
            self._note(self.cases[-1])

    def _note(self, case: uuid.UUID) -> None:
        path = f"/staff/pl/case/{case}/note"
        page = self.opened(path)
        if not page:
            return
        text = f"Notatka {self.chance.getrandbits(64):x}"
        answer = self.sent(path, {**page, "text": text})
        if answer is not None and answer[0] == 302:
            self.promises.keep(lambda: self.promises.noted.add(text))
        elif answer is not None:
            self.promises.refused.append(f"note: {answer[0]}")

    def _settle(self, case: uuid.UUID) -> None:
        path = f"/staff/pl/case/{case}/settle"
        page = self.opened(path)
        if not page:
            return
        # Sent again after it was kept it is stale (409), and says so: for the sender that is an answer, too.
        fields = {**page, **settling()}
        answer = self.sent(path, fields, again=0.0)
        if answer is not None and answer[0] == 302:
            self.promises.keep(lambda: self.promises.settled.add(case))
        elif answer is not None:
            self.promises.refused.append(f"settling: {answer[0]}")


def settling() -> dict[str, str]:
    """An approved answer sent today."""
    from kernel.clock import SystemClock

    today = SystemClock().today()
    day = {"settled-d": str(today.day), "settled-m": str(today.month), "settled-y": str(today.year)}
    return {"channel": "paper", **day}
