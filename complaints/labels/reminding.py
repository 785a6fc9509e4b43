"""What mail to staff says of last days, in words."""

from __future__ import annotations

import datetime as dt
from typing import Final, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.names import KINDS, RULES
from complaints.models import Complaint
from complaints.rules.lateness import Lateness
from complaints.rules.reminding import Occasion
from web.filters import day, due_words, late_words

OCCASIONS: Final = {
    Occasion.WARNING.value: _l(
        "Zbliża się ostatni dzień w sprawie, którą Pani/Pan prowadzi albo prowadzi w zastępstwie."
    ),
    Occasion.LAST_DAY.value: _l("Dziś jest ostatni dzień, w którym urząd może to jeszcze zrobić w terminie."),
    Occasion.LATE.value: _l("Minął ostatni dzień w sprawie, którą Pani/Pan prowadzi albo prowadzi w zastępstwie."),
    "approve": _l("Odpowiedź czeka na akceptację."),
    "assign": _l("Sprawy nikt jeszcze nie prowadzi; trzeba ją przydzielić."),
}
"""Why somebody is written to about one case."""

SHORT: Final = {
    "approve": _l("odpowiedź do akceptacji"),
    "assign": _l("do przydzielenia"),
}
"""The same in the subject of the mail, where it is no day."""


class OneLine(Protocol):
    """What is said of a line: see queries.reminders."""

    @property
    def what(self) -> str:
        """The occasion."""

    @property
    def last(self) -> dt.date | None:
        """The last day."""


def occasion_words(line: OneLine, today: dt.date) -> str:
    """The occasion in a few words: ``za 3 dni``, ``do przydzielenia``."""
    if line.what in SHORT or line.last is None:
        return str(SHORT.get(line.what, ""))
    return str(_("termin %(day)s (%(away)s)", day=day(line.last), away=due_words(line.last, today)))


def passed_words(case: Complaint, late: Lateness, today: dt.date) -> str:
    """A lateness in a line: kind, number, the duty, how many days, and whether there was a notice in time."""
    words = _(
        "%(kind)s %(number)s: %(rule)s, ostatni dzień %(day)s, %(late)s",
        kind=KINDS[case.kind], number=case.register_number, rule=RULES.get(late.rule, late.rule),
        day=day(late.last_day), late=late_words((today - late.last_day).days),
    )  # fmt: skip
    if late.noticed_on is None:
        return str(words)
    notice = _("Zawiadomienie o zwłoce wysłano w terminie: %(day)s.", day=day(late.noticed_on))
    return f"{words}. {notice}"
