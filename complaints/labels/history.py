"""What the facts of a case are called where the record says how they changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.labels.names import ABOUT, COUNCILLORS, KINDS, MATTERS, OUTCOMES, RESULTS, STATES
from web.filters import day

FACTS: Final = {
    "kind": _l("Rodzaj"),
    "state": _l("Stan"),
    "department": _l("Wydział"),
    "handler": _l("Prowadzi"),
    "received_on": _l("Dzień wpływu"),
    "due_on": _l("Ostatni dzień"),
    "outcome": _l("Wynik"),
    "settled_on": _l("Dzień wysłania odpowiedzi"),
    "left_on": _l("Dzień, w którym odeszła"),
    "result": _l("Rozstrzygnięcie"),
    "topic": _l("Przedmiot"),
    "sign": _l("Znak sprawy"),
    "about": _l("Kogo dotyczy"),
    "person": _l("Osoba, której dotyczy"),
    "unit": _l("Wydział, którego dotyczy"),
    "task": _l("Zadanie"),
    "councillor": _l("Poseł, senator lub radny"),
    "withheld": _l("Dane osoby zakryte"),
    "safety": _l("Zagrożone bezpieczeństwo"),
}
"""By their names in rules.replay."""

_CODES: Final = {
    "kind": KINDS,
    "state": STATES,
    "outcome": OUTCOMES,
    "result": RESULTS,
    "about": ABOUT,
    "task": MATTERS,
    "councillor": COUNCILLORS,
}


def fact_words(fact: str, value: object, names: Mapping[str, str]) -> str:
    """A fact as people say it; ``names``: of people, departments and topics by their ids as text."""
    if value in (None, ""):
        return str(_("brak"))
    if isinstance(value, bool):
        return str(_("tak") if value else _("nie"))
    if isinstance(value, dt.date):
        return day(value)
    written = str(value)
    return str(_CODES.get(fact, names).get(written, written))
