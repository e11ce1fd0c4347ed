"""Notices reach Slack once, in place, and a crash or a refusal loses none."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core.db import Database
from core.models import Campaign, Notice, StoredFile, User
from core.notices import delivering
from core.notices.port import Answer, Attachment, Gone, Later, Posted, Posting
from core.notices.telling import tell
from tests.factories import NOON
from tests.fakes import FakeSlack

LATER = NOON + timedelta(minutes=5)


@pytest.fixture
def slack() -> FakeSlack:
    return FakeSlack(closed={"C0OLD": "is_archived"})


def say(
    database: Database, campaign: Campaign, channel: str = "C0FIELD", key: str = "greeting", **data: Any
) -> None:
    with database.sessions.begin() as session:
        tell(session, campaign_id=campaign.id, key=key, kind="greeting", channel=channel, data=data, now=NOON)


def notice(database: Database, key: str = "greeting") -> Notice:
    with database.readers() as session:
        return session.scalars(select(Notice).filter_by(key=key)).one()


def test_a_notice_is_posted_once(database: Database, campaign: Campaign, slack: FakeSlack) -> None:
    say(database, campaign, words="Hello")

    assert delivering.deliver_next(database, slack, now=NOON)
    assert not delivering.deliver_next(database, slack, now=NOON)

    (message,) = slack.messages.values()
    assert Posting(campaign.slack_team_id or "", "greeting", "C0FIELD", {"words": "Hello"}) == message.posting
    assert ("sent", NOON) == (notice(database).state, notice(database).sent_at)


def test_one_that_is_to_gather_changes_waits(
    database: Database, campaign: Campaign, slack: FakeSlack
) -> None:
    with database.sessions.begin() as session:
        place: dict[str, Any] = {"campaign_id": campaign.id, "key": "k", "kind": "card", "channel": "C1"}
        tell(session, **place, data={}, now=NOON, after=timedelta(seconds=45))

    assert not delivering.deliver_next(database, slack, now=NOON)
    assert delivering.deliver_next(database, slack, now=NOON + timedelta(seconds=45))


def test_the_same_key_told_again_updates_the_message(
    database: Database, campaign: Campaign, slack: FakeSlack
) -> None:
    say(database, campaign, words="10 of 100")
    delivering.deliver_next(database, slack, now=NOON)
    say(database, campaign, words="100 of 100")
    delivering.deliver_next(database, slack, now=NOON)

    (message,) = slack.messages.values()
    assert (1, {"words": "100 of 100"}) == (message.edits, message.posting.data)


def test_a_direct_message_is_updated_in_the_channel_where_it_stands(
    database: Database, campaign: Campaign, slack: FakeSlack
) -> None:
    for words in ("1", "2"):
        say(database, campaign, channel="U0MAYA", words=words)
        delivering.deliver_next(database, slack, now=NOON)

    (message,) = slack.messages.values()
    assert ("D0MAYA", 1) == (message.posting.channel, message.edits)


class ToldMeanwhile(FakeSlack):
    """Something happens while Slack is busy with the post."""

    def __init__(self, database: Database, campaign: Campaign) -> None:
        super().__init__()
        self.database, self.campaign = database, campaign

    def post(self, posting: Posting) -> Answer:
        if not self.messages:
            say(self.database, self.campaign, words="newer")
            assert not delivering.deliver_next(self.database, FakeSlack(), now=NOON)
        return super().post(posting)


def test_one_told_anew_while_it_is_being_posted_is_updated_after(
    database: Database, campaign: Campaign
) -> None:
    say(database, campaign, words="older")
    slack = ToldMeanwhile(database, campaign)

    assert 2 == delivering.deliver_due(database, slack, clock=lambda: NOON)

    (message,) = slack.messages.values()
    assert {"words": "newer"} == message.posting.data
    assert "sent" == notice(database).state


def test_slack_is_left_alone_as_long_as_it_asks(
    database: Database, campaign: Campaign, slack: FakeSlack
) -> None:
    say(database, campaign)
    slack.answers = [Later("ratelimited", 30)]
    delivering.deliver_next(database, slack, now=NOON)

    assert not delivering.deliver_next(database, slack, now=NOON + timedelta(seconds=29))
    assert "ratelimited" == notice(database).problem
    assert delivering.deliver_next(database, slack, now=NOON + timedelta(seconds=30))
    assert ("sent", "") == (notice(database).state, notice(database).problem)


def test_after_a_day_of_waiting_it_is_given_up(
    database: Database, campaign: Campaign, slack: FakeSlack
) -> None:
    say(database, campaign)
    slack.answers = [Later("service_unavailable", 30)] * delivering.MAX_TRIES
    moments = (NOON + timedelta(minutes=11) * count for count in range(1000))

    while delivering.deliver_next(database, slack, now=next(moments)):
        pass

    assert ("failed", "service_unavailable") == (notice(database).state, notice(database).problem)
    assert {} == slack.messages


def test_an_archived_channel_is_told_to_the_owner_once(
    database: Database, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    say(database, campaign, channel="C0OLD", key="one")
    say(database, campaign, channel="C0OLD", key="two")
    delivering.deliver_due(database, slack, clock=lambda: NOON)

    (message,) = slack.messages.values()
    assert "D0MAYA" == message.channel
    assert {
        "channel": "C0OLD",
        "kind": "greeting",
        "reason": "is_archived",
        "in_part": False,
    } == message.posting.data
    assert {"failed"} == {notice(database, "one").state, notice(database, "two").state}


def test_what_cannot_be_told_to_the_owner_is_not_told_of(
    database: Database, campaign: Campaign, maya: User
) -> None:
    say(database, campaign, channel="C0OLD")
    slack = FakeSlack(closed={"C0OLD": "token_revoked", "U0MAYA": "token_revoked"})

    assert 2 == delivering.deliver_due(database, slack, clock=lambda: NOON)


class Crashed(Exception):
    """The worker's process ended here."""


