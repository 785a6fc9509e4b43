"""Tables of questionnaires and responses. Answers are rows, one per question, never columns."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column

from kernel.clock import WARSAW, local_day
from kernel.ids import new_id
from ledger.models import LEAF
from storage.base import Base
from storage.types import Moment
from surveys.models.comments import CommentReview, CommentTheme, Theme
from surveys.models.counts import AnswerCount, HourCount, PairCount, ResponseCount
from surveys.models.devices import DeadLetter, Delivery, Device, DeviceState, Quarantined
from surveys.models.follow_up import Pen
from surveys.models.paper import PaperBatch, PaperForm, PaperSecondText
from surveys.models.visits import DeskVisits


class Questionnaire(Base):
    """A questionnaire under its lasting key."""

    __tablename__ = "questionnaire"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))


class QuestionnaireVersion(Base):
    """One wording of a questionnaire. ``definition`` is canonical JSON; once approved it never changes.

    ``editors``: canonical JSON list of those who began or changed the draft; none of them approves it.
    """

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "version"),)

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    questionnaire_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire.id"))
    version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(20))
    definition: Mapped[str] = mapped_column(Text)
    published_at: Mapped[dt.datetime | None] = mapped_column(Moment)
    approved_by: Mapped[str] = mapped_column(String(60), default="")
    editors: Mapped[str] = mapped_column(Text, default="[]")
    row_version: Mapped[int] = mapped_column(Integer, default=1)


class Publication(Base):
    """A version is asked at a place from a day to a day (both included; ``to_on`` None: on and on).

    ``place_kind`` says which of department, service and desk is set; none of them: the whole office.
    """

    __tablename__ = "questionnaire_publication"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=new_id)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    place_kind: Mapped[str] = mapped_column(String(20))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    desk_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("desk.id"))
    from_on: Mapped[dt.date] = mapped_column(Date)
    to_on: Mapped[dt.date | None] = mapped_column(Date)
    row_version: Mapped[int] = mapped_column(Integer, default=1)

    @property
    def place_id(self) -> uuid.UUID | None:
        """The department, service or desk; None: the whole office."""
        return self.desk_id or self.service_id or self.department_id


def _local_day(context: DefaultExecutionContext) -> dt.date:
    return local_day(context.get_current_parameters()["received_at"])  # type: ignore[no-untyped-call]


def _local_hour(context: DefaultExecutionContext) -> int:
    moment: dt.datetime = context.get_current_parameters()["received_at"]  # type: ignore[no-untyped-call]
    return moment.astimezone(WARSAW).hour


class Response(Base):
    """One filled questionnaire: where, when and how it was given, and nothing about who gave it.

    ``id`` is the submission id of its form. ``leaf`` is the record entry that seals it, None until it is sealed.
    ``case_kind`` and ``case_outcome``: of the settled case it is about, where enough others were like it.
    ``local_on`` and ``local_hour`` are day and hour of ``received_at`` in Warsaw: SQLite knows no summer time.
    """

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("source", "external_number"),
        Index("ix_response_received_at_department_id", "received_at", "department_id"),
        Index("ix_response_leaf", "leaf"),
        Index("ix_response_unsealed", "id", sqlite_where=text("leaf IS NULL"), postgresql_where=text("leaf IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("questionnaire_version.id"))
    mode: Mapped[str] = mapped_column(String(20))
    layout_version: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(5))
    department_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("department.id"))
    service_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("service.id"))
    desk_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("desk.id"))
    source: Mapped[str | None] = mapped_column(String(60))
    external_number: Mapped[str | None] = mapped_column(String(120))
    received_at: Mapped[dt.datetime] = mapped_column(Moment)
    local_on: Mapped[dt.date | None] = mapped_column(Date, default=_local_day)
    local_hour: Mapped[int | None] = mapped_column(Integer, default=_local_hour)
    payload_hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))
    leaf: Mapped[int | None] = mapped_column(LEAF)
    flags: Mapped[str] = mapped_column(String(120), default="")
    case_kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    case_outcome: Mapped[str] = mapped_column(String(40), default="", server_default="")


class Answer(Base):
    """One question of a response: a ``value`` on a scale or the ``code`` of a choice. Skipped means no row.

    ``took_ms``: how long the question stood there before it was answered, where a tablet told; flags look at it, and
    neither the record nor the commitment of the response holds it.
    """

    __tablename__ = "answer"
    __table_args__ = (CheckConstraint("(value IS NULL) <> (code IS NULL)", name="value_or_code"),)

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int | None] = mapped_column(Integer)
    code: Mapped[str | None] = mapped_column(String(40))
    took_ms: Mapped[int | None] = mapped_column(Integer)


class AnswerText(Base):
    """The words of an answer. The response commits to ``commitment``, so words can be erased and it still holds."""

    __tablename__ = "answer_text"

    response_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("response.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    text: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[str | None] = mapped_column(String(32))
    commitment: Mapped[str] = mapped_column(String(64))


__all__ = [
    "Answer",
    "AnswerCount",
    "AnswerText",
    "CommentReview",
    "CommentTheme",
    "DeadLetter",
    "Delivery",
    "DeskVisits",
    "Device",
    "DeviceState",
    "HourCount",
    "PairCount",
    "PaperBatch",
    "PaperForm",
    "PaperSecondText",
    "Pen",
    "Publication",
    "Quarantined",
    "Questionnaire",
    "QuestionnaireVersion",
    "Response",
    "ResponseCount",
    "Theme",
]
