"""An effort: volunteers text a list. Its scripts, its report, and the people it was sent to."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.models.base import Base, OfCampaign, key_to

RUNNING = "published"
OUT = (RUNNING, "paused")  # the states in which volunteers have an action
COMING = "publishing"  # its pool is being filled
NOT_YET = ("draft", "scheduled")  # nobody has it, and it may change its mind


class Action(OfCampaign, Base):
    """One effort: draft → scheduled → publishing → published ⇄ paused → closed → published.

    Attributes:
        pause_code: why it paused itself, by `core.delivery.endings.stop_loss`; None when a person paused it.
        watched_from: what was sent before does not count when it is decided whether it pauses itself.
        sent_to: whom it is published to: `all` volunteers, `lists` of them (`ActionUserList`) or picked
            `people` (`ActionUser`); whoever joins one of these later gets it too.
        scheduled_for: when a scheduled one is published by itself.
        scheduled_by_id: who said so, or pressed "Publish".
        keeps_assignments: contacts go only to the volunteer they are assigned to, nobody's to all; see
            `Contact.assigned_to_id`.
        most_each: how many contacts one volunteer may take in all; None is no limit.
        approves_texts: whether an admin approves what a volunteer asks for in Slack; else it is given.
        copied_from_id: the action it was copied from.
    """

    __tablename__ = "actions"

    kind: Mapped[str] = mapped_column(default="p2p")
    title: Mapped[str]
    instructions: Mapped[str] = mapped_column(default="")
    list_id: Mapped[int | None] = key_to("contact_lists", index=True)
    state: Mapped[str] = mapped_column(default="draft")
    batch_size: Mapped[int] = mapped_column(default=100)
    channel: Mapped[str | None]  # the Slack channel that hears of it
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    published_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    pause_code: Mapped[str | None]
    watched_from: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    sent_to: Mapped[str] = mapped_column(default="all")
    scheduled_for: Mapped[datetime | None] = mapped_column(index=True)
    scheduled_by_id: Mapped[int | None] = key_to("users")
    keeps_assignments: Mapped[bool] = mapped_column(default=False)
    most_each: Mapped[int | None]
    approves_texts: Mapped[bool] = mapped_column(default=False)
    copied_from_id: Mapped[int | None] = key_to("actions")
    scripts: Mapped[list["Script"]] = relationship(order_by="Script.position", lazy="raise")

    @property
    def is_running(self) -> bool:
        return self.state == RUNNING


class Script(OfCampaign, Base):
    """Prepared wording: an `initial` (several = A/B) or a `response` (may set tags when it is sent).

    Attributes:
        media: the picture sent with it, if any: see `core.pictures.Media`.
    """

    __tablename__ = "scripts"

    action_id: Mapped[int] = key_to("actions", index=True)
    kind: Mapped[str]  # initial, response
    name: Mapped[str] = mapped_column(default="")
    body: Mapped[str]
    position: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    media: Mapped[list[Any]] = mapped_column(default=list)
    archived_at: Mapped[datetime | None]


class ScriptVersion(Base):
    """How a script was worded once; written when it is reworded, so that each text keeps its wording."""

    __tablename__ = "script_versions"

    script_id: Mapped[int] = key_to("scripts", primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[str]
    media: Mapped[list[Any]] = mapped_column(default=list)
    until: Mapped[datetime]
    reworded_by_id: Mapped[int | None] = key_to("users")


class ScriptNext(Base):
    """A response that is offered after another script was sent; a script without any offers all."""

    __tablename__ = "script_nexts"

    script_id: Mapped[int] = key_to("scripts", primary_key=True)
    next_id: Mapped[int] = key_to("scripts", primary_key=True)


class ScriptAnswer(Base):
    """An answer that sending a response script gives to a custom field: an option's label, or words."""

    __tablename__ = "script_answers"

    script_id: Mapped[int] = key_to("scripts", primary_key=True)
    field_id: Mapped[int] = key_to("custom_fields", primary_key=True)
    value: Mapped[str]


class ScriptTag(Base):
    """A tag that sending a response script sets."""

    __tablename__ = "script_tags"

    script_id: Mapped[int] = key_to("scripts", primary_key=True)
    tag_id: Mapped[int] = key_to("tags", primary_key=True)


class ActionTag(Base):
    """A tag on an action's report."""

    __tablename__ = "action_tags"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    tag_id: Mapped[int] = key_to("tags", primary_key=True)


class ActionField(Base):
    """A custom field on an action's report."""

    __tablename__ = "action_fields"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    field_id: Mapped[int] = key_to("custom_fields", primary_key=True)


class ActionUserList(Base):
    """A user list that an action is sent to."""

    __tablename__ = "action_user_lists"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    user_list_id: Mapped[int] = key_to("user_lists", primary_key=True, index=True)


class ActionUser(Base):
    """A picked person that an action is sent to."""

    __tablename__ = "action_users"

    action_id: Mapped[int] = key_to("actions", primary_key=True)
    user_id: Mapped[int] = key_to("users", primary_key=True, index=True)


class ActionNote(OfCampaign, Base):
    """Something an admin wants kept with an action; written there, or taken from a Slack message.

    Attributes:
        key: made by the form; a second press adds nothing.
        permalink: leads to the Slack message it was taken from.
    """

    __tablename__ = "action_notes"

    key: Mapped[str] = mapped_column(unique=True)
    action_id: Mapped[int] = key_to("actions", index=True)
    body: Mapped[str]
    permalink: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    by_id: Mapped[int | None] = key_to("users")


class TextsWanted(OfCampaign, Base):
    """A volunteer asked in Slack for something to do: a `batch` of first texts, or `replies` to answer.

    Attributes:
        key: made by the request; a second press asks nothing more.
        state: `asked`, `given` or `refused`.
        count: conversations that were given.
    """

    __tablename__ = "texts_wanted"
    __table_args__ = (Index("ix_texts_wanted_state", "campaign_id", "state", "id"),)

    key: Mapped[str] = mapped_column(unique=True)
    action_id: Mapped[int] = key_to("actions", index=True)
    user_id: Mapped[int] = key_to("users")
    what: Mapped[str]
    state: Mapped[str] = mapped_column(default="asked")
    count: Mapped[int] = mapped_column(default=0)
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = key_to("users")


class Audience(OfCampaign, Base):
    """A user an action was sent to, and how far that person came.

    Attributes:
        claimed_at: when they took their newest batch.
        claimed_up_to: that batch's last contact, by id; the next one is looked for from there on.
        taken: contacts they took in all, wherever those are now; see `Action.most_each`.
    """

    __tablename__ = "audience"
    __table_args__ = (
        UniqueConstraint("action_id", "user_id"),
        Index("ix_audience_user_id", "user_id"),
        Index("ix_audience_claimed_up_to", "action_id", "claimed_up_to"),
    )

    action_id: Mapped[int] = key_to("actions")
    user_id: Mapped[int] = key_to("users")
    sent_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]  # first performance
    claimed_at: Mapped[datetime | None]
    claimed_up_to: Mapped[int | None]
    taken: Mapped[int] = mapped_column(default=0, server_default="0")
