"""Tables of devices: tablets at desks, what they delivered, and what is kept aside."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class Device(Base):
    """A tablet that asks the questions at a desk. ``valid_to_on``: the day it was revoked, from that moment on."""

    __tablename__ = "survey_device"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(String(120))
    desk_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("desk.id"))
    mode: Mapped[str] = mapped_column(String(20))
    valid_from_on: Mapped[dt.date] = mapped_column(Date)
    valid_to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class DeviceState(Base):
    """What is known of a device besides the record: its secrets, as hashes, and what it last told of itself.

    ``code_*``: the pairing code that waits, if any. ``oldest_at``: since when the oldest unsent answer waits.
    ``clock_ms``: how far the clock of the device runs ahead of ours. ``pin_hash``: of the PIN of its test mode, if any.
    ``silence_told_at``: when people were last told that it is silent.
    """

    __tablename__ = "survey_device_state"

    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_device.id"), primary_key=True)
    code_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    code_until_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    paired_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    seen_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    queued: Mapped[int] = mapped_column(Integer, default=0)
    refused: Mapped[int] = mapped_column(Integer, default=0)
    oldest_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    app_version: Mapped[str] = mapped_column(String(40), default="")
    clock_ms: Mapped[int] = mapped_column(BigInteger, default=0)
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    silence_told_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class Delivery(Base):
    """A submission a device delivered, under the number it gave it: gaps in the numbers show what is missing.

    ``is_void``: begun and taken back by the resident; there is no response.
    """

    __tablename__ = "survey_delivery"
    __table_args__ = (Index("ix_survey_delivery_device_id_seq", "device_id", "seq"),)

    submission_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_device.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    is_void: Mapped[bool] = mapped_column(Boolean, default=False)


class DeadLetter(Base):
    """A copy of what a device was refused and keeps. ``text``: what the device keeps, as JSON."""

    __tablename__ = "survey_dead_letter"
    __table_args__ = (UniqueConstraint("device_id", "text_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_device.id"))
    seq: Mapped[int] = mapped_column(BigInteger)
    status: Mapped[int] = mapped_column(Integer)
    code: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[dt.datetime] = mapped_column(Moment)
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64))


class Quarantined(Base):
    """What came under the id of another response with other answers; both are kept."""

    __tablename__ = "survey_quarantine"
    __table_args__ = (UniqueConstraint("submission_id", "payload_hash"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    submission_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    device_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("survey_device.id"))
    received_at: Mapped[dt.datetime] = mapped_column(Moment)
    payload: Mapped[str] = mapped_column(Text)
    payload_hash: Mapped[str] = mapped_column(String(64))
