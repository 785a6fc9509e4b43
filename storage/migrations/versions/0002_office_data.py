"""The office's own data"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment, Words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OFFICE = {
    "website": (sa.String(length=200), ""),
    "bip_url": (sa.String(length=200), ""),
    "edelivery": (sa.String(length=40), ""),
    "nip": (sa.String(length=20), ""),
    "regon": (sa.String(length=20), ""),
    "languages": (Words(length=60), "pl en uk"),
    "unit_symbol": (sa.String(length=20), ""),
    "register_prefix": (sa.String(length=20), ""),
}
"""An office that was there before gets what the program did until now."""

TABLES = (
    "reference_figure",
    "signatory",
    "letter_data",
    "day_off",
    "opening_schedule",
    "filing_class",
    "outcome_wording",
    "topic",
    "set_up_code",
    "outside_body",
)


def upgrade() -> None:
    for name, (kind, default) in OFFICE.items():
        op.add_column("office", sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("complaint", sa.Column("topic_id", sa.Uuid(), nullable=True))
    op.create_table(
        "outside_body",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("edelivery", sa.String(length=40), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_body")),
    )
    op.create_table(
        "set_up_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_set_up_code")),
    )
    op.create_table(
        "topic",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name_pl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_uk", sa.String(length=120), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic")),
    )
    op.create_table(
        "outcome_wording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("name_pl", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=False),
        sa.Column("name_uk", sa.String(length=120), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_wording")),
    )
    op.create_table(
        "filing_class",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("symbol", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=10), nullable=False),
        sa.Column("kinds", Words(length=200), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("confirmed_by", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_filing_class")),
    )
    op.create_table(
        "opening_schedule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_schedule")),
        sa.UniqueConstraint("valid_from_on", name=op.f("uq_opening_schedule_valid_from_on")),
    )
    op.create_table(
        "day_off",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("basis", sa.String(length=300), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_off")),
        sa.UniqueConstraint("day_on", name=op.f("uq_day_off_day_on")),
    )
    op.create_table(
        "letter_data",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("letterhead", sa.Text(), nullable=False),
        sa.Column("footer", sa.Text(), nullable=False),
        sa.Column("privacy_pl", sa.Text(), nullable=False),
        sa.Column("privacy_en", sa.Text(), nullable=False),
        sa.Column("privacy_uk", sa.Text(), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_data")),
    )
    op.create_table(
        "signatory",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("post", sa.String(length=200), nullable=False),
        sa.Column("departments", Words(length=2000), nullable=False),
        sa.Column("kinds", Words(length=200), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("valid_from_on", sa.Date(), nullable=False),
        sa.Column("valid_to_on", sa.Date(), nullable=True),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_signatory_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatory")),
    )
    op.create_table(
        "reference_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Uuid(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_reference_figure_positive")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_reference_figure_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_figure")),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("complaint", "topic_id")
    for name in OFFICE:
        op.drop_column("office", name)
