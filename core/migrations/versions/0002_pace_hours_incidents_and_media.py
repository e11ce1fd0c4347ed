"""Pace, hours by state, incidents and media."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import core.db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookmarks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("at", core.db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_bookmarks")),
    )
    op.create_table(
        "tallies",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("labels", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("name", "labels", name=op.f("pk_tallies")),
    )
    op.create_table(
        "sending_days",
        sa.Column("service_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("segments", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["sending_services.id"], name=op.f("fk_sending_days_service_id")
        ),
        sa.PrimaryKeyConstraint("service_id", "day", name=op.f("pk_sending_days")),
    )
    op.create_table(
        "incidents",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("action_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("opened_at", core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", core.db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_incidents_action_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_incidents_campaign_id")),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["users.id"], name=op.f("fk_incidents_resolved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incidents_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incidents_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            "uq_incidents_open",
            ["campaign_id", "key"],
            unique=True,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )

    op.create_table(
        "media_files",
        sa.Column("message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("tries", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("due_at", core.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("campaign_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_media_files_campaign_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_files.id"], name=op.f("fk_media_files_file_id")),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_media_files_message_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_files")),
        sa.UniqueConstraint("message_id", "position", name=op.f("uq_media_files_message_id_position")),
    )
    with op.batch_alter_table("media_files", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_media_files_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(
            "ix_media_files_waiting",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("pause_code", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("watched_from", core.db.UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "state_hours",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                nullable=False,
                server_default="{}",
            )
        )
        batch_op.add_column(sa.Column("wide_hours_at", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("wide_hours_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "most_segments",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=False,
                server_default="10",
            )
        )
        batch_op.add_column(
            sa.Column("confirms_stops", sa.Boolean(), nullable=False, server_default=sa.true())
        )
        batch_op.add_column(sa.Column("stop_confirmation", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("alerts_channel", sa.String(), nullable=True))

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("again_at", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_conversations_again",
            ["holder_id", "action_id", "again_at"],
            unique=False,
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )

    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="contacts"))

    with op.batch_alter_table("inbound_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("dismissed_at", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("dismissed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_inbound_events_dismissed_by_id"), "users", ["dismissed_by_id"], ["id"]
        )

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(
            "ix_messages_queue",
            ["campaign_id", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.create_index(
            "ix_messages_open",
            ["due_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('accepted','sent') AND due_at IS NOT NULL"),
            postgresql_where=sa.text("state IN ('accepted','sent') AND due_at IS NOT NULL"),
        )
    # texts that the carrier took before anybody asked for them, and files that came before any was fetched
    op.execute(
        "UPDATE messages SET due_at = coalesce(attempted_at, created_at)"
        " WHERE state = 'accepted' AND due_at IS NULL"
    )
    _list_media()

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("means", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("client_key", sa.String(), nullable=True))
        batch_op.add_column(
            sa.Column("confirmation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("confirm_by", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_opt_outs_confirmation_id"), "messages", ["confirmation_id"], ["id"]
        )
        batch_op.create_unique_constraint(batch_op.f("uq_opt_outs_client_key"), ["client_key"])

    with op.batch_alter_table("sending_services", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("registration", sa.String(), nullable=False, server_default="not stated")
        )
        batch_op.add_column(sa.Column("throughput", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("brand", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("use_case", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("token_expires_at", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_until", core.db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("pause_code", sa.String(), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # Whoever takes the next batch steps over what was taken before, until it is cleaned up; by default
        # that is only when a fifth of the table has changed.
        op.execute("ALTER TABLE conversations SET (autovacuum_vacuum_scale_factor = 0.02)")


def _list_media() -> None:
    column = sa.column
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    messages = sa.table(
        "messages",
        column("id"),
        column("campaign_id"),
        column("direction"),
        column("media", json),
        column("created_at", core.db.UtcDateTime(timezone=True)),
    )
    names = ("campaign_id", "message_id", "position", "url", "content_type", "state", "problem", "tries")
    files = sa.table("media_files", *map(column, names), column("due_at", core.db.UtcDateTime(timezone=True)))
    some = messages.select().where(
        messages.c.direction == "in", sa.cast(messages.c.media, sa.String).not_in(("[]", "null"))
    )
    connection = op.get_bind()
    for row in connection.execute(some).all():
        for position, each in enumerate(row.media):
            listed = {"url": each["url"], "content_type": each["type"], "position": position}
            of_text = {"message_id": row.id, "campaign_id": row.campaign_id, "due_at": row.created_at}
            given = listed | of_text | {"state": "waiting", "problem": "", "tries": 0}
            connection.execute(files.insert().values(**given))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE conversations RESET (autovacuum_vacuum_scale_factor)")
    with op.batch_alter_table("sending_services", schema=None) as batch_op:
        batch_op.drop_column("pause_code")
        batch_op.drop_column("paused_until")
        batch_op.drop_column("token_expires_at")
        batch_op.drop_column("use_case")
        batch_op.drop_column("brand")
        batch_op.drop_column("throughput")
        batch_op.drop_column("registration")

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_opt_outs_client_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_opt_outs_confirmation_id"), type_="foreignkey")
        batch_op.drop_column("confirm_by")
        batch_op.drop_column("confirmation_id")
        batch_op.drop_column("client_key")
        batch_op.drop_column("means")

    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_messages_queue",
            sqlite_where=sa.text("state = 'queued'"),
            postgresql_where=sa.text("state = 'queued'"),
        )
        batch_op.drop_index(
            "ix_messages_open",
            sqlite_where=sa.text("state IN ('accepted','sent') AND due_at IS NOT NULL"),
            postgresql_where=sa.text("state IN ('accepted','sent') AND due_at IS NOT NULL"),
        )

    with op.batch_alter_table("inbound_events", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_inbound_events_dismissed_by_id"), type_="foreignkey")
        batch_op.drop_column("dismissed_by_id")
        batch_op.drop_column("dismissed_at")

    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_column("kind")

    with op.batch_alter_table("conversations", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_conversations_again",
            sqlite_where=sa.text("again_at IS NOT NULL"),
            postgresql_where=sa.text("again_at IS NOT NULL"),
        )
        batch_op.drop_column("again_at")

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_column("alerts_channel")
        batch_op.drop_column("stop_confirmation")
        batch_op.drop_column("confirms_stops")
        batch_op.drop_column("most_segments")
        batch_op.drop_column("wide_hours_by_id")
        batch_op.drop_column("wide_hours_at")
        batch_op.drop_column("state_hours")

    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_column("watched_from")
        batch_op.drop_column("pause_code")

    with op.batch_alter_table("media_files", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_media_files_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_media_files_campaign_id"))

    op.drop_table("media_files")
    with op.batch_alter_table("incidents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_incidents_open",
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_incidents_campaign_id"))
        batch_op.drop_index(batch_op.f("ix_incidents_action_id"))

    op.drop_table("incidents")
    op.drop_table("sending_days")
    op.drop_table("tallies")
    op.drop_table("bookmarks")
