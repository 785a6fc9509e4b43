"""What corrections and restrictions are called, for people."""

from __future__ import annotations

import datetime as dt
from typing import Final

from flask_babel import lazy_gettext as _l

from complaints.labels.moves import DAYS as STEP_DAYS
from complaints.labels.moves import MOVES, UNTILS
from complaints.labels.names import CHANNELS, OUTCOMES
from complaints.rules.corrections import DAYS, Fact
from complaints.rules.verdicts import Verdict
from web.filters import day

CORRECTED: Final = {
    "received_on": _l("Dzień wpływu"),
    "channel": _l("Droga wpływu"),
    "settled_on": _l("Dzień wysłania odpowiedzi"),
    "outcome": _l("Wynik"),
    "happened_on": _l("Dzień kroku"),
    "until_on": _l("Nowy termin"),
}
GROUNDS: Final = {
    "accuracy": _l("osoba kwestionuje prawidłowość danych (art. 18 ust. 1 lit. a RODO)"),
    "unlawful": _l("przetwarzanie jest niezgodne z prawem, a osoba nie chce usunięcia (lit. b)"),
    "claims": _l("urząd już nie potrzebuje danych, ale osoba potrzebuje ich do roszczeń (lit. c)"),
    "objection": _l("osoba wniosła sprzeciw i czeka na rozstrzygnięcie (lit. d)"),
}
VERDICTS: Final = {
    Verdict.ON_TIME: _l("w terminie"),
    Verdict.LATE: _l("po terminie"),
    Verdict.LATE_NOTICED: _l("po terminie, z zawiadomieniem"),
    Verdict.LEFT: _l("zakończona bez załatwienia"),
    Verdict.OVERDUE: _l("otwarta po terminie"),
    Verdict.SOON: _l("termin blisko"),
    Verdict.OPEN: _l("w toku"),
    Verdict.NO_TERM: _l("bez terminu"),
}


def corrected_words(field: str, move: str | None = None) -> str:
    """What a fact is called; of a step by its own day: *Dzień doręczenia*, or by the step where it has no word."""
    if move is None:
        return str(CORRECTED[field])
    own = (UNTILS if field == Fact.UNTIL_ON else STEP_DAYS).get(move, CORRECTED[field])
    return f"{MOVES.get(move, move)} – {str(own)[0].lower()}{str(own)[1:]}"


def value_words(field: str, value: str) -> str:
    """A value of a fact in words."""
    if field in DAYS:
        return str(day(dt.date.fromisoformat(value)))
    names = CHANNELS if field == Fact.CHANNEL else OUTCOMES
    return str(names.get(value, value))
