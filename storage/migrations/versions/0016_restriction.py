"""Cases whose personal data are only kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage.types import Moment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaint", sa.Column("restricted_at", Moment(), nullable=True))
    op.add_column("complaint", sa.Column("restricted_for", sa.String(length=20), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("complaint", "restricted_for")
    op.drop_column("complaint", "restricted_at")
