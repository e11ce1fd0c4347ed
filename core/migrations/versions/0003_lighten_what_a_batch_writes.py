"""Lighten a batch: it begins where the last one ended, and writes a history with one reference."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TEXTED = sa.text("last_message_at IS NOT NULL")
_REFERENCES = {
    "campaign_id": "campaigns",
    "from_user_id": "users",
    "to_user_id": "users",
    "by_user_id": "users",
    "reassignment_id": "reassignments",
}


def upgrade() -> None:
    with op.batch_alter_table("audience", schema=None) as batch_op:
        batch_op.add_column(sa.Column("claimed_up_to", _KEY, nullable=True))
        batch_op.create_index("ix_audience_claimed_up_to", ["action_id", "claimed_up_to"], unique=False)
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conversations_campaign_id"))
        batch_op.drop_index("ix_conversations_latest")
        batch_op.create_index(
            "ix_conversations_latest",
            ["holder_id", "last_message_at", "id"],
            unique=False,
            sqlite_where=_TEXTED,
            postgresql_where=_TEXTED,
        )
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holdings_campaign_id"))
        for column in _REFERENCES:
            batch_op.drop_constraint(batch_op.f(f"fk_holdings_{column}"), type_="foreignkey")


def downgrade() -> None:
    with op.batch_alter_table("audience", schema=None) as batch_op:
        batch_op.drop_index("ix_audience_claimed_up_to")
        batch_op.drop_column("claimed_up_to")
    with op.batch_alter_table("holdings", schema=None) as batch_op:
        for column, table in _REFERENCES.items():
            batch_op.create_foreign_key(batch_op.f(f"fk_holdings_{column}"), table, [column], ["id"])
        batch_op.create_index(batch_op.f("ix_holdings_campaign_id"), ["campaign_id"], unique=False)
    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index("ix_conversations_latest", sqlite_where=_TEXTED, postgresql_where=_TEXTED)
        batch_op.create_index("ix_conversations_latest", ["holder_id", "last_message_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_conversations_campaign_id"), ["campaign_id"], unique=False)
