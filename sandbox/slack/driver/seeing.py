"""What a person in the workspace sees: modals, Home tab, messages to them alone, notices."""

from sandbox.slack.acts import Desk
from sandbox.slack.cast import User
from sandbox.slack.driver.finding import label_of
from sandbox.slack.driver.not_there import NotThere
from sandbox.slack.records import Channel, Json, Message, View
from sandbox.slack.values import state_values


class Seeing:
    """The eyes of one person."""

    def __init__(self, desk: Desk, user: User) -> None:
        self.user = user
        self.id = user.id
        self._desk = desk

    @property
    def modal(self) -> View | None:
        """The topmost modal, if one is open."""
        stack = self._desk.state.stack(self.id)
        return stack[-1] if stack else None

    @property
    def modals(self) -> list[View]:
        """All open modals, the topmost last."""
        return list(self._desk.state.stack(self.id))

    @property
    def home_view(self) -> View | None:
        """The Home tab as the app published it last."""
        return self._desk.state.homes.get(self.id)

    @property
    def dm(self) -> Channel:
        """The direct messages with the app."""
        return self._desk.state.dm(self.id)

    @property
    def ephemerals(self) -> list[Message]:
        """Everything that is only visible to this person, oldest first."""
        channels = self._desk.state.channels.values()
        mine = [each for channel in channels for each in channel.timeline if each.only_for == self.id]
        return sorted(mine, key=lambda message: message.ts)

    @property
    def notices(self) -> list[str]:
        """What Slack itself told this person about failures."""
        return list(self._desk.state.notices.get(self.id, []))

    @property
    def values(self) -> dict[str, Json]:
        """What the topmost modal's inputs hold now, by label, in Slack's state shape."""
        view = self.topmost
        draft = self._desk.state.drafts.get((self.id, view.key), {})
        state = state_values(view.blocks, draft)
        return {label_of(view, block_id): next(iter(each.values())) for block_id, each in state.items()}

    @property
    def topmost(self) -> View:
        """The topmost modal. Raises NotThere when none is open."""
        if self.modal is None:
            raise NotThere("modal open for", self.user.first_name, self.notices)
        return self.modal
