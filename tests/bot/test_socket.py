"""Socket Mode: what HTTP brings comes over a line of our own, which is mended whenever it breaks."""

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from sqlalchemy.orm import Session

from bot.app import make_app
from bot.socket import FIRST_WAIT, Socket
from core.config import Settings
from core.db import Database
from core.models import User
from sandbox.slack import App, SlackWorkspace
from tests.bot.conftest import Hands, Settled
from tests.running.waiting import wait_for
from tests.sockets import Lines, lines

# what comes over the line does the same to both databases as what comes by HTTP
pytestmark = pytest.mark.parametrize("lane", ["sqlite"], indirect=True)


class Hours:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def line() -> Iterator[Lines]:
    with lines() as line:
        yield line


@pytest.fixture
def slack(line: Lines) -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start(line, patience=20.0) as slack:
        slack.state.socket_url = line.url
        yield slack
        assert [] == slack.refused


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def clock() -> Hours:
    return Hours()


@pytest.fixture
def socket(
    slack: SlackWorkspace, database: Database, slack_settings: Settings, hands: Hands, clock: Hours
) -> Iterator[Socket]:
    settings = slack_settings.model_copy(update={"slack_api_base_url": slack.api_url})
    socket = Socket(make_app(settings, database, hands), App.app_token, ping=0.5, clock=clock)
    yield socket
    socket.close()
    hands.shutdown()


@pytest.fixture
def maya_in_slack(slack: SlackWorkspace, session: Session, maya: User, hands: Hands) -> Any:
    session.commit()
    return Settled(slack.person("Maya"), hands)


def opened(line: Lines, socket: Socket) -> None:
    socket.open()
    wait_for(lambda: line.opened == 1)


def test_commands_presses_forms_and_events_come_over_the_line(
    slack: SlackWorkspace, line: Lines, socket: Socket, maya_in_slack: Any
) -> None:
    opened(line, socket)

    assert "First steps" in slack.text_of(maya_in_slack.home())
    maya_in_slack.command("/tags")
    maya_in_slack.click(None, "Create tag")
    assert "Tag name" in maya_in_slack.submit()  # an empty one is refused in the answer itself
    maya_in_slack.fill("Tag name", "Friend")
    assert {} == maya_in_slack.submit()
    assert "Friend" in slack.text_of(maya_in_slack.modal)


def broken(line: Lines, socket: Socket) -> None:
    line.drop()
    wait_for(lambda: not socket.is_open)


def test_a_line_that_was_cut_is_opened_again(
    slack: SlackWorkspace, line: Lines, socket: Socket, maya_in_slack: Any
) -> None:
    opened(line, socket)
    socket.mend()
    assert 1 == line.opened  # what is open is left alone
    broken(line, socket)

    socket.mend()
    wait_for(lambda: line.opened == 2)
    assert 200 == maya_in_slack.command("/textbank").status
    assert "Text bank" in slack.text_of(maya_in_slack.ephemerals[-1])


def test_a_line_that_slack_takes_leave_of_is_replaced(
    slack: SlackWorkspace, line: Lines, socket: Socket, maya_in_slack: Any
) -> None:
    opened(line, socket)
    line.say_goodbye()

    wait_for(lambda: line.opened == 2)
    assert 200 == maya_in_slack.command("/textbank").status


def test_while_slack_is_away_it_is_asked_less_and_less_often(
    slack: SlackWorkspace, line: Lines, socket: Socket, clock: Hours, maya_in_slack: Any
) -> None:
    opened(line, socket)
    broken(line, socket)
    slack.fail("apps.connections.open", times=99)
    for at, asked in ((0.0, 1), (0.5, 1), (FIRST_WAIT, 2), (FIRST_WAIT + 1, 2), (FIRST_WAIT + 2, 3)):
        clock.now = at
        socket.mend()
        assert (False, asked) == (socket.is_open, 99 - slack.state.faults[0].times), at

    slack.state.faults.clear()
    clock.now += 60
    socket.mend()
    wait_for(lambda: line.opened == 2)
    assert 200 == maya_in_slack.command("/textbank").status


def test_a_token_that_slack_does_not_know_is_told_at_once(
    slack: SlackWorkspace, database: Database, slack_settings: Settings
) -> None:
    settings = slack_settings.model_copy(update={"slack_api_base_url": slack.api_url})
    socket = Socket(make_app(settings, database), "xapp-wrong")

    with pytest.raises(SlackApiError, match="invalid_auth"):
        socket.open()
    socket.close()
