"""Random histories of an action, written through the rules of the conversation, for tests of the results."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from hypothesis import strategies as st
from sqlalchemy.orm import Session

from core.conversations import writing
from core.conversations.hearing import hear
from core.delivery import states
from core.models import Action, Contact, Conversation, Message, OptOut, Report, User
from tests.factories import NOON

OUTCOMES = {
    "delivered": None,
    "sent": None,
    "queued": None,
    "undelivered": "carrier_filter",
    "failed": "number",
    "refused": "safeguard",
}
STEPS = ["reply", "late_reply", "report", "opt_out", "archive", *(f"follow_up {state}" for state in OUTCOMES)]


@dataclass(frozen=True)
class History:
    """What happened with one contact.

    Attributes:
        initial: the state of the initial, None if it was never pressed.
        opted_out_before: an opt-out in force from before the action.
        steps: what came after the initial, in order.
    """

    initial: str | None
    unreachable: bool
    opted_out_before: bool
    steps: tuple[str, ...]


HISTORIES = st.lists(
    st.builds(
        History,
        initial=st.sampled_from([None, *OUTCOMES]),
        unreachable=st.booleans(),
        opted_out_before=st.booleans(),
        steps=st.lists(st.sampled_from(STEPS), max_size=6).map(tuple),
    ),
    max_size=8,
)


def write(session: Session, action: Action, histories: list[History], volunteers: list[User]) -> None:
    """Let the histories happen in the action, each to a contact of its own."""
    for number, history in enumerate(histories):
        _Writer(session, action, history, number, volunteers[number % len(volunteers)]).write()
    session.flush()


class _Writer:
    def __init__(
        self, session: Session, action: Action, history: History, number: int, volunteer: User
    ) -> None:
        self.session, self.action, self.history = session, action, history
        self.number, self.volunteer = number, volunteer
        self.now = NOON
        self.contact = self._contact()
        self.conversation = self._conversation()

    def write(self) -> None:
        if self.history.opted_out_before:
            self._opt_out(action_id=None, contact_id=self.contact.id if self.number % 2 else None)
        if self.history.initial is None:
            return
        self.conversation.initial_at = self._text("initial", self.history.initial)
        self.conversation.initial_by_id = self.volunteer.id
        for step in self.history.steps:
            self._step(*step.split())

    def _step(self, name: str, state: str = "") -> None:
        at = self._tick()
        if name == "reply":
            hear(self.session, self.conversation.id, "Yes", at=at)
            self._message("in", "reply", "received", at)
        elif name == "late_reply":
            written = at - timedelta(seconds=150)  # before one or two of the steps that are known already
            hear(self.session, self.conversation.id, "Yes", at=written)
            self._message("in", "reply", "received", written)
        elif name == "follow_up":
            self._text("follow_up", state)
        elif name == "report":
            self.conversation.reported(at=at)
            self._report(at)
        elif name == "archive":
            self.conversation.archive(at=at)
        elif self.conversation.opted_out_at is None and not self.history.opted_out_before:
            self.conversation.opted_out(at=at)
            self._opt_out(self.action.id, self.contact.id)

    def _text(self, kind: str, state: str) -> datetime:
        at = self._tick()
        writing.write(self.session, self.conversation.id, "Hello", at=at)
        self._message("out", kind, state, at)
        return at

    def _tick(self) -> datetime:
        self.now = self.now + timedelta(minutes=1)
        return self.now

    def _contact(self) -> Contact:
        made = Contact(
            campaign_id=self.action.campaign_id,
            phone=f"+1212555{self.number:04}",
            undeliverable="landline" if self.history.unreachable else None,
            created_at=NOON,
            updated_at=NOON,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def _conversation(self) -> Conversation:
        made = Conversation(
            campaign_id=self.action.campaign_id,
            action_id=self.action.id,
            contact_id=self.contact.id,
            reply_count=0,
        )
        self.session.add(made)
        self.session.flush()
        return made

    def _message(self, direction: str, kind: str, state: str, at: datetime) -> None:
        self.session.add(
            Message(
                campaign_id=self.action.campaign_id,
                conversation_id=self.conversation.id,
                action_id=self.action.id,
                contact_id=self.contact.id,
                direction=direction,
                kind=kind,
                sender_id=self.volunteer.id if direction == "out" else None,
                their_number=self.contact.phone,
                body="Hello",
                state=state,
                rank=states.FINAL_RANK,
                bucket=OUTCOMES.get(state),
                created_at=at,
            )
        )

    def _report(self, at: datetime) -> None:
        self.session.add(
            Report(
                campaign_id=self.action.campaign_id,
                key=f"{self.number} {at}",
                action_id=self.action.id,
                conversation_id=self.conversation.id,
                contact_id=self.contact.id,
                user_id=self.volunteer.id,
                created_at=at,
            )
        )

    def _opt_out(self, action_id: int | None, contact_id: int | None) -> None:
        self.session.add(
            OptOut(
                campaign_id=self.action.campaign_id,
                phone=self.contact.phone,
                at=self.now,
                route="keyword",
                action_id=action_id,
                contact_id=contact_id,
            )
        )
