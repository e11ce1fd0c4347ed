"""Who is in the pretend workspace, as data: the team, its people, its channels and the installed app."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Team:
    """The workspace."""

    id: str = "T0RIVERSIDE"
    name: str = "Riverside for All"
    domain: str = "riverside-for-all"


@dataclass(frozen=True)
class User:
    """A person of the workspace, or its bot; `home` is the workspace of somebody from elsewhere."""

    id: str
    name: str
    real_name: str
    email: str
    is_owner: bool = False
    is_admin: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    home: str = ""
    tz: str = "America/New_York"

    @property
    def first_name(self) -> str:
        """The name people call them by, also the name tests find them by."""
        return self.real_name.split()[0]


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app: some are in the menu of each message, the others beside the composer."""

    callback_id: str
    name: str
    on_message: bool = False


@dataclass(frozen=True)
class App:
    """The app under test as the workspace knows it: its ids, its secrets, its slash commands.

    Without a `bot_token` it is not installed there; with `redirect_urls` it can be, by OAuth.
    """

    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - opens nothing but this stand-in
    bot_token: str = "xoxb-sandbox"  # noqa: S105
    id: str = "A0TEXTBANK"
    bot_id: str = "B0TEXTBANK"
    user_id: str = "U0TEXTBANK"
    name: str = "Textbank"
    client_id: str = "1000.2000"
    client_secret: str = "sandbox-client-secret"  # noqa: S105
    app_token: str = "xapp-sandbox"  # noqa: S105
    redirect_urls: tuple[str, ...] = ()
    commands: dict[str, str] = field(
        default_factory=lambda: {
            "/textbank": "Everything Textbank can do",
            "/tags": "List, create and edit tags",
            "/results": "How an action is going",
            "/reassign": "Move conversations to another volunteer",
        }
    )
    shortcuts: tuple[Shortcut, ...] = (
        Shortcut("menu.open", "Text bank"),
        Shortcut("notes.add", "Add to notes", on_message=True),
    )


@dataclass(frozen=True)
class ChannelPlan:
    """A channel to begin with: members by first name; with_app says whether the app was invited."""

    id: str
    name: str
    members: tuple[str, ...]
    with_app: bool = True
    is_private: bool = False
    is_archived: bool = False


@dataclass(frozen=True)
class UserGroup:
    """A group of people with a handle; members by first name."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    disabled: bool = False


MAYA = User("U0MAYA", "maya", "Maya Torres", "maya@riverside.example", is_owner=True, is_admin=True)
ABE = User("U0ABE", "abe", "Abe Lindqvist", "abe@riverside.example", is_admin=True, tz="America/Chicago")
NAT = User("U0NAT", "nat", "Nat Stranger", "nat@elsewhere.example")

SLACKBOT = User("USLACKBOT", "slackbot", "Slackbot", "", is_bot=True)

PEOPLE = (MAYA, ABE, NAT)
USER_GROUPS = (UserGroup("S0FIELD", "field-leads", "Field leads", ("Maya", "Abe")),)
CHANNELS = (
    ChannelPlan("C0GENERAL", "general", ("Maya", "Abe", "Nat")),
    ChannelPlan("C0TEXTBANK", "textbank", ("Maya", "Abe")),
    ChannelPlan("C0FIELD", "field", ("Maya", "Abe", "Nat"), with_app=False),
)
