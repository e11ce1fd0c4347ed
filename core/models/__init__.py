"""The tables, one noun a file."""

from core.models.action import Action, ActionField, ActionTag, Audience, Script, ScriptTag
from core.models.base import Base
from core.models.campaign import Campaign, SendingDay, SendingService, StoredFile
from core.models.contact import Contact, ContactList, ExternalId, Import, ListMember, OptOut
from core.models.conversation import Conversation, Holding, Reassignment
from core.models.label import CustomField, Fact, FieldOption, Report, Tag
from core.models.message import InboundEvent, MediaFile, Message, StatusEvent
from core.models.record import Bookmark, Event, Incident, Notice, Summary, Tally
from core.models.user import ROLES, SignInCode, User

__all__ = [
    "ROLES",
    "Action",
    "ActionField",
    "ActionTag",
    "Audience",
    "Base",
    "Bookmark",
    "Campaign",
    "Contact",
    "ContactList",
    "Conversation",
    "CustomField",
    "Event",
    "ExternalId",
    "Fact",
    "FieldOption",
    "Holding",
    "Import",
    "InboundEvent",
    "Incident",
    "ListMember",
    "MediaFile",
    "Message",
    "Notice",
    "OptOut",
    "Reassignment",
    "Report",
    "Script",
    "ScriptTag",
    "SendingDay",
    "SendingService",
    "SignInCode",
    "StatusEvent",
    "StoredFile",
    "Summary",
    "Tag",
    "Tally",
    "User",
]
