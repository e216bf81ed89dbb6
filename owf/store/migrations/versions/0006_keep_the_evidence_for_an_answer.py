"""Keep the evidence that is named for an answer, and until when it is good."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Added and not rebuilt: SQLite would copy millions of answers.
    op.add_column("answer", sa.Column("evidence", sa.Text(), nullable=False, server_default=""))
    op.add_column("answer", sa.Column("evidence_expires", sa.Date(), nullable=True))
