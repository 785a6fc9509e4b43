"""The people of the sample office. No name here belongs to anybody: the surnames say so themselves."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Final

from kernel.permissions import Role
from sample.places import STREETS

PASSWORD: Final = "przyklad-interesant"  # noqa: S105 - printed at every start; sample accounts hold nothing worth hiding
"""One for all sample accounts."""


@dataclass(frozen=True)
class Member:
    """A member of the sample staff; ``place`` is the code of the department the role is held for, None: everywhere."""

    login: str
    name: str
    post: str
    role: Role
    place: str | None = None


HEAD: Final = "kierownik wydziału"
HANDLER: Final = "inspektor"

STAFF: Final = (
    Member("ewa.probna", "Ewa Próbna", "podinspektor w kancelarii", Role.CLERK),
    Member("marta.testowa", "Marta Testowa", HANDLER, Role.HANDLER, "KM"),
    Member("barbara.wzorowa", "Barbara Wzorowa", HEAD, Role.HEAD, "KM"),
    Member("piotr.wzorcowy", "Piotr Wzorcowy", "pełnomocnik ds. systemu zarządzania jakością", Role.QUALITY_OFFICER),
    Member("tomasz.modelowy", "Tomasz Modelowy", "audytor wewnętrzny", Role.AUDITOR),
    Member("joanna.makietowa", "Joanna Makietowa", "zastępczyni burmistrza", Role.MANAGEMENT),
    Member("igor.cwiczebny", "Igor Ćwiczebny", "informatyk", Role.ADMINISTRATOR),
    Member("alicja.szablonowa", "Alicja Szablonowa", "sekretarz miasta", Role.HEAD),
    Member("pawel.schematowy", "Paweł Schematowy", HANDLER, Role.HANDLER, "KM"),
    Member("renata.demonstracyjna", "Renata Demonstracyjna", HEAD, Role.HEAD, "GK"),
    Member("rafal.symulowany", "Rafał Symulowany", HANDLER, Role.HANDLER, "GK"),
    Member("lukasz.zastepczy", "Łukasz Zastępczy", HEAD, Role.HEAD, "SO"),
    Member("iwona.umowna", "Iwona Umowna", HANDLER, Role.HANDLER, "SO"),
    Member("beata.ilustracyjna", "Beata Ilustracyjna", HEAD, Role.HEAD, "USC"),
    Member("marcin.szkicowy", "Marcin Szkicowy", HANDLER, Role.HANDLER, "USC"),
    Member("grazyna.rachunkowa", "Grażyna Rachunkowa", HEAD, Role.HEAD, "FN"),
    Member("artur.przykladowy", "Artur Przykładowy", HANDLER, Role.HANDLER, "FN"),
    Member("wojciech.makieta", "Wojciech Makieta", HEAD, Role.HEAD, "AB"),
    Member("hanna.eksperymentalna", "Hanna Eksperymentalna", HANDLER, Role.HANDLER, "AB"),
    Member("zbigniew.zarysowy", "Zbigniew Zarysowy", HEAD, Role.HEAD, "GN"),
    Member("katarzyna.doswiadczalna", "Katarzyna Doświadczalna", HANDLER, Role.HANDLER, "GN"),
    Member("monika.pokazowa", "Monika Pokazowa", HEAD, Role.HEAD, "ED"),
    Member("jakub.wzornik", "Jakub Wzornik", HANDLER, Role.HANDLER, "ED"),
)

SECRETARY: Final = "alicja.szablonowa"
CLERK: Final = "ewa.probna"
QUALITY: Final = "piotr.wzorcowy"
ADMINISTRATOR: Final = "igor.cwiczebny"


@dataclass(frozen=True)
class Account:
    """A line of the table that is printed at the start: the role in Polish and what one can try with it."""

    login: str
    role: str
    purpose: str


ACCOUNTS: Final = (
    Account("ewa.probna", "kancelaria", "enter what came on paper, see all cases"),
    Account("marta.testowa", "inspektor", "work on cases of one department, settle them"),
    Account("barbara.wzorowa", "kierownik wydziału", "queue of the department, assign cases, results"),
    Account("piotr.wzorcowy", "pełnomocnik ds. jakości", "results, anonymous opinions, the record"),
    Account("tomasz.modelowy", "audytor", "check figures and the record, read only"),
    Account("joanna.makietowa", "kierownictwo", "results of the whole office, read only"),
    Account("igor.cwiczebny", "administrator", "people, lists, the record; no cases"),
    Account("alicja.szablonowa", "kierownik, cały urząd", "cases no department has yet"),
)
"""The accounts worth trying first; the others have the same password."""


def role_of(login: str) -> Role:
    """The role of a sample account."""
    return next(member.role for member in STAFF if member.login == login)


def handlers_of(place: str) -> list[str]:
    """Logins of the handlers of a department."""
    return [member.login for member in STAFF if member.role is Role.HANDLER and member.place == place]


def head_of(place: str | None) -> Member:
    """Who assigns the cases of a department; of none: the secretary."""
    return next(
        member
        for member in STAFF
        if member.role is Role.HEAD and (member.place == place if place else member.login == SECRETARY)
    )


# --- residents ---

FIRST_NAMES: Final = {
    "f": (
        "Anna",
        "Maria",
        "Zofia",
        "Halina",
        "Teresa",
        "Danuta",
        "Alicja",
        "Krystyna",
        "Magdalena",
        "Agnieszka",
        "Natalia",
    ),
    "m": (
        "Jan",
        "Adam",
        "Krzysztof",
        "Marek",
        "Paweł",
        "Grzegorz",
        "Leszek",
        "Stanisław",
        "Michał",
        "Andrzej",
        "Jakub",
    ),
}
SURNAME_STEMS: Final = (
    "Przykładn", "Zmyślon", "Niebył", "Nieistniejąc", "Wymyślon", "Fikcyjn", "Urojon", "Bajkow", "Nierzeczywist",
    "Hipotetyczn", "Domnieman", "Pozorn", "Nieprawdziw", "Papierow", "Powieściow",
)  # fmt: skip
FOREIGN_NAMES: Final = {
    "uk": ("Олена Вигадана", "Тарас Прикладний", "Ірина Неіснуюча", "Андрій Казковий"),
    "en": ("Alex Madeup", "Sam Fictional", "Robin Notreal"),
}


@dataclass(frozen=True)
class Resident:
    """Somebody who writes to the sample office."""

    name: str
    address: str
    email: str


def resident(rng: Random, language: str) -> Resident:
    """An invented resident."""
    number = rng.randint(1, 90)
    name = _polish(rng) if language == "pl" else rng.choice(FOREIGN_NAMES[language])
    flat = f"/{rng.randint(1, 40)}" if rng.random() < 0.6 else ""
    address = f"ul. {rng.choice(STREETS)}a {number}{flat}, 00-000 Przykładowo"
    email = f"osoba{rng.randint(100, 999)}@example.org" if rng.random() < 0.7 else ""
    return Resident(name, address, email)


def _polish(rng: Random) -> str:
    sex = rng.choice("fm")
    stem = rng.choice(SURNAME_STEMS)
    ending = {"f": "a", "m": "y"}[sex]
    return f"{rng.choice(FIRST_NAMES[sex])} {stem}{ending}"