class CrashingSlack(FakeSlack):
    """The process dies in a call, before or after Slack did it."""

    def __init__(self, *, in_post: bool = False, in_attach: bool = False) -> None:
        super().__init__()
        self.in_post, self.in_attach = in_post, in_attach

    def post(self, posting: Posting) -> Answer:
        if self.in_post:
            raise Crashed
        return super().post(posting)

    def attach(self, attachment: Attachment) -> Answer:
        if self.in_attach:
            raise Crashed
        return super().attach(attachment)


def test_a_crash_while_posting_is_found_by_the_sweep(database: Database, campaign: Campaign) -> None:
    say(database, campaign)
    slack = CrashingSlack(in_post=True)
    with pytest.raises(Crashed):
        delivering.deliver_next(database, slack, now=NOON)
    slack.in_post = False

    delivering.find_lost(database, now=NOON + delivering.LEASE)
    assert not delivering.deliver_next(database, slack, now=NOON + delivering.LEASE)
    delivering.find_lost(database, now=LATER)
    assert delivering.deliver_next(database, slack, now=LATER)
    assert 1 == len(slack.messages)


def with_file(database: Database, campaign: Campaign) -> None:
    with database.sessions.begin() as session:
        file = StoredFile(campaign_id=campaign.id, name="refused.csv", content=b"row,why", created_at=NOON)
        session.add(file)
        session.flush()
        file_id = file.id
    say(database, campaign, file_ids=[file_id])


def test_files_hang_below_the_message_once(database: Database, campaign: Campaign, slack: FakeSlack) -> None:
    say(database, campaign, words="importing")
    delivering.deliver_next(database, slack, now=NOON)
    with_file(database, campaign)
    delivering.deliver_next(database, slack, now=NOON)
    with_file_again = notice(database).data
    say(database, campaign, **with_file_again)
    delivering.deliver_next(database, slack, now=NOON)

    (message,) = slack.messages.values()
    assert [("refused.csv", b"row,why")] == message.files
    assert 2 == message.edits


def test_a_crash_between_message_and_file_posts_no_second_message(
    database: Database, campaign: Campaign
) -> None:
    with_file(database, campaign)
    slack = CrashingSlack(in_attach=True)
    with pytest.raises(Crashed):
        delivering.deliver_next(database, slack, now=NOON)
    slack.in_attach = False
    delivering.find_lost(database, now=LATER)
    delivering.deliver_next(database, slack, now=LATER)

    (message,) = slack.messages.values()
    assert 1 == len(message.files)


def test_a_file_that_cannot_be_attached_is_told_to_the_owner(
    database: Database, campaign: Campaign, maya: User, slack: FakeSlack
) -> None:
    with_file(database, campaign)
    slack.answers = [Posted("", ""), Gone("not_in_channel")]
    delivering.deliver_due(database, slack, clock=lambda: NOON)

    assert ("failed", "not_in_channel") == (notice(database).state, notice(database).problem)
    _, told = slack.messages.values()
    assert ("D0MAYA", True) == (told.channel, told.posting.data["in_part"])


def test_the_same_thing_told_twice_at_once_is_one_notice(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = Campaign(name="Riverside", join_code="r", created_at=NOON)
        session.add(campaign)

    with ThreadPoolExecutor(4) as several:
        list(several.map(lambda words: say(own_database, campaign, words=words), "1234"))

    assert 4 == notice(own_database).version


def test_two_workers_share_the_work(own_database: Database) -> None:
    with own_database.sessions.begin() as session:
        campaign = Campaign(name="Riverside", join_code="r", created_at=NOON)
        session.add(campaign)
    say(own_database, campaign)
    first = delivering._claim(own_database, NOON)

    assert first is not None
    assert delivering._claim(own_database, NOON) is None


def test_a_worker_whose_lease_ran_out_changes_nothing(database: Database, campaign: Campaign) -> None:
    say(database, campaign)
    claim = delivering._claim(database, NOON)
    assert claim
    delivering.find_lost(database, now=LATER)
    with database.sessions.begin() as session:
        delivering._settle(session, replace(claim), Posted("C0FIELD", "1"), LATER)

    assert "due" == notice(database).state
