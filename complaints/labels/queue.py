"""The queue in words: its filters, its counts, its rows; the page and the files say the same."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Final, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from complaints.labels.names import CHANNELS, COUNCILLORS, KINDS, OUTCOMES, STATES, verdict_signal
from complaints.queries.queue_file_rows import FileRow, Term
from complaints.queries.queue_filter import QueueFilter
from complaints.queries.queue_rows import QueueRow
from complaints.rules.moves import State
from complaints.rules.verdicts import Verdict
from kernel.paging import Counted
from web.filters import listed_day, number

QUEUE_STATES: Final = {
    "open": _l("otwarte"),
    "unassigned": _l("do przydzielenia"),
    "assigned": _l("wyjaśniane"),
    "called": _l("czekają na mieszkańca"),
    "at_council": _l("u rady"),
    "for_approval": _l("do akceptacji"),
    "approved": _l("do wysłania"),
    "settled": _l("załatwione"),
    "left": _l("zakończone inaczej"),
    "all": _l("wszystkie"),
}
DUE: Final = {"late": _l("po terminie"), "soon": _l("kończy się termin"), "week": _l("w tym tygodniu")}


def counted_words(counted: Counted) -> str:
    """1 234, or where counting stopped: ponad 1000."""
    if counted.is_more:
        return str(_("ponad %(number)s", number=counted.number))
    return number(counted.number)


def cases_words(counted: Counted) -> str:
    """So many cases, in a sentence."""
    if counted.is_more:
        return str(_("ponad %(number)s spraw", number=counted.number))
    return str(ngettext("%(num)d sprawa", "%(num)d spraw", counted.number))


def filter_words(wanted: QueueFilter, names: Mapping[uuid.UUID, str]) -> list[str]:
    """What was asked for, condition by condition. ``names``: of departments, people and topics."""
    said = (
        (_("Szukane"), f"„{wanted.text}”" if wanted.text else ""),
        (_("Stan"), QUEUE_STATES[wanted.state]),
        (_("Ostatni dzień"), DUE.get(wanted.due, "")),
        (_("Rodzaj"), KINDS.get(wanted.kind, "")),
        (_("Wydział"), _name(wanted.department_id, names)),
        (_("Prowadzi"), _name(wanted.handler_id, names)),
        (_("Droga wpływu"), CHANNELS.get(wanted.channel, "")),
        (_("Przedmiot"), _name(wanted.topic_id, names)),
    )
    return [f"{what}: {value}" for what, value in said if value]


def _name(key: uuid.UUID | None, names: Mapping[uuid.UUID, str]) -> str:
    """A name, or for one nobody can choose any more the key itself: never nothing where a condition holds."""
    return "" if key is None else names.get(key, str(key))


class ShownRow(NamedTuple):
    """A row in the words of its reader. ``meaning``: fine, soon, late, neutral."""

    id: uuid.UUID
    row_version: int
    number: str
    subject: str
    kind: str
    councillor: str
    handler: str
    away: str
    meaning: str
    words: str
    due_on: dt.date | None
    due: str
    announced: str
    state: str
    is_to_approve: bool


QueueCells = tuple[str, str, str, str, dt.date | None, str, str]
"""Number, subject, kind, handler, last day, how it stands, state."""


class QueueWords:
    """Says rows in the reader's language as of a day; what repeats from row to row is worded once.

    ``away``: who is absent today, and until when.
    """

    def __init__(self, today: dt.date, away: Mapping[uuid.UUID, dt.date]) -> None:
        self._today, self._away = today, away
        self._kinds = {code: str(words) for code, words in KINDS.items()}
        self._states = {code: str(words) for code, words in STATES.items()}
        self._outcomes = {code: str(words).capitalize() for code, words in OUTCOMES.items()}
        self._councillors = {code: str(words) if code else "" for code, words in COUNCILLORS.items()}
        self._nobody = str(_("nikt jeszcze"))
        self._signals: dict[tuple[Verdict, dt.date | None], tuple[str, str]] = {}
        self._days: dict[dt.date, str] = {}

    def __call__(self, row: QueueRow) -> ShownRow:
        """One row."""
        meaning, words = self._signal(row)
        return ShownRow(
            row.id,
            row.row_version,
            row.register_number,
            row.subject,
            self._kinds[row.kind],
            self._councillors[row.councillor],
            row.handler or self._nobody,
            "" if row.settled_on else self._away_words(row.handler_id),
            meaning,
            words,
            row.due_on,
            self._day(row.due_on) if row.due_on else "",
            self._announced_words(row, row.outcome),
            self._state(row),
            row.state == State.FOR_APPROVAL and not row.outcome,
        )

    def cells(self, row: FileRow) -> QueueCells:
        """The same row in a file."""
        term, kind, handler = row.term, self._kinds[row.kind], row.handler or self._nobody
        words = self._signal(term)[1]
        if row.councillor:
            kind = self._beside(kind, self._councillors[row.councillor])
        if not term.settled_on:
            handler = self._beside(handler, self._away_words(row.handler_id))
            words = self._beside(words, self._announced_words(term, row.outcome))
        return row.register_number, row.subject, kind, handler, term.due_on, words, self._state(row)

    def _signal(self, row: QueueRow | Term) -> tuple[str, str]:
        judged = row.verdict, row.due_on
        if judged not in self._signals:
            self._signals[judged] = verdict_signal(row.verdict, row.due_on, self._today)
        return self._signals[judged]

    def _state(self, row: QueueRow | FileRow) -> str:
        return self._outcomes[row.outcome] if row.outcome else self._states[row.state]

    @staticmethod
    def _beside(words: str, more: str) -> str:
        return f"{words}, {more}" if more else words

    def _day(self, day: dt.date) -> str:
        if day not in self._days:
            self._days[day] = listed_day(day, self._today)
        return self._days[day]

    def _away_words(self, handler_id: uuid.UUID | None) -> str:
        last = self._away.get(handler_id) if handler_id else None
        return str(_("nieobecność do %(day)s", day=self._day(last))) if last else ""

    def _announced_words(self, row: QueueRow | Term, outcome: str | None) -> str:
        if row.announced_on is None or outcome or row.verdict is not Verdict.OVERDUE:
            return ""
        return str(_("zawiadomiono, nowy termin %(day)s", day=self._day(row.announced_on)))
