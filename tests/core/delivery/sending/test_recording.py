"""What came of texts is kept, many at once exactly as one by one; what may be tried again waits its turn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from core.db import Database
from core.delivery.gateway import Accepted, NotSent, Outcome, Outgoing, Rejected, Unknown
from core.delivery.sending.claiming import claim
from core.delivery.sending.keeping import keep
from core.delivery.sending.outbox import deliver
from core.delivery.sending.putting_back import MOST_TRIES, put_back
from core.models import Incident, Message, SendingDay, SendingService
from tests.core.delivery.busy import press, states
from tests.databases import Lane
from tests.factories import NOON
from tests.fakes import FakeGateway

LATER = NOON + timedelta(seconds=3)
OUTCOMES: list[Outcome] = [
    Accepted("SM1", "accepted"),
    Accepted("SM2", "queued", "+13125550171"),
    Accepted("SM3", "delivered"),
    Accepted("SM4", "a word of tomorrow"),
    Rejected("21612", "no route"),
    Rejected("21610", "stopped"),
    Rejected("21614"),
    Rejected("20429", "busy"),
    Unknown("ReadTimeoutError"),
    NotSent("refused"),
    NotSent("too many requests", 30.0),
]


def claimed(database: Database, count: int) -> list[Outgoing]:
    campaign_id = press(database, count)
    with database.sessions.begin() as session:
        return claim(session, campaign_id, now=NOON, limit=count)


def rows(database: Database) -> list[tuple[object, ...]]:
    """Everything that recording may change, in the order of the presses; waits are a little random."""
    with database.readers() as session:
        return [
            (
                each.state,
                each.rank,
                each.carrier_sid,
                each.our_number,
                each.bucket,
                each.code,
                each.problem,
                each.attempt is None,
                each.tries,
                each.finished_at,
                _roughly(each.due_at),
            )
            for each in session.scalars(select(Message).order_by(Message.id))
        ]


def test_many_at_once_are_kept_exactly_as_one_by_one(lane: Lane) -> None:
    def after(*handfuls: Sequence[int]) -> list[tuple[object, ...]]:
        with lane.copied() as database:
            texts = claimed(database, len(OUTCOMES))
            for each in handfuls:
                keep(database, [(texts[number], OUTCOMES[number]) for number in each], now=LATER)
            return rows(database)

    every = range(len(OUTCOMES))
    together = after(every)
    assert together == after(*([each] for each in every))
    assert together == after(*([each] for each in reversed(every)))
    assert together == after(every, every)
    assert ["accepted"] * 2 + ["delivered", "accepted"] + ["failed"] * 3 == [row[0] for row in together][:7]
    assert ["queued", "unknown", "queued", "queued"] == [row[0] for row in together][7:]


@pytest.mark.parametrize(
    ("outcome", "seconds"),
    [
        (NotSent("refused"), 1),
        (NotSent("refused", retry_after=30), 20),
        (Rejected("20429", "too many calls"), 1),
        (Rejected("21611", "queue full"), 60),
    ],
)
def test_what_made_nothing_and_passes_is_tried_again(
    own_database: Database, outcome: Outcome, seconds: int
) -> None:
    gateway = FakeGateway()
    (text,) = claimed(own_database, 1)
    keep(own_database, [(text, outcome)], now=NOON)

    assert {"queued": 1} == states(own_database)
    assert 0 == deliver(own_database, gateway, clock=lambda: NOON + timedelta(seconds=seconds * 0.9))
    assert 1 == deliver(own_database, gateway, clock=lambda: NOON + timedelta(seconds=seconds * 2 + 61))
    assert {"accepted": 1} == states(own_database)
    assert [text.to] == [each.to for each in gateway.sent]
    assert text.attempt != gateway.sent[0].attempt


def test_a_refusal_is_not_tried_for_ever(own_database: Database) -> None:
    press(own_database, 1)
    now = [NOON]
    gateway = FakeGateway()
    gateway.outcomes = [Rejected("21611", "queue full")] * 20

    while states(own_database)["queued"]:
        deliver(own_database, gateway, clock=lambda: now[0])
        now[0] += timedelta(minutes=5)

    assert MOST_TRIES + 1 == len(gateway.sent)
    assert now[0] - NOON < timedelta(hours=5)
    assert {"failed": 1} == states(own_database)


def test_a_refusal_is_never_tried_outside_the_hours(own_database: Database) -> None:
    press(own_database, 1)
    gateway = FakeGateway()
    gateway.outcomes = [Rejected("21611", "queue full")]
    evening = NOON + timedelta(hours=6, minutes=59)  # a minute before the hours end
    deliver(own_database, gateway, clock=lambda: evening)

    deliver(own_database, gateway, clock=lambda: evening + timedelta(minutes=5))

    assert 1 == len(gateway.sent)
    assert {"refused": 1} == states(own_database)


def test_an_account_that_is_too_fast_rests_a_moment(own_database: Database) -> None:
    (text,) = claimed(own_database, 1)
    keep(own_database, [(text, Rejected("63017", "too fast"))], now=NOON)

    with own_database.readers() as session:
        service = session.scalars(select(SendingService)).one()
        assert (NOON + timedelta(minutes=1), "63017") == (service.paused_until, service.pause_code)
    assert {"queued": 1} == states(own_database)


def test_an_account_whose_day_is_used_up_keeps_its_texts_queued(own_database: Database) -> None:
    texts = claimed(own_database, 2)
    keep(own_database, [(each, Rejected("63038", "daily limit")) for each in texts], now=NOON)

    assert {"queued": 2} == states(own_database)
    assert 0 == deliver(own_database, FakeGateway(), clock=lambda: NOON + timedelta(hours=2))
    with own_database.readers() as session:
        assert ["daily_cap"] == list(session.scalars(select(Incident.kind)))


def test_one_result_that_cannot_be_kept_holds_up_no_other(own_database: Database) -> None:
    texts = claimed(own_database, 3)
    with own_database.sessions.begin() as session:  # somebody else's text has this id already
        session.execute(update(Message).where(Message.attempt == texts[0].attempt).values(carrier_sid="SM9"))

    sids = ["SM9", "SM9", "SM3"]
    keep(
        own_database,
        [(text, Accepted(sid, "accepted")) for text, sid in zip(texts, sids, strict=True)],
        now=NOON,
    )

    assert {"accepted": 2, "sending": 1} == states(own_database)


def test_a_database_that_is_away_is_said(own_database: Database) -> None:
    texts = claimed(own_database, 2)

    @event.listens_for(own_database.engine, "before_cursor_execute")
    def go_away(*_: object) -> None:
        raise OperationalError("", None, Exception("the database is away"))

    with pytest.raises(OperationalError):
        keep(own_database, [(text, Unknown("reset")) for text in texts], now=NOON)


def test_only_what_is_still_in_hand_is_put_back(own_database: Database) -> None:
    texts = claimed(own_database, 2)
    keep(own_database, [(texts[0], Accepted("SM1", "accepted"))], now=NOON)

    with own_database.sessions.begin() as session:
        put_back(session, texts)

    assert {"accepted": 1, "queued": 1} == states(own_database)


def test_a_text_that_was_settled_meanwhile_is_not_queued_again(own_database: Database) -> None:
    (text,) = claimed(own_database, 1)
    with own_database.sessions.begin() as session:
        session.execute(update(Message).values(state="not_confirmed"))

    keep(own_database, [(text, NotSent("refused"))], now=NOON)
    assert {"not_confirmed": 1} == states(own_database)

    keep(own_database, [(text, Rejected("21611"))], now=NOON)
    assert {"failed": 1} == states(own_database)


def _roughly(due_at: datetime | None) -> object:
    return due_at and (due_at - LATER) // timedelta(minutes=1)


@pytest.mark.parametrize("result", [NotSent("refused"), Rejected("20429"), Accepted("SM1", "accepted")])
def test_what_did_not_leave_is_not_counted_in_the_carriers_day(
    own_database: Database, result: Outcome
) -> None:
    first, second = claimed(own_database, 2)

    keep(own_database, [(first, result)], now=LATER)
    with own_database.sessions.begin() as session:
        put_back(session, [second])
        put_back(session, [second])

    with own_database.readers() as session:
        left = 1 if isinstance(result, Accepted) else 0
        assert [left] == session.scalars(select(SendingDay.segments)).all()
