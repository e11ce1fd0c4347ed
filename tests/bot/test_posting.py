"""The contract of the Slack port: our fake and the real adapter, against the strict workspace, agree."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk import WebClient

from bot import notices
from bot.posting import SlackPoster
from bot.request import Message
from core.notices.port import Attachment, Gone, Later, Posted, Posting, SlackPort
from sandbox.slack import SlackWorkspace
from tests.fakes import FakeSlack

TOKEN = "xoxb-a-token"


@pytest.fixture
def workspace() -> Iterator[SlackWorkspace]:
    with SlackWorkspace.start("http://127.0.0.1:9", bot_token=TOKEN) as workspace:
        yield workspace


@pytest.fixture
def poster(workspace: SlackWorkspace) -> SlackPoster:
    return SlackPoster(WebClient(token=TOKEN, base_url=workspace.api_url))


@pytest.fixture(params=["fake", "real"])
def slack(request: pytest.FixtureRequest) -> SlackPort:
    if request.param == "fake":
        return FakeSlack(closed={"C0NOWHERE": "channel_not_found"})
    poster: SlackPoster = request.getfixturevalue("poster")
    return poster


def posting(channel: str = "C0GENERAL", ts: str | None = None, reason: str = "is_archived") -> Posting:
    data = {"channel": "C0OLD", "kind": "summary", "reason": reason, "in_part": False}
    return Posting("T0RIVERSIDE", "undeliverable", channel, data, ts)


def posted(answer: object) -> Posted:
    assert isinstance(answer, Posted)
    return answer


def test_a_new_message_stands_where_it_was_posted(slack: SlackPort) -> None:
    assert "C0GENERAL" == posted(slack.post(posting())).channel


def test_an_update_keeps_its_place(slack: SlackPort) -> None:
    first = posted(slack.post(posting()))

    assert first == slack.post(posting(ts=first.ts, reason="not_in_channel"))


def test_a_reply_stands_in_its_thread_and_apart_once_that_is_deleted(
    workspace: SlackWorkspace, poster: SlackPoster
) -> None:
    top = posted(poster.post(posting()))
    below = replace(posting(reason="not_in_channel"), thread_ts=top.ts)
    posted(poster.post(below))
    first, reply = workspace.channel("#general").messages
    assert (None, first.ts) == (first.thread_ts, reply.thread_ts)

    workspace.channel("#general").timeline.remove(first)
    posted(poster.post(below))

    assert workspace.channel("#general").messages[-1].thread_ts is None


def test_a_person_is_told_in_direct_messages_and_updated_there(slack: SlackPort) -> None:
    first = posted(slack.post(posting("U0MAYA")))

    assert first.channel.startswith("D")
    assert first == slack.post(posting(first.channel, ts=first.ts))


def test_a_channel_that_is_not_there_is_gone(slack: SlackPort) -> None:
    assert Gone("channel_not_found") == slack.post(posting("C0NOWHERE"))


def test_a_message_that_was_deleted_is_posted_anew(slack: SlackPort) -> None:
    first = posted(slack.post(posting()))

    assert "C0GENERAL" == posted(slack.post(posting(ts="1600000000.000001"))).channel
    assert first == slack.post(posting(ts=first.ts))


def test_a_file_hangs_below_its_message(slack: SlackPort) -> None:
    first = posted(slack.post(posting()))

    assert first == slack.attach(Attachment("T0RIVERSIDE", first.channel, first.ts, "refused.csv", b"a,b"))


def test_people_see_the_message_and_its_file(workspace: SlackWorkspace, poster: SlackPoster) -> None:
    first = posted(poster.post(posting()))
    poster.attach(Attachment("T0RIVERSIDE", first.channel, first.ts, "refused.csv", b"a,b"))

    message, upload = workspace.channel("#general").messages
    assert "the channel is archived" in workspace.text_of(message)
    assert first.ts == upload.thread_ts
    assert b"a,b" == workspace.file(upload.files[0]).content
    assert [] == workspace.refused


@pytest.mark.parametrize(
    ("failure", "answer"),
    [
        ({"error": "ratelimited", "status": 429, "retry_after": 7}, Later("ratelimited", 7)),
        ({"error": "internal_error"}, Later("internal_error", 30)),
        ({"error": "token_revoked"}, Later("token_revoked", 30)),
        ({"error": "account_inactive"}, Later("account_inactive", 30)),
        ({"error": "not_in_channel"}, Gone("not_in_channel")),
    ],
)
def test_what_slack_says_is_sorted(
    workspace: SlackWorkspace, poster: SlackPoster, failure: dict[str, Any], answer: object
) -> None:
    workspace.fail("chat.postMessage", **failure)

    assert answer == poster.post(posting())


def test_an_archived_channel_is_gone(workspace: SlackWorkspace, poster: SlackPoster) -> None:
    workspace.archive("#general")

    assert Gone("is_archived") == poster.post(posting())


def test_a_slack_that_does_not_answer_is_asked_later() -> None:
    away = SlackPoster(WebClient(token=TOKEN, base_url="http://127.0.0.1:9/api/"))

    assert isinstance(away.post(posting()), Later)


def test_a_notice_that_nobody_can_build_is_given_up(poster: SlackPoster) -> None:
    assert Gone("not_built") == poster.post(Posting("T0RIVERSIDE", "no such kind", "C0GENERAL", {}))


def test_a_long_message_stays_updatable(
    workspace: SlackWorkspace, poster: SlackPoster, extra_kind: Callable[[Message], str]
) -> None:
    kind = extra_kind(Message("numbers " * 1000, []))
    first = posted(poster.post(Posting("T0RIVERSIDE", kind, "C0GENERAL", {})))

    assert first == poster.post(Posting("T0RIVERSIDE", kind, "C0GENERAL", {}, first.ts))
    assert [] == workspace.refused


@pytest.fixture
def extra_kind() -> Iterator[Callable[[Message], str]]:
    """A kind of notice that is always this message."""

    def add(message: Message) -> str:
        notices.BUILDERS["extra"] = lambda data: message
        return "extra"

    yield add
    notices.BUILDERS.pop("extra", None)
