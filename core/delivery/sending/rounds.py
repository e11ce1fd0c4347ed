"""What one worker may claim next: it goes from campaign to campaign, each at its pace."""

import structlog

from core.away import DATABASE_AWAY
from core.clock import Clock
from core.db import Database
from core.delivery.gateway import Outgoing
from core.delivery.pace import daily_caps
from core.delivery.pace.buckets import Pace
from core.delivery.pace.throughput import Throughput, throughput
from core.delivery.sending import lanes
from core.delivery.sending.claiming import claim
from core.delivery.sending.lanes import Lane

log = structlog.get_logger()


class Rounds:
    """The queue as one worker sees it. Nobody else uses it at the same time.

    Args:
        most: how many texts are claimed at once.

    Attributes:
        wait: seconds after which it is worth looking again; None: not before a bell.
    """

    def __init__(self, database: Database, pace: Pace, *, clock: Clock, most: int) -> None:
        self._database = database
        self._pace = pace
        self._clock = clock
        self._most = most
        self._last = 0
        self.wait: float | None = None

    def claim(self) -> list[Outgoing]:
        """Return texts of the first campaign, after the last one, that has some to send now."""
        self.wait = None
        for lane in self._lanes():
            self._last = lane.campaign_id
            if texts := self._claim_or_pass_over(lane):
                self.wait = 0.0
                return texts
        return []

    def _lanes(self) -> list[Lane]:
        with self._database.readers() as session:
            found = lanes.lanes(session, self._clock())
        return sorted(found, key=lambda lane: (lane.campaign_id <= self._last, lane.campaign_id))

    def _claim_or_pass_over(self, lane: Lane) -> list[Outgoing]:
        """Claim of one campaign; whatever breaks there holds up no other. The next sweep tries it again."""
        try:
            return self._claim(lane)
        except DATABASE_AWAY:
            raise
        except Exception:
            log.exception("campaign_not_claimed", campaign_id=lane.campaign_id)
            return []

    def _claim(self, lane: Lane) -> list[Outgoing]:
        limit, segments = self._most, None
        if lane.service_id and (pace := throughput(lane.throughput or "")):
            limit, segments = self._granted(lane, lane.service_id, pace)
        if not limit:
            return []
        with self._database.sessions.begin() as session:
            return claim(session, lane.campaign_id, now=self._clock(), limit=limit, segments=segments)

    def _granted(self, lane: Lane, service_id: int, pace: Throughput) -> tuple[int, int]:
        """Take segments for what is next, before any transaction; return how many texts and segments."""
        now = self._clock()
        with self._database.readers() as session:
            waiting = lanes.costs(session, lane.campaign_id, now, self._most)
            costs = daily_caps.before_the_cap(session, service_id, pace, waiting, now=now)
        if not costs:
            if waiting:
                self._rest(service_id)
            return 0, 0
        grant = self._pace.take(service_id, pace, costs)
        if not grant.texts:
            self.wait = min(grant.wait, self.wait or grant.wait)
        return grant.texts, sum(costs[: grant.texts])

    def _rest(self, service_id: int) -> None:
        """The day is used up, though nobody noticed: the class was changed to a slower one."""
        with self._database.sessions.begin() as session:
            daily_caps.rest(session, service_id, code=daily_caps.USED_UP, now=self._clock())
