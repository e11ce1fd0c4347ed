"""What the engine does: thin jobs, each safe to run twice and two at once; the rows are the truth."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event

from core.actions import publishing_due
from core.clock import utcnow
from core.contacts.erasing import erasing
from core.contacts.filtering import saving
from core.contacts.importing import running, starting
from core.conversations import backfilling, escalations_told, fetching_media, receiving
from core.db import Database
from core.delivery.gateway import Gateway
from core.delivery.numbers import learning
from core.delivery.pace.buckets import Pace, make_pace
from core.delivery.sending.outbox import Outbox
from core.delivery.settling import following, unknown
from core.labels import stopping
from core.notices import delivering, incidents, summing_up
from core.notices.port import SlackPort
from core.people import deactivating, install_states, texting_codes
from core.people.roles import rounds
from core.people.roles.port import Away, UserGroups


@dataclass(frozen=True)
class Tools:
    """What jobs work with.

    Attributes:
        public_url: the base of callbacks and links, without a closing slash.
        stopping: set when the process is to end, so that long work takes nothing new.
        pace: how fast texts may leave; shared with the other workers, if there are any.
        outbox: the process' own, with its threads; close it at the end.
        groups: who is in Slack's user groups.
    """

    database: Database
    gateway: Gateway
    slack: SlackPort
    public_url: str
    stopping: Event = field(default_factory=Event)
    pace: Pace = field(default_factory=lambda: make_pace(""))
    groups: UserGroups = field(default_factory=Away)
    outbox: Outbox = field(init=False)

    def __post_init__(self) -> None:
        outbox = Outbox(
            self.database, self.gateway, clock=utcnow, pace=self.pace, stopping=self.stopping.is_set
        )
        object.__setattr__(self, "outbox", outbox)  # the rest of what is frozen makes it


def deliver(tools: Tools) -> None:
    """Send the texts that volunteers pressed; after an outage, not to those who said stop meanwhile."""
    backfilling.catch_up(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)
    tools.outbox.drain()


def settle(tools: Tools) -> None:
    """Find out about texts of which nobody knows whether they went out."""
    unknown.settle(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)


def follow(tools: Tools) -> None:
    """Ask for texts that the carrier took and of whose end it never told."""
    following.follow(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)


def learn_numbers(tools: Tools) -> None:
    """Ask the carrier which numbers the sending services have."""
    learning.learn_numbers(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)


def backfill(tools: Tools) -> None:
    """Take in the replies that no webhook brought."""
    backfilling.backfill(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)


def fetch_media(tools: Tools) -> None:
    """Fetch the pictures and other files that came with replies."""
    fetching_media.fetch_due(tools.database, tools.gateway, clock=utcnow, stopping=tools.stopping.is_set)


def apply_inbound(tools: Tools) -> None:
    """Try again the replies that could be kept only."""
    receiving.apply_waiting(tools.database, now=utcnow())


def import_contacts(tools: Tools, import_id: int) -> None:
    """Import a file of contacts, or go on where a worker stopped."""
    running.run(tools.database, import_id, clock=utcnow, stopping=tools.stopping.is_set)


def sweep_imports(tools: Tools) -> None:
    """Find imports that were lost or abandoned."""
    with tools.database.sessions.begin() as session:
        starting.sweep(session, now=utcnow())


def fill_lists(tools: Tools) -> None:
    """Put into new lists whoever fits their filters."""
    saving.fill_waiting(tools.database, clock=utcnow)


def forget_erased(tools: Tools) -> None:
    """Empty what the carrier told of people after they were erased."""
    erasing.forget_late(tools.database, clock=utcnow)


def deliver_notices(tools: Tools) -> None:
    """Post what Slack is to be told."""
    delivering.find_lost(tools.database, now=utcnow())
    delivering.deliver_due(tools.database, tools.slack, clock=utcnow)


def end_alerts(tools: Tools) -> None:
    """Close the alerts that end by themselves, such as a day's limit once the day is over."""
    with tools.database.sessions.begin() as session:
        incidents.resolve_passed(session, now=utcnow())


def tell_escalations(tools: Tools) -> None:
    """Tell admins what came of the conversations that volunteers asked them about."""
    escalations_told.tell_all(tools.database, now=utcnow())


def publish_actions(tools: Tools) -> None:
    """Publish the actions that are due, and those that somebody asked for."""
    publishing_due.publish_due(tools.database, clock=utcnow, stopping=tools.stopping.is_set)


def stop_tagged(tools: Tools) -> None:
    """Opt out those who had a tag before it became an opt-out tag, where an admin wanted that."""
    stopping.stop_tagged(tools.database, clock=utcnow, stopping=tools.stopping.is_set)


def send_summaries(tools: Tools) -> None:
    """Tell the channels whose daily summary is due."""
    summing_up.send_due(tools.database, now=utcnow())


def follow_groups(tools: Tools) -> None:
    """Let roles follow user groups of Slack's."""
    rounds.follow_groups(tools.database, tools.groups, clock=utcnow)


def relieve_leavers(tools: Tools) -> None:
    """Give back what people came to hold in the moment they were deactivated."""
    with tools.database.sessions.begin() as session:
        deactivating.relieve(session, now=utcnow())


def text_sign_in_codes(tools: Tools) -> None:
    """Text the codes that prove people's phones."""
    texting_codes.text_due(tools.database, tools.gateway, clock=utcnow)


def forget_installations(tools: Tools) -> None:
    """Forget the keys of installations that nobody finished."""
    with tools.database.sessions.begin() as session:
        install_states.sweep(session, now=utcnow())


Job = Callable[..., None]

# name → job; a bell names one of these
JOBS: dict[str, Job] = {
    "deliver": deliver,
    "settle": settle,
    "follow": follow,
    "learn_numbers": learn_numbers,
    "apply_inbound": apply_inbound,
    "backfill": backfill,
    "fetch_media": fetch_media,
    "import_contacts": import_contacts,
    "sweep_imports": sweep_imports,
    "fill_lists": fill_lists,
    "forget_erased": forget_erased,
    "deliver_notices": deliver_notices,
    "end_alerts": end_alerts,
    "tell_escalations": tell_escalations,
    "publish_actions": publish_actions,
    "stop_tagged": stop_tagged,
    "send_summaries": send_summaries,
    "relieve_leavers": relieve_leavers,
    "text_sign_in_codes": text_sign_in_codes,
    "follow_groups": follow_groups,
    "forget_installations": forget_installations,
}

# job → how often the clock rings it; every state that is not final is found by one of these
SWEEPS: dict[str, timedelta] = {
    "deliver": timedelta(seconds=10),
    "settle": timedelta(seconds=30),
    "follow": timedelta(minutes=1),
    "learn_numbers": timedelta(minutes=10),
    "apply_inbound": timedelta(minutes=1),
    "backfill": timedelta(minutes=3),
    "fetch_media": timedelta(minutes=1),
    "sweep_imports": timedelta(minutes=1),
    "fill_lists": timedelta(minutes=1),
    "forget_erased": timedelta(hours=1),
    "deliver_notices": timedelta(seconds=10),
    "end_alerts": timedelta(minutes=1),
    "tell_escalations": timedelta(seconds=20),
    "publish_actions": timedelta(seconds=10),
    "stop_tagged": timedelta(minutes=1),
    "send_summaries": timedelta(seconds=30),
    "relieve_leavers": timedelta(minutes=1),
    "text_sign_in_codes": timedelta(seconds=20),
    "follow_groups": timedelta(minutes=10),
    "forget_installations": timedelta(hours=1),
}
