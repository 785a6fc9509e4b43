"""Tables of the office."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class Office(Base):
    """The one office of this database."""

    __tablename__ = "office"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    opening_hours: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(200), default="")
    is_sample: Mapped[bool] = mapped_column(Boolean)
    founded_at: Mapped[dt.datetime] = mapped_column(Moment)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


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


class Service(Base):
    """What people come for, offered by a department."""

    __tablename__ = "service"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class Desk(Base):
    """A place where people are served. Its token stands in the QR code on the counter."""

    __tablename__ = "desk"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    department_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("department.id"), index=True)
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    name: Mapped[str] = mapped_column(String(200))
    token: Mapped[str] = mapped_column(String(40), unique=True)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class Person(Base):
    """A member of staff."""

    __tablename__ = "person"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(String(120), unique=True)
    display_name: Mapped[str] = mapped_column(String(200))
    post: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str] = mapped_column(Text)
    salt: Mapped[str] = mapped_column(String(32))
    is_active: Mapped[bool] = mapped_column(Boolean, default=True)
    is_sample: Mapped[bool] = mapped_column(Boolean, default=False)
    row_version: Mapped[int] = mapped_column(Integer, default=1)
    roles: Mapped[list[RoleAssignment]] = relationship(back_populates="person")


class RoleAssignment(Base):
    """A role a person holds, for one department or (no department) the whole office."""

    __tablename__ = "role_assignment"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(40))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    from_on: Mapped[dt.date] = mapped_column(Date)
    to_on: Mapped[dt.date | None] = mapped_column(Date)
    person: Mapped[Person] = relationship(back_populates="roles")


class SignIn(Base):
    """A signed-in browser. Only the hash of its token is kept."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)
    closed_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class Throttle(Base):
    """Failed tries of one key (an account, a device, a case number) in its present window."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window_from_at: Mapped[dt.datetime] = mapped_column(Moment)
    failures: Mapped[int] = mapped_column(Integer)
