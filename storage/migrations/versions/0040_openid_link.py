"""Who is who at the office's identity provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "openid_link",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_openid_link_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_openid_link")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_openid_link_issuer_subject")),
    )


def downgrade() -> None:
    op.drop_table("openid_link")
