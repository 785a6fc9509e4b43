"""A service has a token of its own, for posters that name no desk."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from kernel.ids import place_code

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service", sa.Column("token", sa.String(40), nullable=False, server_default=""))
    service = sa.table("service", sa.column("id", sa.Uuid()), sa.column("token", sa.String()))
    connection = op.get_bind()
    for key in connection.scalars(sa.select(service.c.id)).all():
        connection.execute(service.update().where(service.c.id == key).values(token=place_code()))
    op.create_index(op.f("ix_service_token"), "service", ["token"], unique=True)


def downgrade() -> None:
    op.drop_index(op.f("ix_service_token"), table_name="service")
    op.drop_column("service", "token")
