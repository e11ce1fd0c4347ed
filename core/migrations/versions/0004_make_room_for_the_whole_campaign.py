"""Make room for workspaces, rights, folders, user lists, schedules, next scripts, erasing and escalating."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from core.db import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# what each volunteer took in batches so far; what was reassigned to them they did not take
_TAKEN = """
    UPDATE audience SET taken = batches.taken FROM (
        SELECT conversations.action_id, holdings.to_user_id, count(*) AS taken
        FROM holdings JOIN conversations ON conversations.id = holdings.conversation_id
        WHERE holdings.reassignment_id IS NULL AND holdings.by_user_id = holdings.to_user_id
        GROUP BY conversations.action_id, holdings.to_user_id
    ) AS batches
    WHERE batches.action_id = audience.action_id AND batches.to_user_id = audience.user_id
"""

_NO_TEXTING = (
    "name NOT IN ('batch_claimed', 'conversation_archived', 'initial_sent', 'reply_sent', 'report_filed', "
    "'text_not_confirmed')"
)


def upgrade() -> None:
    op.create_table(
        "install_states",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_install_states")),
        sa.UniqueConstraint("state", name=op.f("uq_install_states_state")),
    )
    op.create_table(
        "workspaces",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("team_name", sa.String(), nullable=False),
        sa.Column("enterprise_id", sa.String(), nullable=True),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("bot_id", sa.String(), nullable=False),
        sa.Column("bot_user_id", sa.String(), nullable=False),
        sa.Column("app_id", sa.String(), nullable=False),
        sa.Column("scopes", _JSON, nullable=False),
        sa.Column("installer_id", sa.String(), nullable=False),
        sa.Column("installed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("gone_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("gone_why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_workspaces_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspaces")),
        sa.UniqueConstraint("team_id", name=op.f("uq_workspaces_team_id")),
    )
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workspaces_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "folders",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", _KEY, nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", _KEY, nullable=True),
        sa.Column("archived_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_folders_campaign_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_folders_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_folders")),
    )
    with op.batch_alter_table("folders", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_folders_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "group_roles",
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("handle", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("rights", _JSON, nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", _KEY, nullable=True),
        sa.Column("looked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_group_roles_campaign_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_group_roles_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_roles")),
        sa.UniqueConstraint("campaign_id", "group_id", name=op.f("uq_group_roles_campaign_id_group_id")),
    )
    with op.batch_alter_table("group_roles", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_group_roles_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "user_lists",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("made_from", _JSON, nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", _KEY, nullable=True),
        sa.Column("archived_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_user_lists_campaign_id")),
        sa.ForeignKeyConstraint(["created_by_id"], ["users.id"], name=op.f("fk_user_lists_created_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_lists")),
    )
    with op.batch_alter_table("user_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_lists_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "erased_phones",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("contact_id", _KEY, nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", _KEY, nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_erased_phones_by_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_erased_phones_campaign_id")),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_erased_phones_contact_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_phones")),
        sa.UniqueConstraint("campaign_id", "hash", name=op.f("uq_erased_phones_campaign_id_hash")),
    )
    with op.batch_alter_table("erased_phones", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_erased_phones_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "folder_items",
        sa.Column("folder_id", _KEY, nullable=False),
        sa.Column("thing", sa.String(), nullable=False),
        sa.Column("thing_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["folder_id"], ["folders.id"], name=op.f("fk_folder_items_folder_id")),
        sa.PrimaryKeyConstraint("folder_id", "thing", "thing_id", name=op.f("pk_folder_items")),
    )
    with op.batch_alter_table("folder_items", schema=None) as batch_op:
        batch_op.create_index("ix_folder_items_thing", ["thing", "thing_id"], unique=False)

    op.create_table(
        "user_list_members",
        sa.Column("user_list_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_user_list_members_user_id")),
        sa.ForeignKeyConstraint(
            ["user_list_id"], ["user_lists.id"], name=op.f("fk_user_list_members_user_list_id")
        ),
        sa.PrimaryKeyConstraint("user_list_id", "user_id", name=op.f("pk_user_list_members")),
    )
    with op.batch_alter_table("user_list_members", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_list_members_user_id"), ["user_id"], unique=False)

    op.create_table(
        "action_notes",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("action_id", _KEY, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("permalink", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_id", _KEY, nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_notes_action_id")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_action_notes_by_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_action_notes_campaign_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_notes")),
        sa.UniqueConstraint("key", name=op.f("uq_action_notes_key")),
    )
    with op.batch_alter_table("action_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_notes_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_action_notes_campaign_id"), ["campaign_id"], unique=False)

    op.create_table(
        "action_user_lists",
        sa.Column("action_id", _KEY, nullable=False),
        sa.Column("user_list_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_user_lists_action_id")),
        sa.ForeignKeyConstraint(
            ["user_list_id"], ["user_lists.id"], name=op.f("fk_action_user_lists_user_list_id")
        ),
        sa.PrimaryKeyConstraint("action_id", "user_list_id", name=op.f("pk_action_user_lists")),
    )
    with op.batch_alter_table("action_user_lists", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_user_lists_user_list_id"), ["user_list_id"], unique=False)

    op.create_table(
        "action_users",
        sa.Column("action_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_action_users_action_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_action_users_user_id")),
        sa.PrimaryKeyConstraint("action_id", "user_id", name=op.f("pk_action_users")),
    )
    with op.batch_alter_table("action_users", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_action_users_user_id"), ["user_id"], unique=False)

    op.create_table(
        "texts_wanted",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("action_id", _KEY, nullable=False),
        sa.Column("user_id", _KEY, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("count", _KEY, nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", _KEY, nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_texts_wanted_action_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_texts_wanted_campaign_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["users.id"], name=op.f("fk_texts_wanted_decided_by_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_texts_wanted_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts_wanted")),
        sa.UniqueConstraint("key", name=op.f("uq_texts_wanted_key")),
    )
    with op.batch_alter_table("texts_wanted", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_texts_wanted_action_id"), ["action_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_texts_wanted_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index("ix_texts_wanted_state", ["campaign_id", "state", "id"], unique=False)

    op.create_table(
        "script_answers",
        sa.Column("script_id", _KEY, nullable=False),
        sa.Column("field_id", _KEY, nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["field_id"], ["custom_fields.id"], name=op.f("fk_script_answers_field_id")),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name=op.f("fk_script_answers_script_id")),
        sa.PrimaryKeyConstraint("script_id", "field_id", name=op.f("pk_script_answers")),
    )
    op.create_table(
        "script_nexts",
        sa.Column("script_id", _KEY, nullable=False),
        sa.Column("next_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["next_id"], ["scripts.id"], name=op.f("fk_script_nexts_next_id")),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name=op.f("fk_script_nexts_script_id")),
        sa.PrimaryKeyConstraint("script_id", "next_id", name=op.f("pk_script_nexts")),
    )
    op.create_table(
        "script_versions",
        sa.Column("script_id", _KEY, nullable=False),
        sa.Column("version", _KEY, nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("media", _JSON, nullable=False),
        sa.Column("until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reworded_by_id", _KEY, nullable=True),
        sa.ForeignKeyConstraint(
            ["reworded_by_id"], ["users.id"], name=op.f("fk_script_versions_reworded_by_id")
        ),
        sa.ForeignKeyConstraint(["script_id"], ["scripts.id"], name=op.f("fk_script_versions_script_id")),
        sa.PrimaryKeyConstraint("script_id", "version", name=op.f("pk_script_versions")),
    )
    op.create_table(
        "escalations",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("conversation_id", _KEY, nullable=False),
        sa.Column("by_id", _KEY, nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("told", _JSON, nullable=False),
        sa.Column("told_up_to", _KEY, nullable=False),
        sa.Column("resolved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", _KEY, nullable=True),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_escalations_by_id")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_escalations_campaign_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_escalations_conversation_id")
        ),
        sa.ForeignKeyConstraint(["resolved_by_id"], ["users.id"], name=op.f("fk_escalations_resolved_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalations")),
        sa.UniqueConstraint("key", name=op.f("uq_escalations_key")),
    )
    with op.batch_alter_table("escalations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalations_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalations_conversation_id"), ["conversation_id"], unique=False)
        batch_op.create_index(
            "ix_escalations_open",
            ["campaign_id", "id"],
            unique=False,
            sqlite_where=sa.text("resolved_at IS NULL"),
            postgresql_where=sa.text("resolved_at IS NULL"),
        )

    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("sent_to", sa.String(), nullable=False, server_default="all"))
        batch_op.add_column(sa.Column("scheduled_for", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("scheduled_by_id", _KEY, nullable=True))
        batch_op.add_column(
            sa.Column("keeps_assignments", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("most_each", _KEY, nullable=True))
        batch_op.add_column(
            sa.Column("approves_texts", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("copied_from_id", _KEY, nullable=True))
        batch_op.create_index(batch_op.f("ix_actions_scheduled_for"), ["scheduled_for"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_actions_scheduled_by_id"), "users", ["scheduled_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_actions_copied_from_id"), "actions", ["copied_from_id"], ["id"]
        )

    with op.batch_alter_table("audience", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken", _KEY, nullable=False, server_default="0"))
    op.execute(_TAKEN)

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.add_column(sa.Column("set_up", _JSON, nullable=False, server_default="{}"))
        batch_op.add_column(
            sa.Column("appends_opt_out", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("opt_out_sentence", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("scripts_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("area_codes", _JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("erasure_key", sa.String(), nullable=True))

    with op.batch_alter_table("contact_lists", schema=None) as batch_op:
        batch_op.add_column(sa.Column("made_from", _JSON, nullable=False, server_default="{}"))

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("assigned_to_id", _KEY, nullable=True))
        batch_op.add_column(sa.Column("erased_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_contacts_assigned_to_id",
            ["assigned_to_id", "id"],
            unique=False,
            sqlite_where=sa.text("assigned_to_id IS NOT NULL"),
            postgresql_where=sa.text("assigned_to_id IS NOT NULL"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_contacts_assigned_to_id"), "users", ["assigned_to_id"], ["id"]
        )

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_events_campaign_id"))
        batch_op.create_index("ix_events_campaign_id_at", ["campaign_id", "at", "id"], unique=False)
        batch_op.create_index(
            "ix_events_changes",
            ["campaign_id", "at", "id"],
            unique=False,
            sqlite_where=sa.text(_NO_TEXTING),
            postgresql_where=sa.text(_NO_TEXTING),
        )

    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_list_id", _KEY, nullable=True))
        batch_op.add_column(sa.Column("dry_run", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(
            batch_op.f("fk_imports_user_list_id"), "user_lists", ["user_list_id"], ["id"]
        )

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.add_column(sa.Column("thread_of", sa.String(), nullable=True))

    with op.batch_alter_table("scripts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("media", _JSON, nullable=False, server_default="[]"))

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opt_outs_lifted",
            ["campaign_id", "phone"],
            unique=False,
            sqlite_where=sa.text("lifted_at IS NOT NULL"),
            postgresql_where=sa.text("lifted_at IS NOT NULL"),
        )

    op.create_table(
        "old_labels",
        sa.Column("field_id", _KEY, nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("option_id", _KEY, nullable=False),
        sa.Column("id", _KEY, nullable=False),
        sa.Column("campaign_id", _KEY, nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_old_labels_campaign_id")),
        sa.ForeignKeyConstraint(["field_id"], ["custom_fields.id"], name=op.f("fk_old_labels_field_id")),
        sa.ForeignKeyConstraint(["option_id"], ["field_options.id"], name=op.f("fk_old_labels_option_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_old_labels")),
        sa.UniqueConstraint("field_id", "label", name=op.f("uq_old_labels_field_id_label")),
    )
    with op.batch_alter_table("old_labels", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_old_labels_campaign_id"), ["campaign_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_old_labels_option_id"), ["option_id"], unique=False)

    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stopping_since", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stopping_by_id", _KEY, nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_tags_stopping_by_id"), "users", ["stopping_by_id"], ["id"])

    with op.batch_alter_table("sending_services", schema=None) as batch_op:
        batch_op.add_column(sa.Column("numbers", _JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("numbers_at", UtcDateTime(timezone=True), nullable=True))

    with op.batch_alter_table("sign_in_codes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("slack_id", sa.String(), nullable=True))

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rights", _JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("role_from", sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("role_from")
        batch_op.drop_column("rights")

    with op.batch_alter_table("tags", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tags_stopping_by_id"), type_="foreignkey")
        batch_op.drop_column("stopping_by_id")
        batch_op.drop_column("stopping_since")

    with op.batch_alter_table("sign_in_codes", schema=None) as batch_op:
        batch_op.drop_column("slack_id")

    with op.batch_alter_table("sending_services", schema=None) as batch_op:
        batch_op.drop_column("numbers_at")
        batch_op.drop_column("numbers")

    with op.batch_alter_table("scripts", schema=None) as batch_op:
        batch_op.drop_column("media")

    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_column("thread_of")

    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_imports_user_list_id"), type_="foreignkey")
        batch_op.drop_column("dry_run")
        batch_op.drop_column("user_list_id")

    with op.batch_alter_table("opt_outs", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_opt_outs_lifted",
            sqlite_where=sa.text("lifted_at IS NOT NULL"),
            postgresql_where=sa.text("lifted_at IS NOT NULL"),
        )

    with op.batch_alter_table("events", schema=None) as batch_op:
        batch_op.drop_index("ix_events_changes")
        batch_op.drop_index("ix_events_campaign_id_at")
        batch_op.create_index(batch_op.f("ix_events_campaign_id"), ["campaign_id"], unique=False)

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_contacts_assigned_to_id"), type_="foreignkey")
        batch_op.drop_index(
            "ix_contacts_assigned_to_id",
            sqlite_where=sa.text("assigned_to_id IS NOT NULL"),
            postgresql_where=sa.text("assigned_to_id IS NOT NULL"),
        )
        batch_op.drop_column("erased_at")
        batch_op.drop_column("assigned_to_id")

    with op.batch_alter_table("contact_lists", schema=None) as batch_op:
        batch_op.drop_column("made_from")

    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_column("erasure_key")
        batch_op.drop_column("area_codes")
        batch_op.drop_column("scripts_only")
        batch_op.drop_column("opt_out_sentence")
        batch_op.drop_column("appends_opt_out")
        batch_op.drop_column("set_up")

    with op.batch_alter_table("audience", schema=None) as batch_op:
        batch_op.drop_column("taken")

    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_actions_copied_from_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_actions_scheduled_by_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_actions_scheduled_for"))
        batch_op.drop_column("copied_from_id")
        batch_op.drop_column("approves_texts")
        batch_op.drop_column("most_each")
        batch_op.drop_column("keeps_assignments")
        batch_op.drop_column("scheduled_by_id")
        batch_op.drop_column("scheduled_for")
        batch_op.drop_column("sent_to")

    op.drop_table("escalations")
    op.drop_table("script_versions")
    op.drop_table("script_nexts")
    op.drop_table("script_answers")
    op.drop_table("texts_wanted")
    op.drop_table("action_users")
    op.drop_table("action_user_lists")
    op.drop_table("action_notes")
    op.drop_table("user_list_members")
    op.drop_table("folder_items")
    op.drop_table("erased_phones")
    op.drop_table("old_labels")
    op.drop_table("user_lists")
    op.drop_table("group_roles")
    op.drop_table("folders")
    op.drop_table("workspaces")
    op.drop_table("install_states")
