"""Names of days off as sentences to translate: the calendar itself is plain Python and knows no languages."""

from __future__ import annotations

from typing import Final


def N_(text: str) -> str:  # noqa: N802 - the name by which translation tools know a sentence that is only marked
    """Mark a Polish text for the catalogues and leave it as it is; whoever shows it translates it."""
    return text


DAY_NAMES: Final = (
    N_("Nowy Rok"),
    N_("Święto Trzech Króli"),
    N_("Niedziela Wielkanocna"),
    N_("Poniedziałek Wielkanocny"),
    N_("Święto Państwowe 1 maja"),
    N_("Święto Narodowe Trzeciego Maja"),
    N_("Zielone Świątki"),
    N_("Boże Ciało"),
    N_("Wniebowzięcie Najświętszej Maryi Panny"),
    N_("Wszystkich Świętych"),
    N_("Narodowe Święto Niepodległości"),
    N_("Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości"),
    N_("Wigilia Bożego Narodzenia"),
    N_("Boże Narodzenie (pierwszy dzień)"),
    N_("Boże Narodzenie (drugi dzień)"),
    N_("sobota"),
    N_("niedziela"),
)
"""Every name ``kernel.holidays`` and ``kernel.workdays`` give as the reason why a term does not end."""
