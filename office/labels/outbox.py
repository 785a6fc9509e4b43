"""What stuck effects and jobs are called for administrators, and why they are stuck, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from worker.effects import Effect
from worker.jobs import Job
from worker.rules import RunState

REASONS: Final = {
    "mail_unreachable": _l("Serwer pocztowy nie odpowiada. Program próbuje sam; nic nie ginie."),
    "mail_later": _l("Serwer pocztowy prosi, żeby spróbować później. Program próbuje sam."),
    "mail_refused": _l("Serwer pocztowy odmówił przyjęcia wiadomości na stałe; najczęściej nie ma takiego adresu."),
    "mail_sender": _l(
        "Serwer pocztowy nie przyjmuje adresu nadawcy. Proszę sprawdzić ustawienie INTERESANT_MAIL_FROM."
    ),
    "mail_sign_in": _l("Serwer pocztowy nie przyjmuje użytkownika lub hasła. Proszę sprawdzić INTERESANT_MAIL_URL."),
    "mail_certificate": _l(
        "Certyfikat serwera pocztowego jest niezaufany. Proszę wskazać właściwy w INTERESANT_MAIL_CA_FILE."
    ),
    "mail_ca_file": _l("Nie da się odczytać pliku z ustawienia INTERESANT_MAIL_CA_FILE."),
    "mail_password_file": _l("Nie da się odczytać pliku z ustawienia INTERESANT_MAIL_PASSWORD_FILE."),
    "mail_no_tls": _l("Serwer pocztowy nie szyfruje połączeń, więc poczta do niego nie wyjdzie. Proszę podać inny."),
    "bad_address": _l("Adres nie jest adresem e-mail. Proszę go poprawić w sprawie albo wysłać pismo inną drogą."),
    "gone": _l("Nie ma już sprawy lub osoby, której to dotyczyło."),
    "file_lost": _l(
        "Brakuje pliku pisma albo jest inny niż wysłany. Proszę go odtworzyć z kopii zapasowej i wysłać jeszcze raz."
    ),
    "no_address": _l("Ta osoba nie ma adresu e-mail albo jej konto jest zamknięte. Zaproszenie można wydrukować."),
    "code_over": _l("Kod był już użyty, zastąpiony nowszym albo minął jego czas, więc nie było czego wysyłać."),
    "no_such_pack": _l("Nie ma już zamówienia tej paczki wyników. Można poprosić o nią jeszcze raz."),
    "no_such_edition": _l("Nie ma opublikowanych wyników, o których miała mówić wiadomość."),
    "disk_full": _l("Na dysku nie ma miejsca. Proszę je zwolnić; program próbuje sam."),
}
"""By the first word of the reason the worker keeps."""

ERRORS: Final = {
    "BackupTrouble": _l(
        "Nie udało się zrobić lub sprawdzić kopii zapasowej. Przyczynę pokazuje strona stanu programu."
    ),
    "Damaged": _l("Kopia zapasowa jest uszkodzona. Przyczynę pokazuje strona stanu programu."),
    "OperationalError": _l("Baza danych nie odpowiedziała. Program próbuje sam."),
}
"""By the kind of an error that a room raises without a word of its own."""

STATES: Final = {
    RunState.RUNNING: ("neutral", _l("w toku")),
    RunState.DONE: ("fine", _l("wykonane")),
    RunState.FAILED: ("late", _l("nie powiodło się")),
}


def reason(kept: str) -> str:
    """The reason as a sentence; the number a mail server gave stands behind it, for whoever looks after that server."""
    word, _space, number = kept.partition(" ")
    if word in REASONS:
        return f"{REASONS[word]} ({number})" if number else str(REASONS[word])
    if number in ERRORS:
        return str(ERRORS[number])
    return str(_("Błąd programu: %(word)s. Szczegóły są w dzienniku programu.", word=number or word))


def effect_title(effects: Mapping[str, Effect], kind: str) -> str:
    """What an effect is called; its kind where it has no words."""
    title: Any = getattr(effects.get(kind), "title", "") or kind
    return str(title)


def job_titles(jobs: Sequence[Job]) -> dict[str, str]:
    """What the jobs are called, by name."""
    return {job.name: str(job.title) or job.name for job in jobs}
