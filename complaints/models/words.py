"""The words of a case as the search knows them: a projection that can be rebuilt at any time."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base


class ComplaintWords(Base):
    """Lexemes of a case, in order, with spaces between, by who may use them (complaints/queries/matching.py).

    ``register``: number, sign and subject, for whoever sees the case; ``letter``: the letter, notes, reasons and
    answers, for whoever may read its words; ``person``: the names and our letters, for whoever may know who filed.
    ``version``: by which rules of words (complaints.rules.search.VERSION), 0 for not yet; ``id``: what FTS5 calls it.
    """

    __tablename__ = "complaint_words"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    complaint_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("complaint.id"), unique=True)
    version: Mapped[int] = mapped_column(Integer, index=True)
    register: Mapped[str] = mapped_column(Text, default="")
    letter: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[str] = mapped_column(Text, default="")
