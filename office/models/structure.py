"""Departments, services, desks."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id, place_code
from storage.base import Base


class Department(Base):
    """A part of the office, valid from a day to a day; a reorganisation names the successor."""

    __tablename__ = "department"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class DepartmentName(Base):
    """A name a department has from a day on, until the next one. The newest stands in the department itself as well."""

    __tablename__ = "department_name"
    __table_args__ = (UniqueConstraint("department_id", "from_on"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"))
    name: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[dt.date] = mapped_column(Date)


class Service(Base):
    """What people come for, offered by a department, with the standard the office sets itself.

    ``standard`` is the sentence for people; ``standard_number`` of ``standard_unit`` the same to compute with. Its
    token stands in the QR code of a poster that names no desk.
    """

    __tablename__ = "service"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    standard: Mapped[str] = mapped_column(String(300), default="")
    standard_number: Mapped[int | None] = mapped_column(Integer)
    standard_unit: Mapped[str] = mapped_column(String(20), default="")
    legal_basis: Mapped[str] = mapped_column(String(300), default="")
    token: Mapped[str] = mapped_column(String(40), default=place_code, unique=True, index=True)
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class Desk(Base):
    """A place where people are served. Its token stands in the QR code on the counter."""

    __tablename__ = "desk"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"), index=True)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
