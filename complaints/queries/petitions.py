"""Petitions as residents read them: published words with the days of the case, and the summary of a year."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from attachments.models import StoredFile
from attachments.rules import FileState
from complaints.models import Complainant, Complaint, PetitionPublication, PetitionScan
from complaints.rules.kinds import Kind, Register
from kernel.paging import Page, page_number

PAGE_SIZE = 20


@dataclass(frozen=True)
class PublishedPetition:
    """A petition that can be read. ``number`` of ``year`` in the register; ``due_on``: expected settling; ``filed_by``:
    the name, with consent; ``scan``: the copy for everybody, once the scanner has seen it.
    """

    number: int
    year: int
    subject: str
    text: str
    answer: str
    received_on: dt.date
    due_on: dt.date | None
    settled_on: dt.date | None
    left_on: dt.date | None
    state: str
    outcome: str
    published_on: dt.date
    filed_by: str = ""
    scan: StoredFile | None = None


@dataclass(frozen=True)
class YearOfPetitions:
    """The summary of a year: how many came in, and those considered in it. Source: art. 14 of the petitions act."""

    year: int
    received: int
    considered: Sequence[tuple[str, PublishedPetition | None, Complaint]]
    """Register number, what was published of it (None: nothing), the case."""


def petitions_page(session: Session, wanted: int) -> Page[PublishedPetition]:
    """Published petitions, the newest first. Two statements."""
    total = session.execute(_published(func.count())).scalar_one()
    number = page_number(wanted, total, PAGE_SIZE)
    query = (
        _published(PetitionPublication, Complaint)
        .order_by(Complaint.received_on.desc(), Complaint.number.desc())
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
    )
    return Page([_read(row[0], row[1]) for row in session.execute(query)], number, total, PAGE_SIZE)


def petition(session: Session, year: int, number: int) -> PublishedPetition | None:
    """A published petition by its number, with who filed it and its scan; None where there is none to read."""
    query = (
        _published(PetitionPublication, Complaint, Complainant.name, StoredFile)
        .outerjoin(Complainant, _agreed())
        .outerjoin(PetitionScan, PetitionScan.complaint_id == Complaint.id)
        .outerjoin(
            StoredFile, (StoredFile.id == PetitionScan.file_id) & (StoredFile.state == FileState.AVAILABLE.value)
        )
    )
    row = session.execute(query.where(Complaint.year == year, Complaint.number == number)).one_or_none()
    if row is None:
        return None
    publication, complaint, name, scan = row
    return replace(_read(publication, complaint), filed_by=name or "", scan=scan)


@dataclass(frozen=True)
class Published:
    """What an annual report says of a petition that can be read: its name, since when, whether with an answer."""

    subject: str
    on: dt.date
    has_answer: bool


def published_petitions(session: Session) -> dict[uuid.UUID, Published]:
    """Each petition that can be read, by its case. One statement."""
    read = PetitionPublication
    query = _published(read.complaint_id, read.subject, read.published_on, read.answer != "")
    return {row[0]: Published(row[1], row[2], bool(row[3])) for row in session.execute(query)}


def years_of_petitions(session: Session, today: dt.date) -> list[int]:
    """The years that are over and saw a petition come in or considered, newest first."""
    query = select(Complaint.received_on, Complaint.settled_on).where(_is_petition())
    days = [day for row in session.execute(query) for day in row if day is not None]
    return sorted({day.year for day in days if day.year < today.year}, reverse=True)


def year_of_petitions(session: Session, year: int) -> YearOfPetitions:
    """The summary of a year. Two statements."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    came = select(func.count()).select_from(Complaint).where(_is_petition())
    received = session.execute(came.where(Complaint.received_on.between(first, last))).scalar_one()
    query = (
        select(Complaint, PetitionPublication)
        .outerjoin(PetitionPublication, (PetitionPublication.complaint_id == Complaint.id) & _shown())
        .where(_is_petition(), Complaint.settled_on.between(first, last))
        .order_by(Complaint.settled_on, Complaint.year, Complaint.number)
    )
    rows = [
        (complaint.register_number, _read(publication, complaint) if publication else None, complaint)
        for complaint, publication in session.execute(query)
    ]
    return YearOfPetitions(year, received, rows)


def _published(*what: Any) -> Select[Any]:
    """What was published and can be read; not of a case that was erased, is restricted or turned out to be something
    else."""
    joined = select(*what).select_from(PetitionPublication)
    cases = joined.join(Complaint, Complaint.id == PetitionPublication.complaint_id)
    return cases.where(_shown(), _is_petition())


def _shown() -> ColumnElement[bool]:
    return PetitionPublication.hidden_on.is_(None) & Complaint.erased_at.is_(None) & Complaint.restricted_at.is_(None)


def _agreed() -> ColumnElement[bool]:
    """Whoever filed it, where it is published with the name and consent was given."""
    return (
        (Complainant.complaint_id == Complaint.id)
        & Complainant.may_publish.is_(True)
        & PetitionPublication.is_named.is_(True)
    )


def _is_petition() -> ColumnElement[bool]:
    return (Complaint.kind == Kind.PETYCJA.value) & (Complaint.register == Register.PETITIONS.value)


def _read(publication: PetitionPublication, complaint: Complaint) -> PublishedPetition:
    return PublishedPetition(
        number=complaint.number or 0,
        year=complaint.year,
        subject=publication.subject,
        text=publication.text,
        answer=publication.answer,
        received_on=complaint.received_on,
        due_on=complaint.due_on,
        settled_on=complaint.settled_on,
        left_on=complaint.left_on,
        state=complaint.state,
        outcome=complaint.outcome or "",
        published_on=publication.published_on,
    )
