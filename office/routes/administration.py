"""The administration home: what is still missing, and the way to every page of administration.

A new page adds one line to PAGES; what has to be there before the office can work adds one line to ITEMS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from flask import current_app, render_template
from flask_babel import lazy_gettext as _l

from kernel.permissions import Permission
from office.queries.checklist import facts
from office.routes.room import blueprint
from web import database
from web.access import current_actor, requires
from web.pages import has_page
from web.settings import Settings

OFFICE: Final = "office"
STRUCTURE: Final = "structure"
CASES: Final = "cases"
SYSTEM: Final = "system"

GROUPS: Final = {
    OFFICE: _l("Urząd"),
    STRUCTURE: _l("Komórki i ludzie"),
    CASES: _l("Sprawy i pisma"),
    SYSTEM: _l("Program"),
}

PAGES: Final[tuple[tuple[str, Any, Any, str], ...]] = (
    # endpoint, label, what it is for, group; shown where the page is part of the house
    ("office.departments", _l("Wydziały"), _l("Otwieranie, zmiana nazwy, reorganizacja."), STRUCTURE),
    ("office.services", _l("Usługi"), _l("Co się załatwia, z jakim standardem i na jakiej podstawie."), STRUCTURE),
    ("office.desks", _l("Stanowiska"), _l("Miejsca obsługi i adresy ich ankiet."), STRUCTURE),
    ("devices.all", _l("Urządzenia"), _l("Tablety przy stanowiskach: parowanie, stan, odwołanie."), STRUCTURE),
    ("office.people", _l("Osoby i role"), _l("Kto pracuje w urzędzie i co może robić w programie."), STRUCTURE),
    ("office.auditors", _l("Audytorzy"), _l("Zaproszenia na czas audytu i jego ostatni dzień."), STRUCTURE),
    (
        "office.absences",
        _l("Nieobecności i zastępstwa"),
        _l("Kto jest nieobecny i kto działa zamiast niego."),
        STRUCTURE,
    ),
    ("office.office_data", _l("Dane urzędu"), _l("Nazwa, adresy, języki dla mieszkańców, symbole."), OFFICE),
    ("office.crest", _l("Herb"), _l("Obraz w nagłówku każdej strony."), OFFICE),
    (
        "office.opening_hours",
        _l("Godziny pracy"),
        _l("Od poniedziałku do niedzieli, od wybranego dnia."),
        OFFICE,
    ),
    ("office.days_off", _l("Dni wolne urzędu"), _l("Własne dni wolne. Nie przesuwają terminów."), OFFICE),
    (
        "office.warning_days",
        _l("Dzień ostrzeżenia"),
        _l("Ile dni roboczych przed końcem terminu program ostrzega."),
        CASES,
    ),
    ("office.letters", _l("Pisma"), _l("Nagłówek, stopka, klauzule o danych osobowych."), OFFICE),
    ("office.signatories", _l("Podpisujący"), _l("Kto podpisuje odpowiedzi i na jakiej podstawie."), OFFICE),
    ("office.figures", _l("Liczby odniesienia"), _l("Mieszkańcy i sprawy w każdym roku."), OFFICE),
    ("office.topics", _l("Przedmioty skarg i wniosków"), _l("Czego dotyczą sprawy, słowami urzędu."), CASES),
    ("office.outcome_wordings", _l("Wyniki spraw"), _l("Wyniki z ustawy i własne określenia urzędu."), CASES),
    (
        "office.filing_classes",
        _l("Klasy akt"),
        _l("Symbole z wykazu akt, kategorie archiwalne, potwierdzenie archiwisty."),
        CASES,
    ),
    (
        "complaints.retention",
        _l("Czas przechowywania"),
        _l("Sprawy, których czas przechowywania minął: lista i usunięcie danych osobowych."),
        CASES,
    ),
    (
        "office.accounts",
        _l("Konta"),
        _l("Zaproszenia, drugi składnik, sesje, zamykanie kont tych, którzy odchodzą."),
        STRUCTURE,
    ),
    (
        "office.outside_bodies",
        _l("Organy spoza urzędu"),
        _l("Rada, wojewoda, SKO, RIO, sądy: komu przekazuje się sprawy."),
        CASES,
    ),
    (
        "office.outbox",
        _l("Poczta i zadania"),
        _l("Co czeka na wysłanie, co się nie powiodło i dlaczego; zadania cykliczne."),
        SYSTEM,
    ),
    ("health.status", _l("Stan programu"), _l("Czy wszystko działa, a jeśli nie, co zrobić."), SYSTEM),
)


@dataclass(frozen=True)
class Item:
    """One line of the checklist: what must be there, whether it is, in words, and where to mend it."""

    label: Any
    is_done: bool
    words: Any
    endpoint: str | None


ITEMS: Final[tuple[tuple[str, Any, Any, str | None], ...]] = (
    # key of a fact, label, why it is needed (said while it is missing), the page that mends it
    (
        "second_factor",
        _l("Drugi składnik logowania"),
        _l("Kto zna hasło administratora, ma cały urząd. Kod z telefonu to zmienia."),
        "office.second_factor",
    ),
    (
        "departments",
        _l("Komórki organizacyjne"),
        _l("Bez wydziałów nie można przydzielać spraw."),
        "office.departments",
    ),
    (
        "head",
        _l("Kierownik dla całego urzędu"),
        _l("Ktoś musi przydzielać sprawy, które nie mają jeszcze wydziału."),
        "office.people",
    ),
    ("questionnaire", _l("Ankieta"), _l("Bez opublikowanej ankiety mieszkańcy nie mogą ocenić obsługi."), None),
    (
        "office",
        _l("Dane urzędu"),
        _l("Brakuje telefonu, e-maila, adresu do e-Doręczeń albo symbolu w znaku sprawy."),
        "office.office_data",
    ),
    ("hours", _l("Godziny pracy"), _l("Mieszkańcy nie wiedzą, kiedy przyjść."), "office.opening_hours"),
    ("letters", _l("Nagłówek pism"), _l("Nie wiadomo, co ma stać na pismach urzędu."), "office.letters"),
    (
        "privacy",
        _l("Klauzula o danych osobowych"),
        _l("Urząd musi ją podać każdemu, kto składa skargę (art. 226a KPA)."),
        "office.letters",
    ),
    (
        "signatories",
        _l("Podpisujący"),
        _l("Pod odpowiedzią muszą stać nazwisko i stanowisko (art. 238 KPA)."),
        "office.signatories",
    ),
    (
        "figures",
        _l("Liczba mieszkańców"),
        _l("Potrzebna do wskaźników na 10 000 mieszkańców: za rok ubiegły albo bieżący."),
        "office.figures",
    ),
    (
        "filing_classes",
        _l("Klasy akt"),
        _l("Archiwista nie potwierdził jeszcze wszystkich klas."),
        "office.filing_classes",
    ),
    (
        "outside_bodies",
        _l("Organy spoza urzędu"),
        _l("Bez ich nazw i adresów nie można przekazać sprawy."),
        "office.outside_bodies",
    ),
    (
        "auditors",
        _l("Dostęp audytorów"),
        _l("Ktoś ma rolę audytora bez ostatniego dnia. Trzeba go podać: najwyżej rok od dziś."),
        "office.auditors",
    ),
    ("mail", _l("Poczta wychodząca"), _l("Ustawienie INTERESANT_MAIL_URL wskazuje serwer pocztowy urzędu."), None),
    (
        "https",
        _l("Adres publiczny i HTTPS"),
        _l("Ustawienie INTERESANT_PUBLIC_URL powinno zaczynać się od https://."),
        None,
    ),
    (
        "lateness",
        _l("Kto się dowie, że termin minął"),
        _l("Kierownik całego urzędu i pełnomocnik ds. jakości muszą mieć adres e-mail, inaczej nikt się nie dowie."),
        "office.people",
    ),
    ("backup", _l("Kopia zapasowa"), _l("Od dwóch dni nie ma udanej kopii. Robi ją polecenie: flask backup."), None),
)
"""Everything is derived from data; nobody ticks anything. A fact that no room knows is left out."""


@blueprint.get("/administration")
@requires(Permission.OFFICE_ADMINISTER)
def administration() -> str:
    """The checklist on top, then all pages by group."""
    items = checklist()
    missing = [item for item in items if not item.is_done]
    groups = [(GROUPS[key], [page for page in PAGES if page[3] == key and has_page(page[0])]) for key in GROUPS]
    return render_template(
        "office/administration.html",
        missing=missing,
        done=[item for item in items if item.is_done],
        groups=[(title, pages) for title, pages in groups if pages],
    )


def checklist() -> list[Item]:
    """What must be there before the office can work, and whether it is."""
    known = {**facts(database.session(), database.clock().today()), **_of_settings(), **_of_other_rooms()}
    return [
        Item(label, known[key], words, endpoint if endpoint and has_page(endpoint) else None)
        for key, label, words, endpoint in ITEMS
        if key in known
    ]


def _of_settings() -> dict[str, bool]:
    settings: Settings = current_app.config["SETTINGS"]
    return {
        "mail": settings.mail_url.startswith("smtp"),
        "https": settings.public_url.startswith("https://"),
    }


def _of_other_rooms() -> dict[str, bool]:
    """Facts of other rooms: the table CHECKS in app.py."""
    checks = current_app.extensions["checks"]
    return {key: check(database.session(), database.clock(), current_actor()) for key, check in checks.items()}
