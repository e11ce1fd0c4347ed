"""A person who uses Slack: types commands, clicks, fills in forms. What they see is in `seeing`."""

from typing import Any

from sandbox.slack import acts
from sandbox.slack.driver.filling import flat_options, value_for
from sandbox.slack.driver.finding import Surface, label_of, labelled, pressable
from sandbox.slack.driver.not_there import NotThere
from sandbox.slack.driver.seeing import Seeing
from sandbox.slack.link import Answer
from sandbox.slack.records import Channel, Message, View


class Person(Seeing):
    """One person in the workspace; `maya.command("/textbank", channel="#general")` and so on."""

    def command(self, name: str, text: str = "", *, channel: str = "#general") -> Answer:
        """Type a slash command in a channel this person is in; returns the app's direct answer."""
        return acts.command(self._desk, self.user, self._channel(channel), name, text)

    def click(
        self, surface: Surface | None, name: str, *, beside: str | None = None, confirm: bool = True
    ) -> Answer | None:
        """Press a button or overflow choice by its text, accessibility label or action_id.

        `beside` picks the block that holds these words; `confirm=False` says no where the app asks first.
        """
        there = self._surface(surface)
        found = pressable(there, name, beside)
        if not confirm and "confirm" in found.element:
            return None
        return acts.press(self._desk, self.user, there, found.block, found.element, found.chosen)

    def fill(
        self, label: str, value: Any, *, on: Surface | None = None, beside: str | None = None
    ) -> Answer | None:
        """Put a value into the input with this label, of the topmost modal unless `on` says otherwise.

        Options go by their text, people and channels by name, times as "HH:MM", files as (name, bytes);
        lists where several may be chosen. Returns the app's answer when the input tells the app at once.
        """
        there = self._surface(on)
        block, element = labelled(there, label, beside)
        chosen = value_for(
            self._desk.state,
            self.user,
            element,
            value,
            lambda query: acts.load_options(self._desk, self.user, there, block, element, query),
        )
        return acts.change(self._desk, self.user, there, block, element, chosen)

    def options(self, label: str, query: str = "", *, on: Surface | None = None) -> list[str]:
        """The texts that an external menu offers for a query."""
        there = self._surface(on)
        block, element = labelled(there, label)
        offered = acts.load_options(self._desk, self.user, there, block, element, query)
        return [option["text"]["text"] for option in flat_options(offered)]

    def submit(self) -> dict[str, str]:
        """Press the topmost modal's submit button; returns the errors shown, by label: {} when it went.

        When the app failed, or answered what Slack refuses, the notice that people see comes under "".
        """
        view, told = self.topmost, len(self.notices)
        acts.submit(self._desk, self.user, view)
        errors = {label_of(view, block_id): words for block_id, words in view.errors.items()}
        failed = self.notices[told:]
        return errors | ({"": failed[-1]} if failed else {})

    def close(self, *, everything: bool = False) -> None:
        """Close the topmost modal, or all."""
        acts.close(self._desk, self.user, self.topmost, everything=everything)

    def home(self, *, wait: float = 3.0) -> View | None:
        """Open the app's Home tab and wait (at most `wait` seconds) until the app has published it anew."""
        before = self._home_hash
        acts.open_home(self._desk, self.user)
        self._desk.state.wait_until(lambda: self._home_hash != before, wait)
        return self.home_view

    def shortcut(self, callback_id: str, message: Message | None = None) -> Answer:
        """Run a global shortcut, or one on a message."""
        if message:
            return acts.message_shortcut(self._desk, self.user, callback_id, message)
        return acts.shortcut(self._desk, self.user, callback_id)

    @property
    def _home_hash(self) -> str | None:
        return self.home_view.hash if self.home_view else None

    def _channel(self, name: str) -> Channel:
        channel = self.dm if name == "@app" else self._desk.state.channel(name)
        if self.id not in channel.members:
            raise NotThere("channel for this person:", name)
        return channel

    def _surface(self, surface: Surface | None) -> Surface:
        found = surface or self.modal or self.home_view
        if found is None:
            raise NotThere("modal or Home tab for", self.user.first_name, self.notices)
        return found
