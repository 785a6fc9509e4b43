"""The sample office's departments, services, desks and streets. All of it invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Standard:
    """How long a service takes at most: in words, as a number with its unit, on what basis."""

    words: str
    number: int
    unit: str
    basis: str


OFFICE: Final[dict[str, Any]] = {
    "name": "Urząd Miasta Przykładowo",
    "address": "pl. Przykładowy 1, 00-000 Przykładowo",
    "opening_hours": "poniedziałek 8.00–18.00, wtorek–czwartek 7.30–15.30, piątek 7.30–14.00",
    "phone": "00 000 00 00",
    "email": "urzad@przykladowo.example",
    "edelivery": "AE:PL-00000-00000-AAAAA-00",
    "website": "https://przykladowo.example",
    "bip_url": "https://bip.przykladowo.example",
    "unit_symbol": "OR",
    "register_prefix": "SW",
}
"""``.example`` belongs to nobody for ever (RFC 2606)."""

STANDARDS: Final = {
    "Rejestracja pojazdu": Standard(
        "rejestrujemy od ręki, dowód stały do 30 dni", 30, "calendar_days", "art. 73 Prawa o ruchu drogowym"
    ),
    "Dowód osobisty": Standard(
        "dowód do 30 dni od wniosku", 30, "calendar_days", "art. 30 ustawy o dowodach osobistych"
    ),
    "Zameldowanie i wymeldowanie": Standard(
        "od ręki, najwyżej 20 minut", 20, "minutes", "art. 28 ustawy o ewidencji ludności"
    ),
    "Odpis aktu stanu cywilnego": Standard(
        "od ręki, z innego urzędu do 7 dni", 7, "working_days", "Prawo o aktach stanu cywilnego"
    ),
    "Zaświadczenie o niezaleganiu": Standard("do 7 dni", 7, "calendar_days", "art. 306a § 5 Ordynacji podatkowej"),
    "Pozwolenie na budowę i zgłoszenie": Standard("do 65 dni", 65, "calendar_days", "art. 35 ust. 6 Prawa budowlanego"),
}
"""What the sample office promises for some of its services, as sentences and numbers."""

CLOSED: Final = ("PR", "Referat Promocji i Współpracy", "ED")
"""A department that was closed with the procedure change, and the code of the one that took over."""

STREETS: Final = (
    "Przykładow",
    "Zmyślon",
    "Wzorcow",
    "Urojon",
    "Ćwiczebn",
    "Niebył",
    "Testow",
    "Makietow",
    "Umown",
    "Pozorn",
)
"""Stems of invented streets: ul. Przykładow-a, przy ul. Przykładow-ej."""


@dataclass(frozen=True)
class Place:
    """A department and how it does.

    ``busy``: its part of all cases. ``on_time``: share settled in time, ``days``: median calendar days of those, before
    and after the procedure change. ``visits``: its part of all survey responses. ``liked``: how far its ratings lie
    from the office's, on the hidden scale of ``responses``.
    """

    code: str
    name: str
    services: tuple[str, ...]
    desks: int
    busy: float
    on_time: tuple[float, float]
    days: tuple[float, float]
    visits: float
    liked: float


PLACES: Final = (
    Place(
        "KM",
        "Wydział Komunikacji, Transportu i Praw Jazdy",
        ("Rejestracja pojazdu", "Wymiana i odbiór prawa jazdy", "Zezwolenie na przewóz osób"),
        desks=3,
        busy=0.27,
        on_time=(0.84, 0.97),
        days=(25, 18),
        visits=0.27,
        liked=-0.10,
    ),
    Place(
        "GK",
        "Wydział Gospodarki Komunalnej, Zieleni Miejskiej i Ochrony Środowiska",
        ("Odbiór odpadów komunalnych", "Usunięcie drzewa lub krzewu"),
        desks=1,
        busy=0.19,
        on_time=(0.88, 0.97),
        days=(24, 18),
        visits=0.08,
        liked=-0.05,
    ),
    Place(
        "SO",
        "Wydział Spraw Obywatelskich, Ewidencji Ludności i Dowodów Osobistych",
        ("Dowód osobisty", "Zameldowanie i wymeldowanie"),
        desks=3,
        busy=0.12,
        on_time=(0.93, 0.98),
        days=(22, 16),
        visits=0.24,
        liked=0.10,
    ),
    Place(
        "USC",
        "Urząd Stanu Cywilnego",
        ("Odpis aktu stanu cywilnego", "Ślub"),
        desks=1,
        busy=0.06,
        on_time=(0.97, 0.99),
        days=(17, 13),
        visits=0.12,
        liked=0.30,
    ),
    Place(
        "FN",
        "Wydział Podatków i Opłat Lokalnych",
        ("Podatek od nieruchomości", "Zaświadczenie o niezaleganiu"),
        desks=2,
        busy=0.14,
        on_time=(0.86, 0.97),
        days=(26, 19),
        visits=0.13,
        liked=-0.02,
    ),
    Place(
        "AB",
        "Wydział Architektury, Budownictwa i Planowania Przestrzennego",
        ("Pozwolenie na budowę i zgłoszenie", "Warunki zabudowy, wypis z planu miejscowego"),
        desks=1,
        busy=0.10,
        on_time=(0.74, 0.90),
        days=(29, 24),
        visits=0.06,
        liked=-0.28,
    ),
    Place(
        "GN",
        "Wydział Geodezji, Katastru i Gospodarki Nieruchomościami",
        ("Wypis i wyrys z ewidencji gruntów",),
        desks=1,
        busy=0.06,
        on_time=(0.84, 0.95),
        days=(26, 20),
        visits=0.05,
        liked=-0.05,
    ),
    Place(
        "ED",
        "Wydział Edukacji, Kultury i Sportu",
        ("Rekrutacja do przedszkoli i szkół",),
        desks=1,
        busy=0.06,
        on_time=(0.92, 0.97),
        days=(22, 17),
        visits=0.05,
        liked=0.12,
    ),
)
"""Eight departments, fifteen services, thirteen desks."""
