"""What the sample office says about itself: hours, letters and who signs them, a day off, inhabitants.

All of it is invented, and marked as such where people read it.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy.orm import Session

from kernel.clock import Clock
from kernel.permissions import SYSTEM, Actor
from kernel.workdays import is_working_day
from office.actions.figures import FigureTyped, add_figure
from office.actions.hours import DayOffTyped, HoursTyped, add_day_off, add_hours
from office.actions.letters import LettersTyped, SignatoryTyped, add_signatory, change_letters
from office.models import Department
from office.rules.figures import FIRST_YEAR, Figure
from office.rules.hours import Day, write_week
from sample.people import SECRETARY, STAFF, head_of
from sample.places import OFFICE
from sample.shape import ONE_DAY, OPENING, Span

LETTERS: Final = LettersTyped(
    letterhead=f"{OFFICE['name']}\n{OFFICE['address']}\ntel. {OFFICE['phone']}, {OFFICE['email']}",
    footer="Urząd przykładowy. To pismo i wszystkie dane w nim są zmyślone.",
    privacy_pl=(
        "Klauzula przykładowa, w prawdziwym urzędzie zastąpi ją jego własna.\n\n"
        "Administratorem danych jest Burmistrz Przykładowa. Dane służą do rozpatrzenia skargi lub wniosku "
        "(art. 6 ust. 1 lit. c RODO w związku z działem VIII KPA). Ma Pani/Pan prawo dostępu do danych, ich "
        "poprawienia i skargi do Prezesa Urzędu Ochrony Danych Osobowych."
    ),
    privacy_en=(
        "A sample clause; a real office puts its own in its place.\n\n"
        "The controller of the data is the Mayor of Przykładowo. The data serve to examine a complaint or a proposal "
        "(Art. 6(1)(c) GDPR in connection with part VIII of the Code of Administrative Procedure). You have the right "
        "of access to your data, to have them corrected, and to complain to the President of the Personal Data "
        "Protection Office (UODO)."
    ),
    privacy_uk=(
        "Зразок повідомлення; справжня установа замінить його власним.\n\n"
        "Контролером даних є бургомістр Пшикладова. Дані потрібні, щоб розглянути скаргу або пропозицію "
        "(ст. 6 ч. 1 п. c GDPR у зв'язку з розділом VIII Кодексу адміністративного провадження). Ви маєте право "
        "на доступ до своїх даних, на їх виправлення та на скаргу до Голови Управління захисту персональних даних "
        "(UODO)."
    ),
)
"""What stands on the sample office's letters, and its clause on personal data."""

SIGNING_HEAD: Final = "KM"
"""The department whose head signs its answers; the secretary may sign all."""

INHABITANTS: Final = 43_180
"""Inhabitants of Przykładowo at the end of FIRST_YEAR."""

FEWER_EACH_YEAR: Final = 190
"""By so many the invented town shrinks in a year."""

SOURCE: Final = "liczba zmyślona (urząd przykładowy)"
"""Where the sample's figures come from."""


NOTICE: Final = dt.timedelta(days=14)
"""Days at least between the sample day and the day off."""

FRIDAY: Final = 4
"""As date.weekday() counts: Monday is 0."""


def write_down(session: Session, clock: Clock) -> None:
    """Set the opening hours and what stands on letters, as the office is founded."""
    add_hours(session, clock, SYSTEM, HoursTyped(clock.today(), write_week(tuple(map(_hours_of, range(7))))))
    change_letters(session, clock, SYSTEM, LETTERS, row_version=0)


def authorise(session: Session, clock: Clock, actors: dict[str, Actor], departments: dict[str, Department]) -> None:
    """Let the secretary sign all answers, and a head those of the own department."""
    signing = {SECRETARY: (), head_of(SIGNING_HEAD).login: (str(departments[SIGNING_HEAD].id),)}
    for number, (login, where) in enumerate(signing.items(), start=1):
        person = next(member for member in STAFF if member.login == login)
        typed = SignatoryTyped(
            person.name,
            person.post,
            clock.today(),
            person_id=actors[login].person_id,
            departments=where,
            number=f"PRZYKŁAD.{number}",
        )
        add_signatory(session, clock, SYSTEM, typed)


def plan_day_off(session: Session, clock: Clock, administrator: Actor) -> None:
    """Close the office on a Friday that is near enough for residents to be told; nothing has happened on it yet."""
    day = clock.today() + NOTICE
    while day.weekday() != FRIDAY or not is_working_day(day):
        day += ONE_DAY
    name, basis = "szkolenie pracowników (przykład)", "Zarządzenie nr 31 Burmistrza Przykładowa (przykład)"
    add_day_off(session, clock, administrator, DayOffTyped(day, name, basis))


def count_inhabitants(session: Session, clock: Clock, administrator: Actor, span: Span) -> None:
    """Enter the inhabitants of every year that ended, from the one before the office's first."""
    for year in range(max(FIRST_YEAR, span.first.year - 1), clock.today().year):
        people = INHABITANTS - FEWER_EACH_YEAR * (year - FIRST_YEAR)
        add_figure(session, clock, administrator, FigureTyped(Figure.INHABITANTS, year, people, SOURCE))


def _hours_of(weekday: int) -> Day:
    if weekday not in OPENING:
        return ()
    opens, closes = (time.hour * 60 + time.minute for time in OPENING[weekday])
    return ((opens, closes),)
