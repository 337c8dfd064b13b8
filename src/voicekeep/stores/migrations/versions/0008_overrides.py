"""Overrides: a proposal that was declined says why.

Codes of rows cannot be made anew here: what was proposed and not decided yet is proposed again.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM proposal")
    op.add_column("proposal", sa.Column("answer", sa.LargeBinary(), nullable=True))
