"""Deliver notices: claim one, post it with no transaction open, write down what came of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from core.clock import Clock
from core.db import Database
from core.models import Campaign, Notice, StoredFile
from core.notices.failing import fail
from core.notices.in_threads import top_of_thread, waits_for_its_thread
from core.notices.port import Answer, Attachment, Gone, Later, Posted, Posting, SlackPort

LEASE = timedelta(minutes=3)  # longer than a post with all its files may take
LONGEST_WAIT = timedelta(minutes=10)
MAX_TRIES = 150  # about a day of the longest waits


@dataclass(frozen=True)
class Claim:
    """A notice in this worker's hands.

    Attributes:
        at: when it was claimed; tells this worker's claim from a later one.
        version: what was told; a higher one in the row means that it was told anew meanwhile.
        files: ids of the stored files that do not hang below the message yet.
    """

    notice_id: int
    at: datetime
    version: int
    posting: Posting
    files: tuple[int, ...]


def deliver_due(database: Database, slack: SlackPort, *, clock: Clock) -> int:
    """Post whatever is due until nothing is; return how many. Safe to run twice, and two at once."""
    done = 0
    while deliver_next(database, slack, now=clock()):
        done += 1
    return done


def deliver_next(database: Database, slack: SlackPort, *, now: datetime) -> bool:
    """Post one notice that is due; return whether there was one."""
    claim = _claim(database, now)
    if claim is None:
        return False
    answer = slack.post(claim.posting)
    if isinstance(answer, Posted):
        answer = _attach_files(database, slack, claim, answer)
    with database.sessions.begin() as session:
        _settle(session, claim, answer, now)
    return True


def find_lost(database: Database, *, now: datetime) -> None:
    """Make notices due again whose worker died while posting.

    Slack has no key against posting twice: if the worker died between Slack's answer and our commit, a new
    message is posted again. One whose place is known is updated there instead.
    """
    lost = update(Notice).where(Notice.state == "sending", Notice.attempted_at < now - LEASE)
    with database.sessions.begin() as session:
        session.execute(lost.values(state="due", due_at=now))


def _claim(database: Database, now: datetime) -> Claim | None:
    due = select(Notice).where(Notice.state == "due", Notice.due_at <= now, ~waits_for_its_thread())
    due = due.order_by(Notice.due_at, Notice.id)
    with database.sessions.begin() as session:
        # on SQLite the transaction itself keeps others out
        notice = session.scalar(due.limit(1).with_for_update(skip_locked=True))
        if notice is None:
            return None
        notice.state, notice.attempted_at, notice.tries = "sending", now, notice.tries + 1
        files = tuple(file for file in notice.data.get("file_ids", []) if file not in notice.attached)
        return Claim(notice.id, now, notice.version, _posting(session, notice), files)


def _posting(session: Session, notice: Notice) -> Posting:
    campaign = session.get_one(Campaign, notice.campaign_id)
    top = top_of_thread(session, notice)
    return Posting(
        team_id=campaign.slack_team_id or "",
        kind=notice.kind,
        channel=notice.posted_channel or (top and top.posted_channel) or notice.channel,
        data=notice.data,
        ts=notice.posted_ts,
        thread_ts=top.posted_ts if top else None,
    )


def _attach_files(database: Database, slack: SlackPort, claim: Claim, posted: Posted) -> Answer:
    with database.sessions.begin() as session:
        notice = session.get_one(Notice, claim.notice_id)
        notice.posted_channel, notice.posted_ts = posted.channel, posted.ts
    for file_id in claim.files:
        answer = slack.attach(_attachment(database, claim, posted, file_id))
        if not isinstance(answer, Posted):
            return answer
        with database.sessions.begin() as session:
            notice = session.get_one(Notice, claim.notice_id, with_for_update=True)
            notice.attached = [*notice.attached, file_id]
    return posted


def _attachment(database: Database, claim: Claim, posted: Posted, file_id: int) -> Attachment:
    with database.readers() as session:
        file = session.get_one(StoredFile, file_id)
    return Attachment(claim.posting.team_id, posted.channel, posted.ts, file.name, file.content)


def _settle(session: Session, claim: Claim, answer: Answer, now: datetime) -> None:
    notice = session.get_one(Notice, claim.notice_id, with_for_update=True)
    if notice.state != "sending" or notice.attempted_at != claim.at:
        return  # our lease ran out and another worker has it
    told_anew = notice.version != claim.version
    match answer:
        case Posted():
            notice.state, notice.sent_at, notice.problem = "sent", now, ""
            if told_anew:
                notice.state = "due"
        case Later(reason, seconds) if notice.tries < MAX_TRIES:
            notice.state, notice.problem = "due", reason
            notice.due_at = max(notice.due_at, now + _wait(seconds, notice.tries))
        case Later(reason) | Gone(reason):
            fail(session, notice, reason, now=now)


def _wait(seconds: float, tries: int) -> timedelta:
    patience = min(2.0 ** min(tries, 20), LONGEST_WAIT.total_seconds())
    return timedelta(seconds=max(seconds, patience))
