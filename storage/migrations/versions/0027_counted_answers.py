"""Day and hour of responses in Warsaw, and sealed responses counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

WARSAW = ZoneInfo("Europe/Warsaw")
NOWHERE = "00000000-0000-0000-0000-000000000000"

RESPONSES = """
INSERT INTO survey_response_count (local_on, version_id, department_id, desk_id, service_id, mode, flags, n)
SELECT local_on, version_id, {place}, mode, flags, count(*) FROM response WHERE leaf IS NOT NULL
GROUP BY local_on, version_id, department_id, desk_id, service_id, mode, flags
"""
ANSWERS = """
INSERT INTO survey_answer_count
    (version_id, month, question, answer, department_id, desk_id, service_id, mode, is_clean, n)
SELECT version_id, {month}, question, {answer}, {place}, mode, flags IN ('', 'partial'), count(*)
FROM response JOIN {table} ON {table}.response_id = response.id WHERE leaf IS NOT NULL
GROUP BY version_id, {month}, question, {answer}, department_id, desk_id, service_id, mode, flags IN ('', 'partial')
"""
HOURS = """
INSERT INTO survey_hour_count (version_id, question, month, weekday, hour, department_id, mode, answer, n)
SELECT version_id, question, {month}, {weekday}, local_hour, {department}, mode, {answer}, count(*)
FROM response JOIN {table} ON {table}.response_id = response.id
WHERE leaf IS NOT NULL AND flags IN ('', 'partial') AND mode NOT IN ('paper', 'import', 'follow_up')
GROUP BY version_id, question, {month}, {weekday}, local_hour, department_id, mode, {answer}
"""


def upgrade() -> None:
    op.add_column("response", sa.Column("local_on", sa.Date(), nullable=True))
    op.add_column("response", sa.Column("local_hour", sa.Integer(), nullable=True))
    _tables()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite_days() if is_sqlite else _postgresql_days():
        op.execute(statement)
    for statement in _counts(is_sqlite):
        op.execute(statement)


def downgrade() -> None:
    for table in ("survey_hour_count", "survey_answer_count", "survey_response_count"):
        op.drop_table(table)
    op.drop_column("response", "local_hour")
    op.drop_column("response", "local_on")


def _tables() -> None:
    op.create_table(
        "survey_response_count",
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        *_place(),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("flags", sa.String(120), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "local_on", "version_id", "department_id", "desk_id", "service_id", "mode", "flags",
            name=op.f("pk_survey_response_count"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "survey_answer_count",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        *_place(),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("is_clean", sa.Boolean(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version_id", "month", "question", "answer", "department_id", "desk_id", "service_id", "mode", "is_clean",
            name=op.f("pk_survey_answer_count"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "survey_hour_count",
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(40), nullable=False),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "version_id", "question", "month", "weekday", "hour", "department_id", "mode", "answer",
            name=op.f("pk_survey_hour_count"),
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _place() -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Uuid(), nullable=False) for name in ("department_id", "desk_id", "service_id")]


def _postgresql_days() -> Iterator[str]:
    local = "(received_at AT TIME ZONE 'Europe/Warsaw')"
    yield f"UPDATE response SET local_on = CAST({local} AS date), local_hour = CAST(extract(hour FROM {local}) AS integer)"  # noqa: S608 - nothing of it was typed


def _sqlite_days() -> Iterator[str]:
    """SQLite knows no zones: one statement for each time without a change of the clocks."""
    ends = op.get_bind().execute(sa.text("SELECT min(received_at), max(received_at) FROM response")).one()
    if ends[0] is None:
        return
    first, last = (dt.datetime.fromisoformat(end).replace(tzinfo=dt.UTC) for end in ends)
    start = first
    while start <= last:
        end, offset = _change_after(start, last), start.astimezone(WARSAW).utcoffset()
        moved = f"datetime(received_at, '+{int((offset or dt.timedelta()).total_seconds() // 60)} minutes')"
        yield (
            f"UPDATE response SET local_on = date({moved}), local_hour = CAST(strftime('%H', {moved}) AS INTEGER) "  # noqa: S608 - nothing of it was typed
            f"WHERE received_at >= '{start:%Y-%m-%d %H:%M:%S}' AND received_at < '{end:%Y-%m-%d %H:%M:%S}'"
        )
        start = end


def _change_after(start: dt.datetime, last: dt.datetime) -> dt.datetime:
    """The full hour (UTC) after a moment at which the clocks change; past the last moment where none does."""
    offset, hour = start.astimezone(WARSAW).utcoffset(), start.replace(minute=0, second=0, microsecond=0)
    while hour <= last + dt.timedelta(hours=1):
        hour += dt.timedelta(hours=1)
        if hour.astimezone(WARSAW).utcoffset() != offset:
            return hour
    return hour


def _counts(is_sqlite: bool) -> Iterator[str]:
    zero = f"'{NOWHERE.replace('-', '')}'" if is_sqlite else f"CAST('{NOWHERE}' AS uuid)"
    department, desk, service = (f"coalesce({name}, {zero})" for name in ("department_id", "desk_id", "service_id"))
    place = f"{department}, {desk}, {service}"
    if is_sqlite:
        month = "CAST(strftime('%Y%m', local_on) AS INTEGER)"
        weekday = "(CAST(strftime('%w', local_on) AS INTEGER) + 6) % 7"
    else:
        month = "CAST(extract(year FROM local_on) * 100 + extract(month FROM local_on) AS integer)"
        weekday = "(CAST(extract(dow FROM local_on) AS integer) + 6) % 7"
    yield RESPONSES.format(place=place)
    for table, answer in (
        ("answer", "coalesce(CAST(value AS varchar(40)), code)"),
        ("answer_text", "CAST('' AS varchar(40))"),
    ):
        words = {"table": table, "answer": answer, "month": month, "weekday": weekday}
        yield ANSWERS.format(place=place, **words)
        yield HOURS.format(department=department, **words)
