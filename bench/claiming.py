"""Fifty volunteers take batches of a hundred out of a pool of a million, each pausing about half a second."""

import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from sqlalchemy import text

from bench.measure import Measure
from core.actions.batches import claim_batch
from core.clock import utcnow
from core.db import Database
from core.models import Audience, User

VOLUNTEERS, BATCHES, PAUSE = 50, 8, 0.5  # seconds
MOST = 60  # milliseconds


def claims(database: Database, action_id: int, *, said: str) -> Measure:
    """Measure the claim with its transaction.

    Args:
        said: how full the pool is, in words.

    Raises:
        RuntimeError: somebody was handed out twice.
    """
    people = _people(database, action_id)
    before = _held(database, action_id)
    with ThreadPoolExecutor(VOLUNTEERS) as pool:
        shares = [people[at::VOLUNTEERS] for at in range(VOLUNTEERS)]
        took = sorted(chain(*pool.map(lambda share: _claim_all(database, action_id, share), shares)))
    _prove_that_nobody_is_held_twice(database, action_id, before + len(took) * 100)
    p95 = statistics.quantiles(took, n=20)[-1] * 1000
    words = f"alone: {took[0] * 1000:.0f} ms"
    return Measure(f"claim of 100, {said}, p95", p95, "ms", words, None, f"≤ {MOST} ms", p95 <= MOST)


def take_half(database: Database, action_id: int) -> None:
    """Have the first half of the pool taken, not long ago; as five thousand batches would leave it."""
    with database.sessions.begin() as session:
        session.execute(_TAKE_HALF, {"action": action_id})
        session.execute(_UP_TO, {"action": action_id})


def _claim_all(database: Database, action_id: int, people: list[User]) -> list[float]:
    """Take a batch as one volunteer after another: who has contacts in hand is given no more of them."""
    dice = random.Random(people[0].id)
    time.sleep(dice.random() * PAUSE)
    return [_claim(database, action_id, person, dice.uniform(0.5, 1.5) * PAUSE) for person in people]


def _claim(database: Database, action_id: int, by: User, pause: float) -> float:
    begun = time.perf_counter()
    with database.sessions.begin() as session:
        claim_batch(session, action_id, by=by, now=utcnow())
    took = time.perf_counter() - begun
    time.sleep(pause)
    return took


def _people(database: Database, action_id: int) -> list[User]:
    now = utcnow()
    with database.sessions.begin() as session:
        campaign = session.scalar(text("SELECT min(id) FROM campaigns"))
        people = [
            User(campaign_id=campaign, first_name="Jo", created_at=now, joined_at=now)
            for _ in range(VOLUNTEERS * BATCHES)
        ]
        session.add_all(people)
        session.flush()
        session.add_all(
            Audience(campaign_id=campaign, action_id=action_id, user_id=each.id, sent_at=now)
            for each in people
        )
        return people


def _held(database: Database, action_id: int) -> int:
    held = text("SELECT count(*) FROM conversations WHERE action_id = :action AND holder_id IS NOT NULL")
    with database.readers() as session:
        return session.scalar(held, {"action": action_id}) or 0


def _prove_that_nobody_is_held_twice(database: Database, action_id: int, held: int) -> None:
    twice = "SELECT count(*) - count(DISTINCT conversation_id) FROM holdings WHERE from_user_id IS NULL"
    with database.readers() as session:
        if session.scalar(text(twice)) or _held(database, action_id) != held:
            raise RuntimeError("somebody was handed out twice, or a batch was short")


_TAKE_HALF = text(
    """UPDATE conversations SET holder_id = (SELECT min(id) FROM users) WHERE id IN (
           SELECT id FROM conversations WHERE action_id = :action AND holder_id IS NULL ORDER BY contact_id
           LIMIT 500000)"""
)
_UP_TO = text(
    """UPDATE audience SET claimed_up_to = (
           SELECT max(contact_id) FROM conversations WHERE action_id = :action AND holder_id IS NOT NULL)
       WHERE id = (SELECT min(id) FROM audience WHERE action_id = :action)"""
)
