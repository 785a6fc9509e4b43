"""What chance seldom brings: petitions put off, joined and passed on, appeals and urgings other bodies decided, topics
of cases, and the reference figures of an office.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from complaints.actions.sort import sort
from complaints.models import Complaint
from complaints.rules.kinds import Channel, Kind
from complaints.rules.moves import Move
from complaints.rules.outcomes import RESULTS
from kernel.clock import FixedClock
from kernel.permissions import Role
from office.actions.figures import FigureTyped, add_figure, change_figure
from office.actions.topics import TopicTyped, add_topic
from surveys.actions.visits import report_visits
from tests.cast import FoundedOffice
from tests.complaints.courses import bodies, take
from tests.complaints.handling import Reply, answered, assigned
from tests.complaints.importing import HEADER, csv_of, imported, mapping_of

FIRST_DUE: Final = dt.date(2026, 10, 5)
"""The last day of a petition received on 3 July: the 3rd of October is a Saturday."""


def play_appeals(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """All of them have their days in October 2026, whenever that is written down."""
    for number, kind in enumerate((Kind.ODWOLANIE, Kind.ZAZALENIE, Kind.PONAGLENIE)):
        for place, result in enumerate(RESULTS[kind]):
            case = _came(session, clock, office, kind, dt.date(2026, 10, 1 + number))
            day = dt.date(2026, 10, 7 + 2 * place)
            take(session, clock, office, case, Move.PASS_ON, happened_on=day, body_id=bodies(session)["sko"])
            take(session, clock, office, case, Move.RESULT, happened_on=dt.date(2026, 10, 28), basis=result.value)
    _petitions(session, clock, office)


def play_figures(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """Inhabitants of two years, one corrected; cases handled, of the office and of a department."""
    actor = office.actor(Role.ADMINISTRATOR)
    typed = [
        FigureTyped("inhabitants", 2024, 41_000, "GUS"),
        FigureTyped("inhabitants", 2025, 40_000, "GUS"),
        FigureTyped("cases", 2026, 12_000, "RSW"),
        FigureTyped("cases", 2026, 3_601, "RSW", department_id=office.home.id),
    ]
    rows = [add_figure(session, clock, actor, one) for one in typed]
    mended = replace(typed[1], value=40_321)
    change_figure(session, clock, actor, rows[1], mended, row_version=1, reason="Literówka.")


def play_services(session: Session, clock: FixedClock, folder: Path) -> None:
    """Cases of another system: enough of September and of October for their P90, few still open, in two departments."""
    rows = []
    for month, slowest in ((9, 400), (10, 250)):
        for number in range(140):
            begun = dt.datetime(2026, month, 1, 8) + dt.timedelta(hours=5 * number)
            over = begun + dt.timedelta(hours=3 + number * 37 % slowest, minutes=number)
            due = begun + dt.timedelta(days=9)
            settled = "" if number == 139 else f"{over:%Y-%m-%dT%H:%M:%S}"
            unit = ("Drogi", "Zieleń", "Drogi", "")[number % 4]
            written = f"{begun:%Y-%m-%dT%H:%M:%S};{due:%Y-%m-%dT%H:%M:%S};{settled}"
            rows.append(f"C{month}-{number};{written};tel;{unit};\n")
    imported(session, clock, csv_of(folder, HEADER + "".join(rows)), mapping_of(folder))


def play_series(session: Session, clock: FixedClock, folder: Path) -> None:
    """Cases of another system of two years up to August 2026: sooner over, and each month a little later, from December
    2025 on.
    """
    rows = []
    for place in range(22):
        year, month = divmod(2024 * 12 + 10 + place, 12)
        for number in range(7):
            begun = dt.datetime(year, month + 1, 2 + 3 * number, 8)
            took = 200 + place * 3 % 7 - (60 - 5 * place if place > 12 else 0) + 10 * number
            over = begun + dt.timedelta(hours=took)
            moments = ";".join(f"{one:%Y-%m-%dT%H:%M:%S}" for one in (begun, begun + dt.timedelta(days=9), over))
            rows.append(f"D{place}-{number};{moments};tel;Drogi;\n")
    imported(session, clock, csv_of(folder, HEADER + "".join(rows)), mapping_of(folder))


def play_settled(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """Skargi of September and October that were settled, the later ones sooner."""
    for month, most in ((9, 34), (10, 26)):
        for number in range(9):
            day = dt.date(2026, month, 1 + number)
            case = _came(session, clock, office, Kind.SKARGA, day)
            over = day + dt.timedelta(days=8 + number * 7 % (most - 8))
            answered(session, clock, office, case, Reply("bezzasadna", settled_on=over))


def play_visits(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """Visits of a desk in October, one corrected, one taken back; on the first day many answered there."""
    clerk, desk = office.actor(Role.CLERK), office.desk
    for day, visits in ((1, 40), (2, 25), (3, 7)):
        report_visits(session, clock, clerk, desk, dt.date(2026, 10, day), visits, row_version=0)
    for day, after in ((2, 30), (3, None)):
        report_visits(session, clock, clerk, desk, dt.date(2026, 10, day), after, row_version=1, reason="Pomyłka.")


def play_topics(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    """Every other case of the home department has a topic."""
    fresh = TopicTyped("KOLEJKI", "Kolejki", "Queues", "Черги", dt.date(2026, 1, 1))
    topic = add_topic(session, clock, office.actor(Role.ADMINISTRATOR), fresh)
    is_ours = (Complaint.department_id == office.home.id) & (Complaint.about == "")
    query = select(Complaint).where(is_ours, Complaint.kind.in_(["skarga", "wniosek"]))
    for case in session.scalars(query.order_by(Complaint.received_on, Complaint.number)).all()[::2]:
        sort(session, clock, office.actor(Role.HEAD), case, topic.id, row_version=case.row_version)


def _petitions(session: Session, clock: FixedClock, office: FoundedOffice) -> None:
    july, september = dt.date(2026, 7, 3), dt.date(2026, 9, 1)
    for settled_on in (None, dt.date(2026, 9, 30), dt.date(2026, 10, 20)):
        case = _came(session, clock, office, Kind.PETYCJA, july)
        if settled_on != dt.date(2026, 9, 30):
            until = dt.date(2026, 11, 5)
            take(session, clock, office, case, Move.EXTEND, happened_on=dt.date(2026, 9, 21), until_on=until)
        if settled_on:
            answered(session, clock, office, case, Reply("uwzgledniona", settled_on=settled_on))
    for day in (30, 1):
        case = _came(session, clock, office, Kind.PETYCJA, september)
        passed = dt.date(2026, 10, day)
        take(session, clock, office, case, Move.TRANSFER, happened_on=passed, body_id=bodies(session)["wojewoda"])
    first, second = (_came(session, clock, office, Kind.PETYCJA, september) for _number in range(2))
    take(session, clock, office, second, Move.JOIN, happened_on=dt.date(2026, 10, 2), other_id=first.id)


def _came(session: Session, clock: FixedClock, office: FoundedOffice, kind: Kind, day: dt.date) -> Complaint:
    return assigned(session, clock, office, kind=kind, received_on=day, channel=Channel.PAPER)
