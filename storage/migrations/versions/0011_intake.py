"""Taking in: what petitions say of whoever files them, and keys to find earlier cases of the same person"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

COLUMNS = (
    ("on_behalf_of", sa.String(length=300), ""),
    ("may_publish", sa.Boolean(), sa.false()),
    ("person_key", sa.String(length=64), ""),
    ("email_key", sa.String(length=200), ""),
)
STREET = re.compile(r"\b(ul|ulica|al|aleja|os|osiedle|pl|plac|m|mieszkanie|lok)\b")
PORTION = 1000


def upgrade() -> None:
    for name, kind, default in COLUMNS:
        op.add_column("complainant", sa.Column(name, kind, nullable=False, server_default=default))
    for name in ("person_key", "email_key"):
        op.create_index(op.f(f"ix_complainant_{name}"), "complainant", [name], unique=False)
    _fill()


def downgrade() -> None:
    for name in ("person_key", "email_key"):
        op.drop_index(op.f(f"ix_complainant_{name}"), table_name="complainant")
    for name, _kind, _default in reversed(COLUMNS):
        op.drop_column("complainant", name)


def _fill() -> None:
    """The keys of those who are there already, as the program makes them at the time of this migration."""
    table = sa.table(
        "complainant",
        *(sa.column(name, sa.Uuid() if name == "complaint_id" else sa.String()) for name in (
            "complaint_id", "name", "address", "email", "person_key", "email_key",
        )),
    )  # fmt: skip
    connection = op.get_bind()
    rows = connection.execute(sa.select(table.c.complaint_id, table.c.name, table.c.address, table.c.email)).all()
    change = (
        sa.update(table)
        .where(table.c.complaint_id == sa.bindparam("of"))
        .values(person_key=sa.bindparam("person"), email_key=sa.bindparam("mail"))
    )
    for start in range(0, len(rows), PORTION):
        made = [
            {"of": row.complaint_id, "person": _person_key(row.name, row.address), "mail": row.email.strip().lower()}
            for row in rows[start : start + PORTION]
        ]
        connection.execute(change, made)


def _person_key(name: str, address: str) -> str:
    who, where = sorted(_words(name)), _words(STREET.sub(" ", _plain(address)))
    if not who or not where:
        return ""
    return hashlib.sha256(f"{' '.join(who)}|{' '.join(where)}".encode()).hexdigest()


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", _plain(text)) if word]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(sign for sign in folded if not unicodedata.combining(sign))
