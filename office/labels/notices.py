"""The ways of being reminded, in words."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _l

from office.rules.notices import Reminders

REMINDERS: Final = {
    Reminders.DIGEST: _l("Jedna wiadomość dziennie, gdy urząd się otwiera"),
    Reminders.SINGLE: _l("Osobna wiadomość o każdej sprawie"),
    Reminders.NONE: _l("Tylko o sprawach po terminie"),
}
"""What one chooses from."""

EXAMPLES: Final = {
    Reminders.DIGEST: _l("Na przykład o 8:00: dwie sprawy blisko terminu, jedna do przydzielenia."),
    Reminders.SINGLE: _l("Na przykład: Skarga 214/2026, termin za 3 dni; i druga wiadomość w ostatnim dniu."),
    Reminders.NONE: _l("Kierownik i pełnomocnik ds. jakości zawsze dowiadują się, że termin minął."),
}
"""What comes then."""
