"""How a deadline is explained: its start, its end, its shift, and how a duty stands."""

from __future__ import annotations

from typing import Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from complaints.rules.course import Kept
from complaints.rules.terms import Deadline

RECEIVED, COUNCIL, COMPLETED, WAITED = "received", "council", "completed", "waited"
"""What started a term: receipt here, receipt by the council, the mending of a petition, the end of a wait for more."""

STARTS: Final = {
    ("skarga", RECEIVED): _l("Skarga wpłynęła. Termin to miesiąc od wpływu do właściwego organu (%(source)s)."),
    ("wniosek", RECEIVED): _l("Wniosek wpłynął. Termin to miesiąc od wpływu do właściwego organu (%(source)s)."),
    ("petycja", RECEIVED): _l("Petycja wpłynęła. Termin to trzy miesiące od złożenia (%(source)s)."),
    ("odwolanie", RECEIVED): _l("Odwołanie wpłynęło. Na przekazanie z aktami jest siedem dni (%(source)s)."),
    ("zazalenie", RECEIVED): _l("Zażalenie wpłynęło. Na przekazanie z aktami jest siedem dni (%(source)s)."),
    ("ponaglenie", RECEIVED): _l("Ponaglenie wpłynęło. Na przekazanie ze stanowiskiem jest siedem dni (%(source)s)."),
    ("skarga", COUNCIL): _l("Rada dostała skargę. Miesiąc liczy się od tego dnia (%(source)s)."),
    ("wniosek", COUNCIL): _l("Rada dostała wniosek. Miesiąc liczy się od tego dnia (%(source)s)."),
    ("petycja", COUNCIL): _l("Rada dostała petycję. Trzy miesiące liczą się od tego dnia (%(source)s)."),
    ("petycja", WAITED): _l(
        "Do tego dnia urząd czeka na dalsze petycje w tej sprawie. Trzy miesiące liczą się od niego (%(source)s)."
    ),
    ("petycja", COMPLETED): _l("Petycja została uzupełniona. Trzy miesiące liczą się od tego dnia (%(source)s)."),
}
"""The first sentence of an explanation: what happened, how long the term is, and where it is written."""

ENDS: Final = {
    "month": _l("Miesiąc upływa tego dnia i jest to dzień roboczy (art. 57 § 3 KPA)."),
    "months": _l("Trzy miesiące upływają tego dnia i jest to dzień roboczy (art. 57 § 3 KPA)."),
    "days": _l("Siódmy dzień, bez dnia wpływu, i jest to dzień roboczy (art. 57 § 1 KPA)."),
}
SHIFTS: Final = {
    "month": _l("Tu miesiąc upływa (art. 57 § 3 KPA), ale to dzień wolny: %(name)s – dalej."),
    "months": _l("Tu upływają trzy miesiące (art. 57 § 3 KPA), ale to dzień wolny: %(name)s – dalej."),
    "days": _l("To siódmy dzień, bez dnia wpływu (art. 57 § 1 KPA), ale jest wolny: %(name)s – dalej."),
}
CONSEQUENCES: Final = {
    "skarga": _l("Jeśli się spóźnimy, powiadomimy o tym i podamy przyczynę oraz nową datę."),
    "wniosek": _l("Jeśli się spóźnimy, powiadomimy o tym i podamy przyczynę oraz nową datę."),
    "petycja": _l("Jeśli potrzebujemy więcej czasu, powiadomimy o tym przed tym dniem. Najwyżej o trzy miesiące."),
}
"""What a resident may expect where the term is not kept."""

DUTIES: Final = {
    Kept.OPEN: ("neutral", _l("do zrobienia")),
    Kept.MISSED: ("late", _l("po terminie")),
    Kept.KEPT: ("fine", _l("zrobione w terminie")),
    Kept.KEPT_LATE: ("late", _l("zrobione po terminie")),
    Kept.POSSIBLE: ("neutral", _l("jeśli będzie potrzebne")),
    Kept.OVER: ("neutral", _l("już niepotrzebne")),
}
"""How a duty of the office stands: meaning and words."""

DOUBTS: Final = {
    "shift_disputed": _l(
        "Ten dzień jest wolny od pracy. Czy termin przechodzi na następny dzień roboczy (art. 57 § 4 KPA), jest "
        "sporne, dlatego go nie przesuwamy. Bezpieczniej poczekać do końca następnego dnia roboczego."
    )
}
"""What one is warned of where the end of a term is disputed (rules.term_rule)."""

OF_OTHERS: Final = {
    Kept.OPEN: ("neutral", _l("czas biegnie")),
    Kept.MISSED: ("soon", _l("czas minął")),
    Kept.KEPT: ("fine", _l("dotrzymane")),
    Kept.KEPT_LATE: ("late", _l("po czasie")),
}
"""How the time of somebody else stands, the citizen's or another body's."""


def start_words(kind: str, how: str, source: str) -> str:
    """The sentence about the start of a term."""
    return str(STARTS[kind, how] % {"source": source})


def end_words(due: Deadline) -> str:
    """The sentence about a term that ends where counting ends."""
    return str(ENDS[_length(due)])


def skip_words(due: Deadline, position: int) -> str:
    """The sentence about the day that is skipped at a position of the row, by its name."""
    skip = due.skipped[position]
    name = str(_(skip.why))
    if position == 0:
        said = str(SHIFTS[_length(due)] % {"name": name})
    else:
        said = str(_("%(name)s – dalej.", name=name[:1].upper() + name[1:]))
    return f"{said} {_('(soboty według orzecznictwa)')}" if skip.by_case_law else said


def duty_words(kept: Kept, bound: str) -> tuple[str, str]:
    """Meaning and words of a duty: of the office, or of somebody else whose time is watched."""
    meaning, words = DUTIES[kept] if bound == "office" else OF_OTHERS.get(kept, DUTIES[kept])
    return meaning, str(words)


def _length(due: Deadline) -> str:
    """Which of the three lengths of main terms it is."""
    if due.rule.unit == "days":
        return "days"
    return "month" if due.rule.amount == 1 else "months"
