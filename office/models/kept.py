"""What was typed when a sign-in had ended."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import Boolean, ForeignKey, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import new_id
from storage.base import Base
from storage.types import Moment


class KeptForm(Base):
    """A form that was sent after its sign-in had ended, until the same person signs in on the same browser.

    ``browser``: the hash of the random text that browser holds; ``path``: where the form was sent; ``sealed``: its
    fields, encrypted, without secrets and files; ``led_at``: when its owner was led back to it.
    """

    __tablename__ = "kept_form"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    browser: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(1000))
    sealed: Mapped[str] = mapped_column(Text)
    has_files: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    kept_at: Mapped[dt.datetime] = mapped_column(Moment)
    led_at: Mapped[dt.datetime | None] = mapped_column(Moment)
