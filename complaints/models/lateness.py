"""How far somebody was told of what is late."""

from __future__ import annotations

import uuid

from sqlalchemy import BigInteger, ForeignKey, Integer
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class LatenessTold(Base):
    """The entry up to which a member of staff was told, in the mail of a day, of last days that went by."""

    __tablename__ = "lateness_told"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    leaf: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
