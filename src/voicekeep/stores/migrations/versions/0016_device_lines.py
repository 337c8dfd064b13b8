"""How devices are reached that wait to be called: one row for each device, and no device under two numbers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_line",
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("known_by", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("device"),
    )
    op.create_index("device_line_known_by", "device_line", ["known_by"], unique=True)
