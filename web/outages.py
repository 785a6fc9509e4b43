"""What people read when the database or the disk fails them: what happened, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from storage.trouble import Trouble


@dataclass(frozen=True)
class Outage:
    """The words for a trouble, and after how many seconds trying again makes sense (the Retry-After header)."""

    name: Any
    what: Any
    advice: Any
    retry_seconds: int


SOON: Final = 10
LATER: Final = 120
MUCH_LATER: Final = 1800
"""Ours: seconds. A lock goes by itself, a server is restarted in minutes, a disk waits for a person."""

OUTAGES: Final = {
    Trouble.AWAY: Outage(
        _l("Chwilowa przerwa"),
        _l("Baza danych nie odpowiada."),
        _l("Proszę spróbować ponownie za kilka minut."),
        LATER,
    ),
    Trouble.BUSY: Outage(
        _l("Chwilowa przerwa"),
        _l("Baza danych jest zajęta dłużej niż zwykle."),
        _l("Proszę spróbować ponownie za chwilę."),
        SOON,
    ),
    Trouble.FULL: Outage(
        _l("Brak miejsca na dysku urzędu"),
        _l("Na dysku urzędu zabrakło miejsca, więc niczego nie można teraz zapisać."),
        _l("Miejsce musi zwolnić informatyk urzędu. Proszę spróbować ponownie później."),
        MUCH_LATER,
    ),
    Trouble.READ_ONLY: Outage(
        _l("Teraz można tylko czytać"),
        _l("Baza danych nie przyjmuje teraz zmian."),
        _l("Musi to naprawić informatyk urzędu. Proszę spróbować ponownie później."),
        MUCH_LATER,
    ),
    Trouble.DAMAGED: Outage(
        _l("Chwilowa przerwa"),
        _l("Nie da się odczytać bazy danych urzędu."),
        _l("Musi to naprawić informatyk urzędu. Proszę spróbować ponownie później."),
        MUCH_LATER,
    ),
}
