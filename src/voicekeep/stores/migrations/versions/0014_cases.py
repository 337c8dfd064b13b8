"""Cases: what happened in each, who is affected; and which copies hold an item, to be found by the item."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_entry",
        sa.Column("triage", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("triage", "number"),
    )
    op.create_table(
        "case_person",
        sa.Column("triage", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("triage", "subject", "role"),
    )
    op.create_index("case_person_subject", "case_person", ["subject"], unique=False)
    op.create_table(
        "released_item",
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("archive", sa.Text(), nullable=False),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("offset", sa.BigInteger(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("item", "archive", "of"),
    )
    for change in ("UPDATE", "DELETE"):
        _refuse("case_entry", change)


def _refuse(table: str, change: str) -> None:
    """Let the database itself refuse to change or delete what happened in a case."""
    name = f"{table}_no_{change.lower()}"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {change} ON {table} BEGIN SELECT RAISE(ABORT, 'a case is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a case is append-only'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} EXECUTE FUNCTION {name}()")
