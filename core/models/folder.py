"""Labels that admins put on things to find them again; volunteers never see them."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.models.base import Base, BigKey, OfCampaign, key_to

# what can be in a folder
THINGS = ("list", "user_list", "action", "tag", "field", "link")


class Folder(OfCampaign, Base):
    """A label over lists, user lists, actions, tags, fields and links; an item may be in several."""

    __tablename__ = "folders"

    name: Mapped[str]
    position: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = key_to("users")
    archived_at: Mapped[datetime | None]


class FolderItem(Base):
    """Something in a folder: `thing` says of which table, `thing_id` which row."""

    __tablename__ = "folder_items"
    __table_args__ = (Index("ix_folder_items_thing", "thing", "thing_id"),)

    folder_id: Mapped[int] = key_to("folders", primary_key=True)
    thing: Mapped[str] = mapped_column(primary_key=True)
    thing_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
