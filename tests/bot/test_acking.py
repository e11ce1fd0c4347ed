"""What was acknowledged stays acknowledged."""

from collections.abc import Callable
from urllib.parse import urlencode

from slack_bolt import Ack, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult

from bot.acking import FirmApp

COMMAND = BoltRequest(
    body=urlencode({"command": "/tags", "user_id": "U1", "team_id": "T1"}),
    headers={"content-type": ["application/x-www-form-urlencoded"]},
)


def answer_by(listener: Callable[..., None]) -> BoltResponse:
    app = FirmApp(
        signing_secret="unused",
        request_verification_enabled=False,
        authorize=lambda enterprise_id, team_id: AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-1"
        ),
    )
    app.middleware(answers_in_advance)
    app.command("/tags")(listener)
    return app.dispatch(COMMAND)


def answers_in_advance(next: Callable[[], None]) -> BoltResponse:
    """Make the answer that Bolt turns into a failure while it waits for the ack."""
    next()
    return BoltResponse(status=200, body="In advance.")


def test_a_listener_that_fails_after_its_ack_changes_nothing() -> None:
    def acks_and_fails(ack: Ack) -> None:
        ack("Here you are.")
        raise RuntimeError("too late")

    answer = answer_by(acks_and_fails)

    assert 200 == answer.status
    assert "Here you are." in answer.body


def test_what_was_not_acknowledged_may_fail() -> None:
    def fails() -> None:
        raise RuntimeError("at once")

    assert 500 == answer_by(fails).status
