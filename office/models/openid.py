"""Who is who at the office's identity provider."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base
from storage.types import Moment


class OpenIdLink(Base):
    """A person here and a subject there: one of each. A subject is never given to anybody else by its issuer.

    Source: OpenID Connect Core 1.0, 2 (sub) and 5.7: names and addresses may change hands, issuer and sub do not.
    """

    __tablename__ = "openid_link"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    issuer: Mapped[str] = mapped_column(String(300))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[dt.datetime] = mapped_column(Moment)
