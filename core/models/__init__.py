"""The tables, one noun a file."""

from core.models.action import (
    Action,
    ActionField,
    ActionNote,
    ActionTag,
    ActionUser,
    ActionUserList,
    Audience,
    Script,
    ScriptAnswer,
    ScriptNext,
    ScriptTag,
    ScriptVersion,
    TextsWanted,
)
from core.models.base import Base
from core.models.campaign import Campaign, SendingDay, SendingService, StoredFile
from core.models.contact import Contact, ContactList, ErasedPhone, ExternalId, Import, ListMember, OptOut
from core.models.conversation import Conversation, Escalation, Holding, Reassignment
from core.models.folder import THINGS, Folder, FolderItem
from core.models.label import CustomField, Fact, FieldOption, OldLabel, Report, Tag
from core.models.message import InboundEvent, MediaFile, Message, StatusEvent
from core.models.record import Bookmark, Event, Incident, Notice, Summary, Tally
from core.models.user import ROLES, GroupRole, SignInCode, User, UserList, UserListMember
from core.models.workspace import InstallState, Workspace

__all__ = [
    "ROLES",
    "THINGS",
    "Action",
    "ActionField",
    "ActionNote",
    "ActionTag",
    "ActionUser",
    "ActionUserList",
    "Audience",
    "Base",
    "Bookmark",
    "Campaign",
    "Contact",
    "ContactList",
    "Conversation",
    "CustomField",
    "ErasedPhone",
    "Escalation",
    "Event",
    "ExternalId",
    "Fact",
    "FieldOption",
    "Folder",
    "FolderItem",
    "GroupRole",
    "Holding",
    "Import",
    "InboundEvent",
    "Incident",
    "InstallState",
    "ListMember",
    "MediaFile",
    "Message",
    "Notice",
    "OldLabel",
    "OptOut",
    "Reassignment",
    "Report",
    "Script",
    "ScriptAnswer",
    "ScriptNext",
    "ScriptTag",
    "ScriptVersion",
    "SendingDay",
    "SendingService",
    "SignInCode",
    "StatusEvent",
    "StoredFile",
    "Summary",
    "Tag",
    "Tally",
    "TextsWanted",
    "User",
    "UserList",
    "UserListMember",
    "Workspace",
]
